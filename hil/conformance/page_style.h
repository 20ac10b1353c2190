// How the kit's report looks, on screen and on paper.
#pragma once

namespace homeostat::hil {

inline constexpr const char* kPageStyle = R"css(
body { font: 14px/1.5 "DejaVu Sans", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif;
  color: #1a1f24; max-width: 1000px; margin: 24px auto; padding: 0 16px; background: #fff; }
h1 { font-size: 22px; margin: 0; }
h2 { font-size: 18px; margin: 36px 0 6px; border-top: 2px solid #1a1f24; padding-top: 12px; }
h3 { font-size: 15px; margin: 28px 0 4px; }
h4 { font-size: 12px; margin: 10px 0 2px; font-weight: normal; color: #45505a; }
.warning { margin: 2px 0 18px; color: #a33b00; }
.caveat { margin: 2px 0; color: #45505a; font-size: 12px; }
.overall { font-size: 15px; }
table { border-collapse: collapse; font-size: 12px; margin: 4px 0 10px; width: 100%; }
th, td { text-align: left; padding: 3px 12px 3px 0; border-bottom: 1px solid #e3e8ec;
  font-weight: normal; vertical-align: top; }
thead th { font-weight: bold; }
td:first-child, .identity th { white-space: nowrap; }
.identity td, .hash { word-break: break-all; }
.hash, code { font-family: "DejaVu Sans Mono", monospace; font-size: 11px; color: #45505a; }
.clauses th { white-space: nowrap; } .clauses ul { columns: 2; margin: 0; padding: 0; }
.clauses td { white-space: normal !important; } .clauses li { list-style: none; }
.clauses li { break-inside: avoid; margin: 1px 0; } small { color: #45505a; }
.expectations td:nth-child(2) { width: 50%; }
.verdict { display: inline-block; padding: 0 8px; border: 1px solid; border-radius: 3px;
  font-size: 12px; }
.passed { color: #00654b; background: #e3f4ee; }
.failed { color: #fff; background: #b3261e; border-color: #b3261e; font-weight: bold; }
.neither { color: #45505a; background: #eceff1; }
tr.broken td { background: #fdecea; }
.signatures td { height: 34px; border: 1px solid #b9c2ca; padding: 3px 8px; }
.signatures th { border: 1px solid #b9c2ca; padding: 3px 8px; }
a { color: #005a9c; }
@media print {
  body { margin: 0; max-width: none; font-size: 11px; }
  tr, h2, h3, h4 { break-inside: avoid; } h2, h3, h4 { break-after: avoid; }
  thead { display: table-header-group; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
)css";

}  // namespace homeostat::hil
