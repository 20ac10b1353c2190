# What an importer gets: the device core as a CMake package, and the command line.
#   find_package(homeostat) or add_subdirectory(homeostat) -> homeostat::core
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS homeostat_core homeostat_paths homeostat_safety homeostat_biomarkers homeostat_controller
  EXPORT homeostat ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT core)
install(DIRECTORY safety biomarkers controller DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/homeostat
  COMPONENT core FILES_MATCHING PATTERN "*.h")

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/homeostat)
install(EXPORT homeostat NAMESPACE homeostat:: FILE homeostatConfig.cmake DESTINATION ${package} COMPONENT core)
write_basic_package_version_file(homeostatConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/homeostatConfigVersion.cmake DESTINATION ${package} COMPONENT core)

if(TARGET homeostat_cli)
  install(TARGETS homeostat_cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT host)
  install(DIRECTORY clinical_configs DESTINATION ${CMAKE_INSTALL_DATADIR}/homeostat
    COMPONENT host FILES_MATCHING PATTERN "*.textproto")
endif()
