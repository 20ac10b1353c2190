# ctest -L fuzz: each harness for 60 s from its committed corpus; for longer, say
# HOMEOSTAT_FUZZ_SECONDS=3600. With -V the last line is the sum.
preset_needs(fuzz clang++-14)
if(HAS_fuzz)
  set(harnesses guard program_text program_image device_image edf events wire)
  set(fuzz_built ${PROJECT_BINARY_DIR}/fuzz/tests/fuzz)
  set(fuzz_work ${PROJECT_BINARY_DIR}/fuzz-work)
  set(fuzz_run ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_LIST_DIR}/fuzz_test.py --work ${fuzz_work})
  build_again(fuzz fuzz_harnesses)
  set_tests_properties(fuzz.configure fuzz.build PROPERTIES LABELS fuzz)
  foreach(name ${harnesses})
    test_again(fuzz ${name} ${fuzz_run} ${name} --harness ${fuzz_built}/${name}_fuzz
      --corpus ${CMAKE_CURRENT_LIST_DIR}/corpus/${name} --seeds ${fuzz_built}/seeds/${name})
    set_tests_properties(fuzz.${name} PROPERTIES LABELS fuzz FIXTURES_SETUP fuzzed COST 900 TIMEOUT 100000)
  endforeach()
  add_test(NAME fuzz COMMAND ${fuzz_run} --sum ${harnesses})
  set_tests_properties(fuzz PROPERTIES LABELS fuzz FIXTURES_REQUIRED fuzzed)
endif()
