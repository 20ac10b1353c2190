# Builds the consumer as its author would. Included by tests/CMakeLists.txt.
set(consumers ${CMAKE_CURRENT_BINARY_DIR}/consumer)
set(prefix ${consumers}/prefix)
set(compiler -DCMAKE_CXX_COMPILER=${CMAKE_CXX_COMPILER} -DCMAKE_C_COMPILER=${CMAKE_C_COMPILER})
if(CCACHE)
  list(APPEND compiler -DCMAKE_CXX_COMPILER_LAUNCHER=${CCACHE} -DCMAKE_C_COMPILER_LAUNCHER=${CCACHE})
endif()

# consumer_test(NAME CMAKE_OPTIONS...): configures and builds it, and runs its own tests.
function(consumer_test name)
  add_test(NAME consumer.${name} COMMAND ${CMAKE_CTEST_COMMAND}
    --build-and-test ${CMAKE_CURRENT_SOURCE_DIR}/consumer ${consumers}/${name}
    --build-generator ${CMAKE_GENERATOR} --build-noclean
    --build-options ${ARGN}
    --test-command ${CMAKE_CTEST_COMMAND} --output-on-failure --no-tests=error)
endfunction()

add_test(NAME consumer.install
  COMMAND ${CMAKE_COMMAND} --install ${PROJECT_BINARY_DIR} --prefix ${prefix})
consumer_test(find_package ${compiler} -DCMAKE_PREFIX_PATH=${prefix})
# The core alone, which needs neither nanopb nor BearSSL; then all of it, from the sources
# that this build has fetched.
consumer_test(fetch_content ${compiler} -DIMPORT=fetch_content -DFETCHCONTENT_SOURCE_DIR_HOMEOSTAT=${PROJECT_SOURCE_DIR})
consumer_test(add_subdirectory ${compiler} -DIMPORT=add_subdirectory -DHOMEOSTAT_SOURCE=${PROJECT_SOURCE_DIR}
  -DHOMEOSTAT_DEVICE_IMAGE=ON -DHOMEOSTAT_SOURCES=${HOMEOSTAT_SOURCES})
set_tests_properties(consumer.install PROPERTIES FIXTURES_SETUP homeostat_prefix)
set_tests_properties(consumer.find_package PROPERTIES FIXTURES_REQUIRED homeostat_prefix FIXTURES_SETUP consumer_built)

# For a Cortex-M4F, from what preset device has built.
if(HAS_device)
  add_test(NAME consumer.device_install
    COMMAND ${CMAKE_COMMAND} --install ${PROJECT_BINARY_DIR}/device --prefix ${consumers}/device_prefix --component core)
  string(REPLACE ";" "\\;" emulator "${qemu}")  # one word through the function
  consumer_test(device -DCMAKE_TOOLCHAIN_FILE=${PROJECT_SOURCE_DIR}/.ci/arm-none-eabi.cmake
    -DCMAKE_FIND_ROOT_PATH=${consumers}/device_prefix "-DCMAKE_CROSSCOMPILING_EMULATOR=${emulator}")
  set_tests_properties(consumer.device_install PROPERTIES FIXTURES_REQUIRED device_built FIXTURES_SETUP device_prefix)
  set_tests_properties(consumer.device PROPERTIES FIXTURES_REQUIRED "device_built;device_prefix")
endif()

# In C, with a shipped program: its image, and what stands behind the image's header.
set(program ${consumers}/program)
add_test(NAME consumer.program COMMAND sh -c
  "$<TARGET_FILE:homeostat_cli> compile epilepsy/responsive -o ${program}.hsp && tail -c +97 ${program}.hsp > ${program}.bin && \
openssl pkey -in ${PROJECT_BINARY_DIR}/development_key.pem -pubout -outform DER | tail -c 65 > ${program}.key")
set_tests_properties(consumer.program PROPERTIES FIXTURES_SETUP consumer_program)
add_test(NAME consumer.ten_lines COMMAND ${consumers}/find_package/ten_lines ${program}.bin)
set_tests_properties(consumer.ten_lines PROPERTIES PASS_REGULAR_EXPRESSION "1000 frames: well")
add_test(NAME consumer.signed COMMAND ${consumers}/find_package/signed ${program}.hsp ${program}.key)
set_tests_properties(consumer.ten_lines consumer.signed PROPERTIES FIXTURES_REQUIRED "consumer_program;consumer_built")
