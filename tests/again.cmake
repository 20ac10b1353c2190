# Tests that build again, each within this build's own folder, from the presets of the
# same names: by clang, for Cortex-M4F in QEMU, and (deep) with sanitizers.

# Sets HAS_<PRESET> if all tools are there. Without them CI fails and a laptop skips.
function(preset_needs preset)
  foreach(tool ${ARGN})
    find_program(TOOL_${tool} ${tool})
    if(NOT TOOL_${tool})
      if(DEFINED ENV{CI})
        message(FATAL_ERROR "${tool} is not installed: run .ci/setup")
      endif()
      add_test(NAME ${preset} COMMAND ${CMAKE_COMMAND} -E echo "skipped: no ${tool}, run .ci/setup")
      set_tests_properties(${preset} PROPERTIES SKIP_REGULAR_EXPRESSION "^skipped")
      return()
    endif()
  endforeach()
  set(HAS_${preset} TRUE PARENT_SCOPE)
endfunction()

# build_again(PRESET TARGETS...)
function(build_again preset)
  set(binary ${PROJECT_BINARY_DIR}/${preset})
  add_test(NAME ${preset}.configure COMMAND ${CMAKE_COMMAND} --preset ${preset} -B ${binary}
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(${preset}.configure PROPERTIES FIXTURES_SETUP ${preset}_configured COST 1000)
  add_test(NAME ${preset}.build COMMAND ${CMAKE_COMMAND} --build ${binary} --target ${ARGN})
  set_tests_properties(${preset}.build PROPERTIES
    FIXTURES_REQUIRED ${preset}_configured FIXTURES_SETUP ${preset}_built COST 1000 TIMEOUT 3600)
endfunction()

# test_again(PRESET NAME COMMAND...): a test of what build_again has built.
function(test_again preset name)
  add_test(NAME ${preset}.${name} COMMAND ${ARGN})
  set_tests_properties(${preset}.${name} PROPERTIES FIXTURES_REQUIRED ${preset}_built)
endfunction()

preset_needs(clang clang++-14)
if(HAS_clang)
  set(clang_tests ${PROJECT_BINARY_DIR}/clang/tests)
  # The command line stands for all rooms: each must build without a warning.
  build_again(clang homeostat_cli golden_trace rcs_vectors tree_vectors wire_answers responses safety_test biomarkers_test controller_test wire_test)
  test_again(clang golden_trace ${hold_to_golden_trace} ${clang_tests}/golden/golden_trace)
  test_again(clang rcs_vectors ${hold_to_rcs_vectors} ${clang_tests}/profiles/rcs_vectors)
  test_again(clang tree_vectors ${hold_to_tree_vectors} ${clang_tests}/profiles/tree_vectors)
  test_again(clang wire_answers ${hold_to_wire_answers} ${clang_tests}/wire/wire_answers)
  test_again(clang responses ${hold_to_responses} ${clang_tests}/responses/responses)
  foreach(room safety biomarkers controller wire)
    test_again(clang ${room} ${clang_tests}/${room}_test --gtest_brief=1)
  endforeach()
endif()

preset_needs(device arm-none-eabi-g++ qemu-system-arm)
if(HAS_device)
  set(image ${PROJECT_BINARY_DIR}/device/tests/golden/golden_trace.elf)
  set(qemu qemu-system-arm -M mps2-an386 -display none -monitor none -serial null
    -semihosting-config enable=on,target=native -kernel)
  build_again(device golden_trace rcs_vectors tree_vectors image_probe homeostat_wire wire_answers footprint costs stack)
  test_again(device golden_trace ${hold_to_golden_trace} ${qemu} ${image})
  test_again(device rcs_vectors ${hold_to_rcs_vectors} ${qemu}
    ${PROJECT_BINARY_DIR}/device/tests/profiles/rcs_vectors.elf)
  test_again(device tree_vectors ${hold_to_tree_vectors} ${qemu}
    ${PROJECT_BINARY_DIR}/device/tests/profiles/tree_vectors.elf)
  set(image_probe ${PROJECT_BINARY_DIR}/device/tests/image/image_probe.elf)
  test_again(device image_verdicts ${hold_to_image_verdicts} --elf ${image_probe} --nm arm-none-eabi-nm
    --device ${qemu} ${image_probe})
  test_again(device wire_answers ${hold_to_wire_answers} ${qemu}
    ${PROJECT_BINARY_DIR}/device/tests/wire/wire_answers.elf)
  test_again(device symbols ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/architecture/device_symbols_test.py
    --nm arm-none-eabi-nm --core ${PROJECT_BINARY_DIR}/device)
  test_again(device fault_injection ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/architecture/fault_injection_test.py
    --nm arm-none-eabi-nm --core ${PROJECT_BINARY_DIR}/device)

  test_again(device stack_of_calls ${qemu} ${PROJECT_BINARY_DIR}/device/tests/device/stack.elf)

  # As an implant carries it: the same trace, and a refusal of what it does not carry.
  set(implant ${PROJECT_BINARY_DIR}/implant/tests)
  build_again(implant golden_trace tree_vectors refusals footprint costs stack tape_replay)
  test_again(implant golden_trace ${hold_to_golden_trace} ${qemu} ${implant}/golden/golden_trace.elf)
  test_again(implant tree_vectors ${hold_to_tree_vectors} ${qemu} ${implant}/profiles/tree_vectors.elf)
  test_again(implant stack_of_calls ${qemu} ${implant}/device/stack.elf)
  test_again(implant refusals ${hold_to_refusals} refusals_untold.txt ${qemu} ${implant}/device/refusals.elf)

  set(device_costs ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/device/costs_test.py
    --plugin $<TARGET_FILE:count_plugin> --device ${PROJECT_BINARY_DIR}/device --implant ${PROJECT_BINARY_DIR}/implant)
  add_test(NAME device.costs COMMAND ${device_costs})
  set_tests_properties(device.costs PROPERTIES FIXTURES_REQUIRED "device_built;implant_built" TIMEOUT 600)
  set(build_images "")
  foreach(preset device implant)
    list(APPEND build_images
      COMMAND ${CMAKE_COMMAND} --preset ${preset} -B ${PROJECT_BINARY_DIR}/${preset}
      COMMAND ${CMAKE_COMMAND} --build ${PROJECT_BINARY_DIR}/${preset} --target footprint costs)
  endforeach()
  add_custom_target(accept_device_cost ${build_images} COMMAND ${device_costs} --accept
    DEPENDS count_plugin WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} VERBATIM)
endif()

if(HAS_device)
  add_test(NAME device.zephyr_module COMMAND ${DEBIAN_PYTHON} -B ${CMAKE_CURRENT_SOURCE_DIR}/zephyr/module_test.py
    ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_BINARY_DIR}/zephyr ${CCACHE} ${qemu})
  set_tests_properties(device.zephyr_module PROPERTIES TIMEOUT 1200 SKIP_REGULAR_EXPRESSION "^skipped")
endif()

preset_needs(firmware arm-none-eabi-g++ qemu-system-arm taskset openssl)
if(HAS_firmware)
  build_again(firmware all)
  foreach(board mps2-an386 netduinoplus2)
    test_again(firmware ${board} ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/rig/hil_test.py
      $<TARGET_FILE:homeostat_cli> qemu:${board} 2m ${CMAKE_CURRENT_BINARY_DIR}/rig/${board})
    set_tests_properties(firmware.${board} PROPERTIES RUN_SERIAL TRUE
      ENVIRONMENT HOMEOSTAT_FIRMWARE=${PROJECT_BINARY_DIR}/firmware/hil/firmware)
  endforeach()
  foreach(flips 200 2000)
    test_again(firmware flips_${flips} $<TARGET_FILE:board_flips>
      ${PROJECT_BINARY_DIR}/firmware/hil/firmware/firmware_mps2_an386.elf ${PROJECT_BINARY_DIR}/development_key.pem
      ${CMAKE_CURRENT_BINARY_DIR}/memory/${flips} ${flips})
    set_tests_properties(firmware.flips_${flips} PROPERTIES RUN_SERIAL TRUE TIMEOUT 1800)
  endforeach()
  set_tests_properties(firmware.flips_2000 PROPERTIES LABELS deep)

  # What it takes, of flash, memory, stack and instructions.
  set(firmware_cost ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/device/firmware_cost_test.py
    --plugin $<TARGET_FILE:count_plugin> --tape $<TARGET_FILE:link_tape>
    --replay ${PROJECT_BINARY_DIR}/implant/tests/device/tape_replay.elf
    --stack ${PROJECT_BINARY_DIR}/implant/tests/device/stack.elf
    --firmware ${PROJECT_BINARY_DIR}/firmware/hil/firmware)
  add_test(NAME firmware.cost COMMAND ${firmware_cost})
  set_tests_properties(firmware.cost PROPERTIES FIXTURES_REQUIRED "implant_built;firmware_built" TIMEOUT 600)
  add_custom_target(accept_firmware_cost
    COMMAND ${CMAKE_COMMAND} --preset implant -B ${PROJECT_BINARY_DIR}/implant
    COMMAND ${CMAKE_COMMAND} --build ${PROJECT_BINARY_DIR}/implant --target tape_replay stack
    COMMAND ${CMAKE_COMMAND} --preset firmware -B ${PROJECT_BINARY_DIR}/firmware
    COMMAND ${CMAKE_COMMAND} --build ${PROJECT_BINARY_DIR}/firmware
    COMMAND ${firmware_cost} --accept
    DEPENDS count_plugin link_tape homeostat_cli WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} VERBATIM)
  test_again(firmware conformance ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/conformance/kit_test.py
    $<TARGET_FILE:homeostat_cli> qemu ${CMAKE_CURRENT_BINARY_DIR}/conformance/qemu
    boots_through_the_self_test replays_are_refused)
  set_tests_properties(firmware.conformance PROPERTIES RUN_SERIAL TRUE
    ENVIRONMENT HOMEOSTAT_FIRMWARE=${PROJECT_BINARY_DIR}/firmware/hil/firmware)
endif()

if(HAS_firmware AND TARGET rig_faults)
  test_again(firmware faults ${rig_faults_test} ${every_rig})
  test_again(firmware faults_deep ${rig_faults_test} --deep ${every_rig})
  set_tests_properties(firmware.faults firmware.faults_deep PROPERTIES RUN_SERIAL TRUE TIMEOUT 7200
    ENVIRONMENT HOMEOSTAT_FIRMWARE=${PROJECT_BINARY_DIR}/firmware/hil/firmware)
  set_property(TEST firmware.faults PROPERTY LABELS faults)
  set_property(TEST firmware.faults_deep PROPERTY LABELS faults deep)
  test_again(firmware release_has_no_faults ${Python3_EXECUTABLE} -B
    ${CMAKE_CURRENT_SOURCE_DIR}/architecture/fault_injection_test.py --nm arm-none-eabi-nm --core ${PROJECT_BINARY_DIR}/firmware)
endif()

build_again(asan all)
test_again(asan tests ${CMAKE_CTEST_COMMAND} --test-dir ${PROJECT_BINARY_DIR}/asan -LE deep -j2 --output-on-failure)
set_tests_properties(asan.configure asan.build asan.tests PROPERTIES LABELS deep TIMEOUT 3600)
