# The one library of the device core: Boost's headers, for Boost.Statechart; none where its
# table stands in for it.
if(CMAKE_CROSSCOMPILING AND HOMEOSTAT_CHART STREQUAL "table")
  return()
endif()
if(NOT CMAKE_CROSSCOMPILING)
  find_package(Boost 1.74 REQUIRED)
  return()
endif()

# A cross compiler must never see the build machine's own /usr/include: it gets a
# folder that holds nothing but a link to boost/.
find_path(HOMEOSTAT_BOOST_INCLUDE boost/statechart/state_machine.hpp
  HINTS /usr/include NO_CMAKE_FIND_ROOT_PATH REQUIRED)
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/boost_headers)
file(CREATE_LINK ${HOMEOSTAT_BOOST_INCLUDE}/boost ${PROJECT_BINARY_DIR}/boost_headers/boost SYMBOLIC)
add_library(Boost::headers INTERFACE IMPORTED GLOBAL)
target_include_directories(Boost::headers SYSTEM INTERFACE ${PROJECT_BINARY_DIR}/boost_headers)
