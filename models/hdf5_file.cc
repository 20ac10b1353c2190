// The one door to HDF5.
#include <hdf5.h>

#include "models/number_table.h"

namespace homeostat::models {
namespace {

// What was opened is closed.
class Handle {
 public:
  Handle(hid_t id, herr_t (*close)(hid_t)) : id_(id), close_(close) {}
  ~Handle() {
    if (id_ >= 0) close_(id_);
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  hid_t id() const { return id_; }
  bool good() const { return id_ >= 0; }

 private:
  hid_t id_;
  herr_t (*close_)(hid_t);
};

}  // namespace

NumberTable read_hdf5_table(const std::filesystem::path& path,
                            const std::string& dataset) {
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);  // it would print its own errors
  const auto refuse = [&](const std::string& what) {
    throw ConnectomeError(path.string() + ": " + what);
  };
  const Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
  if (!file.good()) refuse("cannot be read as HDF5");
  const Handle data(H5Dopen2(file.id(), dataset.c_str(), H5P_DEFAULT), H5Dclose);
  if (!data.good()) refuse("no dataset '" + dataset + "'");
  const Handle space(H5Dget_space(data.id()), H5Sclose);
  hsize_t size[2] = {};
  if (!space.good() || H5Sget_simple_extent_ndims(space.id()) != 2 ||
      H5Sget_simple_extent_dims(space.id(), size, nullptr) != 2) {
    refuse("dataset '" + dataset + "': two dimensions are wanted");
  }
  if (size[0] == 0 || size[1] == 0 || size[0] > 1U << 20 || size[1] > 1U << 20) {
    refuse("dataset '" + dataset + "': 1 to 1048576 rows and columns are wanted");
  }
  constexpr hsize_t kMostNumbers = 1U << 28;  // 2 GB
  if (size[0] * size[1] > kMostNumbers) {
    refuse("dataset '" + dataset + "': " + std::to_string(size[0]) + " by " +
           std::to_string(size[1]) + ": at most 2^28 numbers are wanted");
  }
  NumberTable table{size[0], size[1], {}};
  table.values.resize(table.rows * table.columns);
  if (H5Dread(data.id(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT,
              table.values.data()) < 0) {
    refuse("dataset '" + dataset + "': cannot be read as numbers");
  }
  return table;
}

}  // namespace homeostat::models
