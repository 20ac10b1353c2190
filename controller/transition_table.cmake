# transition_table(FILE OUTPUT): the reviewed transitions as a header, a row a mode and a
# column an event, in the order of the file, which is that of the enumerators.
function(transition_table file output)
  file(STRINGS ${file} lines)
  list(POP_FRONT lines)
  set(modes "")
  set(steps "")
  foreach(line ${lines})
    string(REGEX MATCH "^([^,]+),[^,]+,([^,]+)$" step "${line}")
    list(APPEND modes ${CMAKE_MATCH_1})
    list(APPEND steps "${CMAKE_MATCH_1},${CMAKE_MATCH_2}")
  endforeach()
  list(REMOVE_DUPLICATES modes)
  set(rows "")
  foreach(mode ${modes})
    set(row "")
    foreach(step ${steps})
      if(step MATCHES "^${mode},(.+)$")
        list(FIND modes ${CMAKE_MATCH_1} after)
        list(APPEND row ${after})
      endif()
    endforeach()
    list(JOIN row ", " row)
    string(APPEND rows "    {${row}},\n")
  endforeach()
  file(CONFIGURE OUTPUT ${output} CONTENT
"#include <cstdint>
namespace homeostat::controller {
inline constexpr std::uint8_t kTransitions[kModes][kEvents] = {
@rows@};
}
" @ONLY)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
endfunction()
