# Libraries of the host rooms, all from Debian (see .ci/packages).
include(.ci/sundials_source.cmake)
find_package(SUNDIALS REQUIRED COMPONENTS arkode cvode nvecserial)
find_package(Eigen3 REQUIRED)
find_package(Protobuf REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(SAMPLERATE REQUIRED IMPORTED_TARGET samplerate)
pkg_check_modules(HDF5 REQUIRED IMPORTED_TARGET hdf5-serial)

# These two ship no CMake package.
find_path(EDFLIB_INCLUDE edflib.h REQUIRED)
find_library(EDFLIB_LIBRARY edf REQUIRED)
add_library(EDFlib::EDFlib UNKNOWN IMPORTED)
set_target_properties(EDFlib::EDFlib PROPERTIES
  IMPORTED_LOCATION ${EDFLIB_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${EDFLIB_INCLUDE})
find_path(RANDOM123_INCLUDE Random123/philox.h REQUIRED)
