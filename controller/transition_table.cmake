# transition_table(FILE OUTPUT): the reviewed transitions as a header, a row a mode and a
# column an event, in the order of the file, which is that of the enumerators.
function(transition_table file output)
  file(STRINGS ${file} lines)
  list(POP_FRONT lines)
  set(modes "")
  set(modes_after "")
  foreach(line ${lines})
    string(REPLACE "," ";" cells "${line}")
    list(GET cells 0 mode)
    list(GET cells 2 after)
    if(NOT mode IN_LIST modes)
      list(APPEND modes ${mode})
    endif()
    list(APPEND modes_after ${after})
  endforeach()
  set(numbers "")
  foreach(after ${modes_after})
    list(FIND modes ${after} number)
    list(APPEND numbers ${number})
  endforeach()
  list(JOIN numbers "," numbers)
  file(CONFIGURE OUTPUT ${output} CONTENT
"#include <cstdint>
namespace homeostat::controller {
inline constexpr std::uint8_t kTransitions[kModes][kEvents] = {@numbers@};
}
" @ONLY)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
endfunction()
