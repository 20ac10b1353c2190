# What an importer gets: the device core as a CMake package, with what reads programs and
# device images where this build has it, and the command line.
#   find_package(homeostat), FetchContent or add_subdirectory -> homeostat::core, homeostat::device_image
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(core homeostat_core homeostat_paths homeostat_safety homeostat_biomarkers homeostat_controller)
if(HOMEOSTAT_DEVICE_IMAGE)
  # The libraries below are linked into it by name alone: none of their headers is installed.
  list(APPEND core homeostat_device_image homeostat_program_image homeostat_nanopb homeostat_bearssl)
  foreach(library nanopb bearssl)
    install(FILES ${HOMEOSTAT_SOURCES}/${library}/LICENSE.txt
      DESTINATION ${CMAKE_INSTALL_DATADIR}/licenses/${library} COMPONENT core)
  endforeach()
endif()
install(TARGETS ${core} EXPORT homeostat ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT core)
install(DIRECTORY safety biomarkers controller DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/homeostat
  COMPONENT core FILES_MATCHING PATTERN "*.h")

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/homeostat)
install(EXPORT homeostat NAMESPACE homeostat:: FILE homeostatTargets.cmake DESTINATION ${package} COMPONENT core)
configure_package_config_file(.ci/homeostatConfig.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/homeostatConfig.cmake
  INSTALL_DESTINATION ${package} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(homeostatConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/homeostatConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/homeostatConfigVersion.cmake
  DESTINATION ${package} COMPONENT core)

if(TARGET homeostat_cli)
  install(TARGETS homeostat_cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT host)
  install(DIRECTORY clinical_configs DESTINATION ${CMAKE_INSTALL_DATADIR}/homeostat
    COMPONENT host FILES_MATCHING PATTERN "*.textproto")
endif()
