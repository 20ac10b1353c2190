# Options that every target shares, in three tiers.

# A compiler cache that another checkout can share, and that understands precompiled headers.
find_program(CCACHE ccache)
if(CCACHE AND PROJECT_IS_TOP_LEVEL)
  set(launcher env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

# Every target: includes are spelled from the project root ("safety/units.h").
add_library(homeostat_paths INTERFACE)
target_include_directories(homeostat_paths INTERFACE
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}> $<INSTALL_INTERFACE:include/homeostat>)
target_compile_features(homeostat_paths INTERFACE cxx_std_20)
set_target_properties(homeostat_paths PROPERTIES EXPORT_NAME paths)

# Our own sources: warnings are errors. Floating point never contracts, so equal
# input gives equal bits on every compiler and processor. A field that is not named is
# zero, which in this house is the value that admits nothing.
add_library(homeostat_options INTERFACE)
target_link_libraries(homeostat_options INTERFACE homeostat_paths)
target_compile_options(homeostat_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wdouble-promotion -Werror -ffp-contract=off
  -Wno-missing-field-initializers)

# Code that also runs in the implant. Link it PRIVATE: its users may throw.
add_library(homeostat_device_options INTERFACE)
target_link_libraries(homeostat_device_options INTERFACE homeostat_options)
target_compile_options(homeostat_device_options INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions -fno-rtti -fno-threadsafe-statics>)
if(CMAKE_CXX_FLAGS MATCHES "sanitize")
  # vptr checks need RTTI, which the device core has not.
  target_compile_options(homeostat_device_options INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-fno-sanitize=vptr>)
endif()

# What only a host runs, in a build that asks of it no more than that it compiles and works.
set(HOMEOSTAT_HOST_LEVEL "" CACHE STRING "Optimisation of the host's own rooms, where not the build's")

# homeostat_room(NAME [DEVICE] SOURCES ... [USES ...] [HIDES ...]): one folder,
# one library, alias homeostat::NAME. USES is public, HIDES is not.
function(homeostat_room name)
  cmake_parse_arguments(ROOM "DEVICE" "" "SOURCES;USES;HIDES" ${ARGN})
  add_library(homeostat_${name} STATIC ${ROOM_SOURCES})
  add_library(homeostat::${name} ALIAS homeostat_${name})
  set_target_properties(homeostat_${name} PROPERTIES EXPORT_NAME ${name})
  set(options homeostat_options)
  if(ROOM_DEVICE)
    set(options homeostat_device_options)
    # The core hides only headers: who imports it compiled needs none of them.
    list(TRANSFORM ROOM_HIDES REPLACE "(.+)" "$<BUILD_INTERFACE:\\1>")
  else()
    target_compile_options(homeostat_${name} PRIVATE ${HOMEOSTAT_HOST_LEVEL})
  endif()
  target_link_libraries(homeostat_${name}
    PUBLIC homeostat_paths ${ROOM_USES} PRIVATE $<BUILD_INTERFACE:${options}> ${ROOM_HIDES})
endfunction()
