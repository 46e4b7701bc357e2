/** How the page of a scan looks: one column of text, the matrix as a picture; light and dark. */
export const SCAN_STYLE = `
:root {
  --ground: #fbfaf8; --card: #ffffff; --ink: #1c1b1a; --soft: #6a6661; --line: #e4e0da;
  --good: #2f7d4f; --good-soft: #d9ecdf; --bad: #b3261e; --bad-soft: #f8dedb;
  --warn: #946200; --warn-soft: #f8eacb; --note: #2d5f9a; --note-soft: #dce8f6;
  --read: #4a3aa7; --read-soft: #e4e0f7;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #151413; --card: #1e1d1b; --ink: #ece9e4; --soft: #a09a92; --line: #35322e;
    --good: #7fcf9f; --good-soft: #1d3a2a; --bad: #ff9d94; --bad-soft: #4a211e;
    --warn: #f0c265; --warn-soft: #43330f; --note: #9cc4f3; --note-soft: #1c3350;
    --read: #b9adf8; --read-soft: #2f2a52;
  }
}
* { box-sizing: border-box; }
html { color-scheme: light dark; scroll-behavior: smooth; }
body {
  margin: 0 auto; padding: 2.5rem 1.5rem 6rem; max-width: 68rem; background: var(--ground);
  color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .3rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2.8rem 0 .8rem; }
h3 { font-size: 1rem; margin: 1.4rem 0 .5rem; }
p { margin: .4rem 0; }
a { color: inherit; }
code, pre, .name, .place { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
.soft { color: var(--soft); }
.place { font-size: .8rem; color: var(--soft); overflow-wrap: anywhere; }
.verdict { display: inline-block; margin-top: .8rem; padding: .35rem .8rem; border-radius: 2rem; text-decoration: none; font-weight: 600; }
.keep { background: var(--good-soft); color: var(--good); }
.fix { background: var(--warn-soft); color: var(--warn); }
.move { background: var(--note-soft); color: var(--note); }
.scroll { display: inline-block; max-width: 100%; overflow-x: auto; padding-bottom: .4rem; border: 1px solid var(--line); border-radius: .6rem; background: var(--card); }
table { border-collapse: separate; border-spacing: 0; font-size: .85rem; }
th { text-align: left; font-weight: 600; padding: .6rem .7rem; vertical-align: bottom; }
thead th { border-bottom: 1px solid var(--line); }
th.name { position: sticky; left: 0; background: var(--card); font-weight: 500; }
tbody tr:hover th, tbody tr:hover td { background: var(--ground); }
td { padding: .2rem .7rem; min-width: 9rem; }
.cell {
  display: flex; align-items: center; justify-content: space-between; gap: .5rem; padding: .25rem .55rem;
  border-radius: .4rem; text-decoration: none; background: var(--read-soft); color: var(--read); font-weight: 600;
}
.cell.none { background: transparent; color: var(--soft); font-weight: 400; }
a.cell:hover, a.cell:focus-visible { outline: 2px solid var(--read); }
a.cell[aria-current] { background: var(--read); color: var(--card); }
.pips { display: inline-flex; gap: .2rem; }
.pip { width: .62rem; height: .62rem; border-radius: 50%; border: 1.5px solid currentColor; opacity: .55; }
.pip.store, .pip.required, .pip.dev { background: var(--good); border-color: var(--good); opacity: 1; }
.pip.vars { background: var(--bad); border-color: var(--bad); opacity: 1; border-radius: 2px; }
.pip.unread { border-style: dotted; }
.legend { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; font-size: .8rem; color: var(--soft); margin: .7rem 0 0; padding: 0; list-style: none; }
.legend .pip { display: inline-block; margin-right: .4rem; vertical-align: -.05rem; }
.item { border: 1px solid var(--line); border-left: 4px solid var(--note); border-radius: .5rem; background: var(--card); padding: .7rem 1rem; margin: .6rem 0; }
.item.high { border-left-color: var(--bad); }
.item.medium { border-left-color: var(--warn); }
.item p { overflow-wrap: anywhere; }
.item .todo::before { content: "→ "; color: var(--soft); }
.read { border-top: 1px solid var(--line); padding: .6rem 0; }
.read:target { background: var(--read-soft); }
.read[hidden] { display: none; }
.read pre { margin: .25rem 0 0; padding: .45rem .7rem; background: var(--card); border: 1px solid var(--line); border-radius: .4rem; font-size: .82rem; overflow-x: auto; tab-size: 2; }
.read mark { background: var(--read-soft); color: var(--read); border-radius: .2rem; }
.chip { display: inline-block; font-size: .74rem; padding: .05rem .5rem; border-radius: 1rem; border: 1px solid var(--line); color: var(--soft); margin-left: .35rem; }
.chip.sync { color: var(--warn); border-color: currentColor; }
.filter { position: sticky; top: 0; background: var(--ground); padding: .5rem 0; }
.filter[hidden] { display: none; }
button { font: inherit; font-size: .85rem; padding: .25rem .8rem; border-radius: 1rem; border: 1px solid var(--line); background: var(--card); color: inherit; cursor: pointer; }
ul.reasons { padding-left: 1.2rem; }
@media print { body { max-width: none; } .filter { display: none; } }
`;
