# Debian compiles its SUNDIALS without optimisation; built from Debian's own source at -O3
# the adaptive engines take a third of the time (models/ADDING_A_MODEL.md says when that
# pays). Fetch and unpack it yourself, where apt knows Debian's sources ("Types: deb
# deb-src" in /etc/apt/sources.list.d/debian.sources, then apt-get update):
#   apt-get source sundials
#   cmake --preset release -DHOMEOSTAT_SUNDIALS_SOURCE=$PWD/sundials-6.4.1+dfsg1
set(HOMEOSTAT_SUNDIALS_SOURCE "" CACHE PATH "Debian's source of SUNDIALS, unpacked: built at -O3 in place of its library")
if(NOT HOMEOSTAT_SUNDIALS_SOURCE)
  return()
endif()

set(prefix ${PROJECT_BINARY_DIR}/sundials)
set(SUNDIALS_DIR ${prefix}/lib/cmake/sundials CACHE PATH "Made by .ci/sundials_source.cmake" FORCE)
if(EXISTS ${SUNDIALS_DIR}/SUNDIALSConfig.cmake)
  return()
endif()
message(STATUS "Building SUNDIALS at -O3 from ${HOMEOSTAT_SUNDIALS_SOURCE}")
execute_process(COMMAND ${CMAKE_COMMAND} -S ${HOMEOSTAT_SUNDIALS_SOURCE} -B ${prefix}/build -G ${CMAKE_GENERATOR}
    -DCMAKE_BUILD_TYPE=Release -DCMAKE_C_COMPILER=${CMAKE_C_COMPILER} "-DCMAKE_C_FLAGS_RELEASE=-O3 -DNDEBUG"
    -DCMAKE_INSTALL_PREFIX=${prefix} -DCMAKE_INSTALL_LIBDIR=lib
    -DBUILD_CVODES=OFF -DBUILD_IDA=OFF -DBUILD_IDAS=OFF -DBUILD_KINSOL=OFF -DBUILD_STATIC_LIBS=OFF
    -DEXAMPLES_ENABLE_C=OFF -DEXAMPLES_INSTALL=OFF
  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${prefix}/build --target install
  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
