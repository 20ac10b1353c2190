// What a mood biomarker costs: two powers, a coherence and the sleep gate, through a bin
// of ten minutes and the frame behind it, which makes a score of the bin.
#pragma once

namespace homeostat::golden {

// Only of a build that carries mood.
void count_mood() noexcept;

}  // namespace homeostat::golden
