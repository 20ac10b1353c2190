#include "sim/html.h"

#include <cmath>
#include <cstdio>

namespace homeostat::sim::html {

std::string escape(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

std::string element(std::string_view tag, std::string_view body, std::string_view css) {
  std::string text = "<" + std::string(tag);
  if (!css.empty()) text += " class=\"" + std::string(css) + "\"";
  return text + ">" + std::string(body) + "</" + std::string(tag) + ">\n";
}

std::string table(const std::vector<std::string>& heads,
                  const std::vector<std::vector<std::string>>& rows,
                  std::string_view css) {
  std::string text;
  if (!heads.empty()) {
    std::string cells;
    for (const std::string& head : heads) cells += element("th", escape(head));
    text += element("thead", element("tr", cells));
  }
  std::string body;
  for (const std::vector<std::string>& row : rows) {
    std::string cells;
    for (std::size_t i = 0; i < row.size(); ++i) {
      cells += element(i == 0 ? "th" : "td", escape(row[i]));
    }
    body += element("tr", cells);
  }
  return element("table", text + element("tbody", body), css);
}

std::string number(double value, int decimals) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%.*f", decimals, value);
  std::string text = buffer;
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return text == "-0" ? "0" : text;
}

std::string clock(double seconds, int decimals) {
  const double unit = std::pow(10.0, decimals);
  const double rounded = std::round(seconds * unit) / unit;
  const auto minutes = static_cast<long>(std::floor(rounded / 60.0));
  const double rest = rounded - 60.0 * static_cast<double>(minutes);
  const int width = decimals > 0 ? 3 + decimals : 2;
  char buffer[64];
  if (minutes >= 60) {
    std::snprintf(buffer, sizeof buffer, "%ld:%02ld:%0*.*f", minutes / 60, minutes % 60,
                  width, decimals, rest);
  } else {
    std::snprintf(buffer, sizeof buffer, "%ld:%0*.*f", minutes, width, decimals, rest);
  }
  return buffer;
}

}  // namespace homeostat::sim::html
