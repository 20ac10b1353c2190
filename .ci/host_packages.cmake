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

# Debian's shared HDF5 loads curl, LDAP and Kerberos, for files on servers. A simulator has
# no business on a network: the static one leaves out what is not called.
find_path(HDF5_INCLUDE hdf5.h PATH_SUFFIXES hdf5/serial REQUIRED)
find_library(HDF5_LIBRARY libhdf5.a PATH_SUFFIXES hdf5/serial REQUIRED)
find_library(SZ_LIBRARY libsz.a REQUIRED)
find_library(AEC_LIBRARY libaec.a REQUIRED)
find_package(ZLIB REQUIRED)
add_library(HDF5::HDF5 STATIC IMPORTED)
set_target_properties(HDF5::HDF5 PROPERTIES
  IMPORTED_LOCATION ${HDF5_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${HDF5_INCLUDE})
target_link_libraries(HDF5::HDF5 INTERFACE ${SZ_LIBRARY} ${AEC_LIBRARY} ZLIB::ZLIB m)

# These ship no CMake package.
find_path(EDFLIB_INCLUDE edflib.h REQUIRED)
find_library(EDFLIB_LIBRARY edf REQUIRED)
add_library(EDFlib::EDFlib UNKNOWN IMPORTED)
set_target_properties(EDFlib::EDFlib PROPERTIES
  IMPORTED_LOCATION ${EDFLIB_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${EDFLIB_INCLUDE})
find_path(RANDOM123_INCLUDE Random123/philox.h REQUIRED)
find_path(XGBOOST_INCLUDE xgboost/c_api.h REQUIRED)
find_library(XGBOOST_LIBRARY xgboost REQUIRED)
add_library(XGBoost::XGBoost UNKNOWN IMPORTED)
set_target_properties(XGBoost::XGBoost PROPERTIES
  IMPORTED_LOCATION ${XGBOOST_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${XGBOOST_INCLUDE})
