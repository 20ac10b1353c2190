// The few words of HTML that reports are written in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace homeostat::sim::html {

// Text as it must stand inside an element or a quoted attribute.
std::string escape(std::string_view text);

// `body` is HTML already.
std::string element(std::string_view tag, std::string_view body,
                    std::string_view css = {});

// A table of texts (escaped here); the first column is a heading for its row.
std::string table(const std::vector<std::string>& heads,
                  const std::vector<std::vector<std::string>>& rows,
                  std::string_view css = {});

// A number as short as it can be said with so many decimals: "4", "4.25".
std::string number(double value, int decimals);

// Seconds since the start as a clock: "0:07.4", "19:03", "1:02:00".
std::string clock(double seconds, int decimals = 0);

}  // namespace homeostat::sim::html
