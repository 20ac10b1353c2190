# What the device image is read with, from Debian's sources (.ci/sources), for host and device
# alike: nanopb decodes the program, BearSSL verifies who signed it. Only the few files that
# are called; neither has a heap, a clock or a file in them.
if(NOT HOMEOSTAT_SOURCES)
  set(HOMEOSTAT_SOURCES "$ENV{HOMEOSTAT_SOURCES}")
endif()
if(NOT HOMEOSTAT_SOURCES)
  set(HOMEOSTAT_SOURCES ${PROJECT_BINARY_DIR}/sources)
  if(PROJECT_IS_TOP_LEVEL)
    set(HOMEOSTAT_SOURCES ${PROJECT_SOURCE_DIR}/build/sources)  # one for all presets
  endif()
endif()
set(HOMEOSTAT_SOURCES "${HOMEOSTAT_SOURCES}" CACHE PATH "Debian's sources, as .ci/fetch_sources lays them down")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/.ci/sources)
execute_process(COMMAND ${PROJECT_SOURCE_DIR}/.ci/fetch_sources ${HOMEOSTAT_SOURCES} COMMAND_ERROR_IS_FATAL ANY)

# device_library(NAME ALIAS INCLUDES... SOURCES FILES...): not ours to warn about.
function(device_library name includes)
  add_library(homeostat_${name} STATIC ${ARGN})
  set_target_properties(homeostat_${name} PROPERTIES EXPORT_NAME ${name})
  target_include_directories(homeostat_${name} SYSTEM PUBLIC $<BUILD_INTERFACE:${includes}>)
  target_compile_options(homeostat_${name} PRIVATE -w)
endfunction()

set(nanopb ${HOMEOSTAT_SOURCES}/nanopb)
device_library(nanopb ${nanopb} ${nanopb}/pb_common.c ${nanopb}/pb_decode.c ${nanopb}/pb_encode.c)

set(bearssl ${HOMEOSTAT_SOURCES}/bearssl)
set(verifier ec/ecdsa_i31_bits ec/ecdsa_i31_vrfy_raw ec/ec_prime_i31 ec/ec_secp256r1 ec/ec_secp384r1 ec/ec_secp521r1
  hash/sha2small int/i32_div32 codec/ccopy codec/dec32be codec/enc32be)
foreach(part add bitlen decmod decode encode fmont iszero modpow montmul muladd ninv31 rshift sub tmont)
  list(APPEND verifier int/i31_${part})
endforeach()
list(TRANSFORM verifier REPLACE "(.+)" "${bearssl}/src/\\1.c")
device_library(bearssl ${bearssl}/inc ${verifier})
target_include_directories(homeostat_bearssl PRIVATE ${bearssl}/src)
# The same arithmetic everywhere, whatever the compiler says of its processor.
target_compile_definitions(homeostat_bearssl PRIVATE BR_LE_UNALIGNED=0 BR_BE_UNALIGNED=0)
