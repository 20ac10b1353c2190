// What the page of a slow run needs beside the style of all reports: one A4 page, and
// letters that can still be read on it. Colours: Okabe and Ito's.
#pragma once

namespace homeostat::sim {

inline constexpr const char* kMoodStyle = R"css(
@page { size: A4; margin: 9mm; }
body { max-width: 1120px; margin: 14px auto; font-size: 14.5px; line-height: 1.35; }
h1 { font-size: 20px; }
h4 { font-size: 13.5px; margin: 7px 0 1px 9.2%; color: #26323c; }
.warning { margin: 0 0 4px; }
table.figures { margin: 2px 0 4px; font-size: 13.5px; }
table.figures th { color: #45505a; white-space: nowrap; }
table.who { margin-bottom: 0; } table.who td:nth-child(3) { color: #45505a; }
table.came tr:first-child td { font-weight: bold; } h4 span { white-space: nowrap; }
svg { margin-bottom: 0; } figure { padding-right: 7px; }
text, text.tick { font-size: 11.5px; } text.tick { fill: #45505a; }
text.level, text.halo { paint-order: stroke; stroke: #fff; stroke-width: 3px; }
text.level { fill: #a33b00; }
text.rowname { font-size: 11.5px; } text.eventno { font-size: 11px; font-weight: bold; }
.key { margin: 0 3px 0 6px; }
.ratings { stroke: #8fa0ad; stroke-width: 1; fill: none; }
circle.rating { fill: #26323c; } circle.flagged { fill: #d55e00; stroke: #fff; }
.key.flagged-key { width: 9px; border-radius: 5px; background: #d55e00; }
.truth { stroke: #009e73; stroke-width: 1.4; fill: none; }
.bins { stroke: #bcd9ec; stroke-width: 1.1; fill: none; }
.value { stroke-width: 1.5; } .key.bins-key { background: #bcd9ec; }
rect.state-symptomatic, .key.state-symptomatic { fill: #e69f00; background: #e69f00; }
rect.state-well, .key.state-well { fill: #7cc7b0; background: #7cc7b0; }
rect.state-unknown, .key.state-unknown { fill: #b4bcc3; background: #b4bcc3; }
rect.unknown { fill: #eceff1; }
rect.known, .key.known { fill: #7fb8dc; background: #7fb8dc; }
rect.gap-asleep, .key.gap-asleep { fill: #dfe4ee; background: #dfe4ee; }
rect.gap-taken, .key.gap-taken { fill: #9fb0cf; background: #9fb0cf; }
rect.gap-missing, .key.gap-missing { fill: #d55e00; background: #d55e00; }
rect.gap-stim, .key.gap-stim { fill: #e6b800; background: #e6b800; }
rect.gap-holdoff, .key.gap-holdoff { fill: #9a86c2; background: #9a86c2; }
rect.gap-clock, .key.gap-clock { fill: #cc79a7; background: #cc79a7; }
rect.gap-around, .key.gap-around { fill: #8b969f; background: #8b969f; }
rect.therapy { fill: #c98500; }
.granted { stroke-width: 1.3; }
rect.event-grave { fill: #d55e00; } rect.event-plain { fill: #56646f; }
ol.events { list-style: none; columns: 2; column-gap: 22px; margin: 4px 0; padding: 0;
  font-size: 12.5px; line-height: 1.3; }
ol.events li { break-inside: avoid; padding-left: 22px; text-indent: -22px; }
ol.events b { display: inline-block; width: 20px; text-indent: 0; }
p.caveat { font-size: 12px; }
@media print {
  body { font-size: 9.6px; margin: 0; padding: 0; line-height: 1.28; }
  h1 { font-size: 14px; } h4 { font-size: 9.4px; margin-top: 4px; }
  table.figures { font-size: 9.2px; margin: 1px 0; }
  th, td { padding: 1px 10px 1px 0; } .key { height: 7px; width: 12px; }
  ol.events { font-size: 8.8px; margin: 2px 0; } p.caveat { font-size: 8.8px; }
}
)css";

}  // namespace homeostat::sim
