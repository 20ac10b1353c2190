# The link. Protobuf's own library reads what the device's codec writes, and the reverse;
# OpenSSL signs what a session asks. Ten million corruptions: ctest -L deep.
set(protobuf_made ${PROJECT_BINARY_DIR}/generated/protobuf)
file(MAKE_DIRECTORY ${protobuf_made}/hil)
set(made "")
foreach(schema wire fault_injection)
  add_custom_command(OUTPUT ${protobuf_made}/hil/${schema}.pb.cc ${protobuf_made}/hil/${schema}.pb.h
    COMMAND protobuf::protoc -I ${PROJECT_SOURCE_DIR} --cpp_out ${protobuf_made} hil/${schema}.proto
    DEPENDS ${PROJECT_SOURCE_DIR}/hil/${schema}.proto VERBATIM)
  list(APPEND made ${protobuf_made}/hil/${schema}.pb.cc)
endforeach()
add_library(wire_schemas STATIC ${made})
target_compile_features(wire_schemas PUBLIC cxx_std_20)
target_include_directories(wire_schemas SYSTEM PUBLIC ${protobuf_made})
target_link_libraries(wire_schemas PUBLIC protobuf::libprotobuf)

homeostat_fast_tests(wire homeostat::link homeostat::faults homeostat::device_image wire_schemas golden_script OpenSSL::Crypto)
add_test(NAME wire.ten_million_corruptions COMMAND wire_test --gtest_filter=Corruption.*)
set_tests_properties(wire.ten_million_corruptions PROPERTIES
  LABELS deep TIMEOUT 3600 ENVIRONMENT HOMEOSTAT_CORRUPTIONS=10000000)
