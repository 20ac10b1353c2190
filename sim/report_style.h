// How a report looks, on screen and on paper. Colours are told apart by colour-blind
// readers (Okabe and Ito's set).
#pragma once

namespace homeostat::sim {

inline constexpr const char* kReportStyle = R"css(
body { font: 14px/1.45 "DejaVu Sans", Verdana, sans-serif; color: #1a1f24; max-width: 1000px;
  margin: 24px auto; padding: 0 16px; background: #fff; }
h1 { font-size: 22px; margin: 0; }
h2 { font-size: 18px; margin: 40px 0 4px; border-top: 2px solid #1a1f24; padding-top: 12px; }
h3 { font-size: 14px; margin: 24px 0 6px; }
h4 { font-size: 12px; margin: 12px 0 2px; font-weight: normal; color: #45505a; }
.warning { margin: 2px 0 18px; color: #a33b00; }
.caveat { margin: 2px 0; color: #45505a; }
figure { margin: 0; }
svg { display: block; width: 100%; height: auto; margin-bottom: 3px; overflow: visible; }
.frame { fill: none; stroke: #ccd3d9; stroke-width: .6; }
.grid { stroke: #dde3e8; stroke-width: .6; fill: none; }
text { font-size: 9.5px; fill: #1a1f24; }
text.unit, text.tick { fill: #5b6772; font-size: 8.5px; }
text.end { text-anchor: end; } text.mid { text-anchor: middle; }
.signal { stroke: #26323c; stroke-width: .7; fill: none; }
.value { stroke: #0072b2; stroke-width: 1.1; fill: none; }
.threshold { stroke: #a33b00; stroke-width: 1; stroke-dasharray: 4 3; fill: none; }
.asked { stroke: #8fa0ad; stroke-width: 2.4; fill: none; }
.granted { stroke: #1a1f24; stroke-width: 1; fill: none; }
rect.seizure, .key.seizure { fill: #f3c6b0; background: #f3c6b0; }
rect.symptomatic, .key.symptomatic { fill: #f3c6b0; background: #f3c6b0; }
rect.detection, .key.detection { fill: #0072b2; background: #0072b2; }
rect.burst, .key.burst { fill: #e69f00; background: #e69f00; }
rect.mode-sensing, .key.mode-sensing { fill: #bfe3d6; background: #bfe3d6; }
rect.mode-treating-burst, rect.mode-treating-continuous, .key.mode-treating-burst {
  fill: #e69f00; background: #e69f00; }
rect.mode-treating-pause, .key.mode-treating-pause { fill: #f6dc9c; background: #f6dc9c; }
rect.mode-refractory, .key.mode-refractory { fill: #b9c9ec; background: #b9c9ec; }
rect.mode-lockout, .key.mode-lockout { fill: #7d6ba8; background: #7d6ba8; }
rect.mode-fallback, .key.mode-fallback { fill: #cc79a7; background: #cc79a7; }
rect.mode-inhibited, .key.mode-inhibited { fill: #6b7680; background: #6b7680; }
rect.mode-fault, .key.mode-fault { fill: #c00; background: #c00; }
rect.mode-off, rect.mode-self_test, .key.mode-off { fill: #eceff1; background: #eceff1; }
.legend { font-size: 11px; color: #45505a; margin: 4px 0; }
.key { display: inline-block; width: 16px; height: 9px; margin: 0 4px 0 10px; }
.key.value, .key.granted, .key.asked { height: 2px; vertical-align: middle; }
.key.value { background: #0072b2; } .key.granted { background: #1a1f24; }
.key.asked { background: #8fa0ad; height: 4px; }
.key.threshold { height: 0; border-top: 2px dashed #a33b00; vertical-align: middle; }
table { border-collapse: collapse; font-size: 12px; margin: 4px 0 10px; }
th, td { text-align: left; padding: 2px 12px 2px 0; border-bottom: 1px solid #e3e8ec;
  font-weight: normal; vertical-align: top; }
thead th { font-weight: bold; }
.figures { font-size: 13px; } .figures td { font-variant-numeric: tabular-nums; }
.clauses td:last-child { white-space: nowrap; }
.decisions { font-size: 11px; } .identity td { word-break: break-all; }
pre { font-size: 10.5px; line-height: 1.35; background: #f6f8f9; padding: 10px;
  white-space: pre-wrap; }
@media print {
  body { margin: 0; max-width: none; font-size: 11px; }
  section { break-before: page; } section:first-of-type { break-before: auto; }
  svg, tr, h2, h3, h4 { break-inside: avoid; } h2, h3, h4 { break-after: avoid; }
  thead { display: table-header-group; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
)css";

}  // namespace homeostat::sim
