#include "sim/mood_events.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "sim/html.h"
#include "sim/svg_plot.h"

namespace homeostat::sim {
namespace {

constexpr std::size_t kMostListed = 18;
constexpr int kGrave = 1;  // from this rank on nothing is
constexpr int kStillFlagged = 6;
constexpr double kRowHeight = 19.0;
// Numbers nearer to each other than this share of the days would lie on each other.
constexpr double kNumberShare = 0.022;

// In the order of StoryKind.
constexpr std::array<int, kStoryKinds> kRank = {0, 0, 5, 3, 2, 4};

int rank_of(StoryKind kind) { return kRank[static_cast<std::size_t>(kind)]; }

bool is_of_raters(StoryKind kind) {
  return kind == StoryKind::kScale || kind == StoryKind::kAdverse;
}

// Whether the rating on that scale before this one raised its flag too.
bool still_flagged(const std::vector<ScaleEvent>& ratings, std::size_t at) {
  for (std::size_t i = at; i > 0; --i) {
    if (ratings[i - 1].scale != ratings[at].scale) continue;
    return ratings[at].scale != nullptr && ratings[i - 1].flag != Flag::kNone;
  }
  return false;
}

PageEvent event_of(const ScaleEvent& rating) {
  const bool adverse = rating.scale == nullptr;
  std::string words =
      adverse ? rating.what + ", " + words_of(rating.severity) : words_of(rating);
  if (rating.flag != Flag::kNone && rating.flag != Flag::kAdverse)
    words += std::string(": flag of ") + words_of(rating.flag);
  const StoryKind kind = adverse ? StoryKind::kAdverse : StoryKind::kScale;
  return {rating.day, kind, words, rank_of(kind)};
}

void number_the_important(std::vector<PageEvent>& events) {
  std::vector<std::size_t> order(events.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    return events[a].rank < events[b].rank;
  });
  order.resize(std::min(order.size(), kMostListed));
  std::ranges::sort(order);
  int number = 0;
  for (const std::size_t i : order) events[i].number = ++number;
}

std::vector<StoryKind> kinds_in(const std::vector<PageEvent>& events) {
  std::vector<StoryKind> kinds;
  for (std::size_t k = 0; k < kStoryKinds; ++k) {
    const auto kind = static_cast<StoryKind>(k);
    const bool any = std::ranges::any_of(
        events, [&](const PageEvent& event) { return event.kind == kind; });
    if (any) kinds.push_back(kind);
  }
  return kinds;
}

void draw_row(const std::vector<PageEvent>& events, StoryKind kind, double top,
              double height, double days, SvgPlot& plot) {
  std::vector<PageEvent> row;
  std::ranges::copy_if(events, std::back_inserter(row),
                       [&](const PageEvent& event) { return event.kind == kind; });
  for (std::size_t i = 0; i < row.size(); ++i) {
    const PageEvent& event = row[i];
    plot.bar({event.day, event.day}, top + 0.1 * height, 0.8 * height,
             std::string("event event-") + (rank_of(kind) < kGrave ? "grave" : "plain"),
             "day " + html::number(event.day, 1) + ": " + event.words);
    const bool room =
        i + 1 == row.size() || row[i + 1].day - event.day >= kNumberShare * days;
    if (event.number == 0 || !room) continue;
    plot.words(event.day + 0.004 * days, top + 0.75 * height, "eventno",
               std::to_string(event.number));
  }
}

}  // namespace

std::vector<PageEvent> events_of(const MoodHistory& history) {
  std::vector<PageEvent> events;
  for (const StoryRow& row : history.story) {
    if (is_of_raters(row.kind)) continue;
    events.push_back({row.day, row.kind, row.what, rank_of(row.kind)});
  }
  for (std::size_t i = 0; i < history.ratings.size(); ++i) {
    const ScaleEvent& rating = history.ratings[i];
    if (rating.scale != nullptr && rating.flag == Flag::kNone) continue;
    PageEvent event = event_of(rating);
    if (still_flagged(history.ratings, i)) event.rank = kStillFlagged;
    events.push_back(event);
  }
  std::ranges::stable_sort(events, {}, &PageEvent::day);
  number_the_important(events);
  return events;
}

std::string events_strip(const std::vector<PageEvent>& events, double days) {
  const std::vector<StoryKind> kinds = kinds_in(events);
  const auto rows = static_cast<double>(std::max<std::size_t>(1, kinds.size()));
  SvgPlot plot(rows * kRowHeight, {0.0, days}, {0.0, 1.0});
  plot.number_axis(Scale::kLinear, "day");
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    const double top = static_cast<double>(k) / rows;
    plot.words(-1.0, top + 0.72 / rows, "rowname end",
               words_of(kinds[k]) + std::string("\u00a0"));
    draw_row(events, kinds[k], top, 1.0 / rows, days, plot);
  }
  return plot.str();
}

std::string events_list(const std::vector<PageEvent>& events) {
  std::string items;
  std::size_t listed = 0;
  for (const PageEvent& event : events) {
    if (event.number == 0) continue;
    ++listed;
    items += html::element("li", "<b>" + std::to_string(event.number) + "</b> day " +
                                     html::number(event.day, 1) + ", " +
                                     html::escape(event.words));
  }
  if (events.empty()) return html::element("p", "Nothing happened.", "caveat");
  const std::size_t more = events.size() - listed;
  return html::element("ol", items, "events") +
         (more == 0 ? ""
                    : html::element("p",
                                    std::to_string(more) +
                                        " more, of less weight, stand in story.tsv.",
                                    "caveat"));
}

}  // namespace homeostat::sim
