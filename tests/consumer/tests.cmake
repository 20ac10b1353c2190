# Builds the consumer as its author would. Included by tests/CMakeLists.txt.
set(prefix ${CMAKE_CURRENT_BINARY_DIR}/consumer/prefix)
set(consumer ${CMAKE_CURRENT_SOURCE_DIR}/consumer)
set(compiler -DCMAKE_CXX_COMPILER=${CMAKE_CXX_COMPILER} -DCMAKE_C_COMPILER=${CMAKE_C_COMPILER})

add_test(NAME consumer.install
  COMMAND ${CMAKE_COMMAND} --install ${PROJECT_BINARY_DIR} --prefix ${prefix})
set_tests_properties(consumer.install PROPERTIES FIXTURES_SETUP homeostat_prefix)

# consumer_test(NAME CMAKE_OPTIONS...): configures, builds and runs it.
function(consumer_test name)
  add_test(NAME consumer.${name} COMMAND ${CMAKE_CTEST_COMMAND}
    --build-and-test ${consumer} ${CMAKE_CURRENT_BINARY_DIR}/consumer/${name}
    --build-generator ${CMAKE_GENERATOR} --build-noclean
    --build-options ${compiler} ${ARGN}
    --test-command ./consumer)
endfunction()
consumer_test(find_package -DCMAKE_PREFIX_PATH=${prefix})
consumer_test(add_subdirectory -DHOMEOSTAT_SOURCE=${PROJECT_SOURCE_DIR})
# And what reads device images, from the sources that this build has fetched.
add_test(NAME consumer.device_image COMMAND ${CMAKE_CTEST_COMMAND}
  --build-and-test ${consumer} ${CMAKE_CURRENT_BINARY_DIR}/consumer/device_image
  --build-generator ${CMAKE_GENERATOR} --build-noclean
  --build-options ${compiler} -DHOMEOSTAT_SOURCE=${PROJECT_SOURCE_DIR} -DHOMEOSTAT_DEVICE_IMAGE=ON
    -DHOMEOSTAT_SOURCES=${HOMEOSTAT_SOURCES}
  --test-command ./image)
# In C, with a shipped program: what stands behind an image's header.
set(program ${CMAKE_CURRENT_BINARY_DIR}/consumer/program)
add_test(NAME consumer.program COMMAND sh -c
  "$<TARGET_FILE:homeostat_cli> compile epilepsy/responsive -o ${program}.hsp && tail -c +97 ${program}.hsp > ${program}.bin")
add_test(NAME consumer.ten_lines COMMAND ${CMAKE_CURRENT_BINARY_DIR}/consumer/device_image/ten_lines ${program}.bin)
set_tests_properties(consumer.device_image consumer.program PROPERTIES FIXTURES_SETUP consumer_program)
set_tests_properties(consumer.ten_lines PROPERTIES FIXTURES_REQUIRED consumer_program
  PASS_REGULAR_EXPRESSION "1000 frames: well")
set_tests_properties(consumer.find_package PROPERTIES FIXTURES_REQUIRED homeostat_prefix)
