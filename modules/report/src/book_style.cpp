#include "book_parts.h"

namespace gradus::report {

const std::string_view kBookStyle = R"css(
:root {
  --paper: #fcfcfa; --ink: #1f2328; --soft: #565d66; --line: #d9dcd8; --fill: #f3f4f0;
  --link: #0a5a9c; --holds: #0b6b47; --limits: #855300; --fails: #b3261e;
  --text: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "PingFang SC",
    "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC",
    "WenQuanYi Zen Hei", sans-serif;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono",
    "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Zen Hei Mono", monospace;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #15181b; --ink: #e4e5e2; --soft: #a7aeb5; --line: #363b40; --fill: #1e2226;
    --link: #86bdf2; --holds: #6fcf9f; --limits: #e5b454; --fails: #ff9a8f;
  }
}
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); font: 1rem/1.6 var(--text);
  -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
html:lang(zh) { line-height: 1.75; }
body { margin: 0; overflow-wrap: anywhere; }
main { max-width: 62rem; margin: 0 auto; padding: 2rem 1rem 6rem; outline: none; }
p, dl, .findings { max-width: 44rem; }
p, dd { text-wrap: pretty; }
h1, h2, h3 { line-height: 1.25; }
h1 { font-size: clamp(1.7rem, 1.2rem + 2.4vw, 2.5rem); margin: 0 0 .5rem; letter-spacing: -.01em;
  text-wrap: balance; }
h2 { font-size: 1.5rem; margin: 0; }
h3 { font-size: 1.125rem; margin: 2.25rem 0 .75rem; }
code, pre { font-family: var(--mono); font-size: .875em; }
a, summary, [tabindex] { scroll-margin: .75rem; }
a { color: var(--link); text-underline-offset: .2em; text-decoration-thickness: 1px; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px; }
.skip { position: absolute; left: 1rem; top: -4rem; padding: .5rem 1rem; z-index: 1;
  background: var(--paper); border-radius: 4px; }
.skip:focus { top: 1rem; }
.place { color: var(--soft); font-variant-numeric: tabular-nums; }
main > header p { color: var(--soft); margin: 0; }

.verdict { display: inline-block; padding: 0 .6em; border: 1px solid; border-radius: 1em;
  font-size: .8125rem; line-height: 1.6; font-weight: 600; white-space: nowrap; }
.holds { color: var(--holds); } .limits { color: var(--limits); } .fails { color: var(--fails); }
.holds::before { content: "✓ "; content: "✓ " / ""; }
.limits::before { content: "◐ "; content: "◐ " / ""; }
.fails::before { content: "✗ "; content: "✗ " / ""; }

.side { display: none; }
#contents { margin-top: 3rem; }
#contents h2 { margin-bottom: 1rem; }
.tally { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; margin: 0 0 1rem; padding: 0;
  list-style: none; font-variant-numeric: tabular-nums; }
#contents ol { margin: 0; padding: 0; list-style: none; border-top: 1px solid var(--line); }
#contents ol li { display: grid; grid-template-columns: 2.25rem minmax(0, 1fr) 10rem;
  column-gap: 1rem; padding: .7rem 0; border-bottom: 1px solid var(--line); }
#contents .place { grid-row: span 2; padding: .15rem 0; }
#contents a { justify-self: start; font-weight: 600; padding: .15rem 0; }
#contents ol div { padding: .15rem 0; }
#contents ol p { grid-column: 2; margin: 0; font-size: .9375rem; color: var(--soft); }

table { border-collapse: collapse; font-size: .9rem; line-height: 1.5; }
th, td { padding: .45rem .75rem; text-align: left; vertical-align: top;
  border-bottom: 1px solid var(--line); }
th { vertical-align: bottom; color: var(--soft); font-weight: 600; }
thead th, thead td { border-bottom: 2px solid var(--line); }
tbody th { vertical-align: top; color: inherit; }
th:first-child, td:first-child { padding-left: 0; } th:last-child, td:last-child { padding-right: 0; }
caption { text-align: left; font-weight: 600; padding-bottom: .4rem; }
caption span { position: sticky; left: 0; display: inline-block;
  max-width: min(44rem, calc(100vw - 2.5rem)); }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.scroll, .card, .code { overflow-x: auto; }
.scroll { margin: 1.25rem 0 1.75rem; }

article { border-top: 1px solid var(--line); margin-top: 4.5rem; padding-top: 2.5rem; }
article > header { display: flex; flex-wrap: wrap; align-items: baseline; gap: .4rem 1rem; }
h2 .place { font-weight: 400; margin-right: .2em; }
.claim { font-size: 1.125rem; margin: 1rem 0 1.5rem; padding-left: 1rem;
  border-left: 3px solid var(--line); }
.claim span { display: block; font-size: .8125rem; font-weight: 600; color: var(--soft); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1.25rem; margin: 0;
  font-size: .9375rem; }
dt { color: var(--soft); } dd { margin: 0; }
dd code { white-space: pre-wrap; }
dd a { display: inline-block; padding: .1rem 0; }
figure { margin: 1.75rem 0; }
.card { width: fit-content; max-width: 100%; padding: .75rem; background: #fff;
  border: 1px solid var(--line); border-radius: 6px; }
.card img { display: block; max-width: 100%; height: auto; }
figcaption { margin-top: .5rem; font-size: .9rem; color: var(--soft); max-width: 44rem; }
.missing { margin: 0; padding: 1rem; background: var(--fill); border-radius: 6px; }
.findings { margin: 0; padding: 0; list-style: none; }
.findings li { padding: .9rem 0; border-top: 1px solid var(--line); }
.judged { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .25rem 1rem;
  margin: 0 0 .4rem; }
.judged strong { flex: 1 1 16rem; font-weight: 600; }
.judged .verdict { align-self: start; }
.overall { margin: 0; padding: .9rem 0; border-top: 1px solid var(--line); font-weight: 600; }

summary { cursor: pointer; padding: .3rem 0; }
.code { margin-top: .5rem; border: 1px solid var(--line); border-radius: 6px;
  background: var(--fill); overflow-wrap: normal; line-height: 1.5; scroll-margin-top: 3.5rem; }
.file .code { display: flex; }
.code pre { margin: 0; padding: .75rem 1rem .75rem .75rem; font-size: .8125rem; }
.code pre.lines { padding-right: 0; text-align: right; }
.lines { color: var(--soft); user-select: none; -webkit-user-select: none; }
.pair .code { max-height: 80vh; }
.code table { width: 100%; min-width: 46rem; table-layout: fixed; font-size: .75rem; }
.code th, .code td { padding: 0 .6rem; border: 0; }
.code th:first-child, .code td:first-child { width: 3.5em; padding-left: .6rem; text-align: right; }
.code thead th { position: sticky; top: 0; padding-block: .4rem; background: var(--fill);
  border-bottom: 1px solid var(--line); font-family: var(--mono); }
.code tbody tr:hover { background: var(--paper); }
.code td code { display: block; padding-left: 2ch; text-indent: -2ch; font-size: 1em;
  white-space: pre-wrap; overflow-wrap: anywhere; }
.code td + td + td, .code th + th + th { border-left: 1px solid var(--line); }
.back { margin: 2rem 0 0; font-size: .9rem; }
.back a { display: inline-block; padding: .1rem 0; }

@media (max-width: 40rem) {
  dl { grid-template-columns: 1fr; gap: 0; }
  dd + dt { margin-top: .5rem; }
  #contents ol li { grid-template-columns: 1.5rem minmax(0, 1fr); column-gap: .5rem; }
  #contents .place { grid-row: span 3; }
  article { margin-top: 3.5rem; padding-top: 2rem; }
}
@media screen and (min-width: 72rem) {
  body { display: grid; grid-template-columns: 17rem minmax(0, 1fr); }
  main { margin: 0; padding: 3.5rem 3rem 8rem; }
  .side { display: block; position: sticky; top: 0; max-height: 100vh; overflow-y: auto;
    padding: 3.5rem .5rem 2rem 1.5rem; border-right: 1px solid var(--line); font-size: .875rem;
    line-height: 1.4; min-height: 100vh; }
  .side ol { margin: 0; padding: 0; list-style: none; }
  .side a { display: grid; grid-template-columns: 1.75rem 1fr; padding: .3rem .4rem; color: inherit;
    text-decoration: none; border-radius: 4px; }
  .side a:hover { background: var(--fill); }
  .side ol { scroll-target-group: auto; }
  .side a:target-current { background: var(--fill); font-weight: 600; }
}
@media screen and (min-width: 86rem) {
  .pair { width: min(92rem, 100vw - 23rem); }
}
@media print {
  @page { margin: 18mm 16mm 20mm; @bottom-center { content: counter(page); font-size: 9pt; } }
  html { font-size: 9.5pt; background: none; }
  main { max-width: none; padding: 0; }
  p, dl, .findings, figcaption { max-width: none; }
  h3 { margin: 1.25rem 0 .5rem; }
  .findings li, .overall { padding: .5rem 0; }
  .skip, .side, .back, .file, h3:has(+ .file) { display: none; }
  a { color: inherit; text-decoration: none; }
  article { break-before: page; margin: 0; padding: 0; border: 0; }
  h1, h2, h3, caption, summary { break-after: avoid; }
  figure, tr, .findings li, .claim { break-inside: avoid; }
  .scroll, .card, .code { overflow: visible; max-height: none; }
  .card { border: 0; padding: 0; }
  .card img { min-width: 0 !important; max-height: 110mm; object-fit: contain;
    object-position: left; }
  .code table { min-width: 0; font-size: 6.5pt; }
  .code thead th { position: static; }
}
)css";

}  // namespace gradus::report
