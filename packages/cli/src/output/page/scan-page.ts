/** A scan as one page to look at: the matrix, what to mend, every read with its line, the verdict. */
import type { ScanReport } from "@lunakey/contract";
import { type CellState, SCAN_WORDS, type ScanWords } from "../../language/catalogues/scan.ts";
import type { Language } from "../../language/language.ts";
import { listRows, type MatrixRow, type ScanRead, type ScanWorker } from "../scan/matrix.ts";
import { escapeHtml } from "./escape-html.ts";
import { renderPage } from "./page-frame.ts";
import { SCAN_SCRIPT } from "./scan-script.ts";
import { SCAN_STYLE } from "./scan-style.ts";

interface Context {
  readonly report: ScanReport;
  readonly words: ScanWords;
}

/** @returns a whole HTML file; the same for the same report. */
export function renderScanPage(report: ScanReport, language: Language): string {
  const words = SCAN_WORDS[language];
  const context = { report, words };
  const folder = report.root.split(/[\\/]/).findLast((part) => part !== "") ?? report.root;
  return renderPage({
    language,
    title: words.title(folder),
    style: SCAN_STYLE,
    script: SCAN_SCRIPT,
    body: [
      renderHead(context, folder),
      renderMatrix(context),
      renderFindings(context),
      renderReads(context),
      renderVerdict(context),
    ].join("\n"),
  });
}

function renderHead({ report, words }: Context, folder: string): string {
  const secrets = report.secrets.filter(({ classification }) => classification === "secret");
  const { choice } = report.verdict;
  return `<header>
<h1>${escapeHtml(words.title(folder))}</h1>
<p class="soft">${escapeHtml(words.summary(report.workers.length, secrets.length, report.reads.length))}. ${escapeHtml(words.noValues)}</p>
<a class="verdict ${choice}" href="#verdict">${escapeHtml(words.verdictIs(words.choice[choice]))}</a>
</header>`;
}

function renderMatrix(context: Context): string {
  const { report, words } = context;
  const columns = report.workers.map((worker) => ({ worker, rows: listRows(report, worker) }));
  const names = report.secrets
    .filter(({ classification }) => classification === "secret")
    .map(({ name }) => name);
  if (names.length === 0) return `<p>${escapeHtml(words.noSecrets)}</p>`;
  const head = columns
    .map(
      ({ worker }) =>
        `<th scope="col">${escapeHtml(worker.name)}<br><span class="place">${escapeHtml(worker.environments.map(({ name }) => name).join(" · "))}</span></th>`,
    )
    .join("");
  const body = names
    .map((name) => {
      const cells = columns.map(({ worker, rows }, index) =>
        renderCell(
          context,
          worker,
          index,
          rows.find((row) => row.name === name),
        ),
      );
      return `<tr><th scope="row" class="name">${escapeHtml(name)}</th>${cells.join("")}</tr>`;
    })
    .join("\n");
  return `<section>
<h2>${escapeHtml(words.matrix)}</h2>
<div class="scroll"><table>
<thead><tr><th></th>${head}</tr></thead>
<tbody>
${body}
</tbody>
</table></div>
${renderLegend(words)}
</section>`;
}

function renderCell(
  { words }: Context,
  worker: ScanWorker,
  index: number,
  row: MatrixRow | undefined,
): string {
  if (row === undefined) return "<td></td>";
  const pips = row.cells
    .map((state, at) => {
      const environment = worker.environments[at]?.name ?? "";
      return `<span class="pip ${state}" title="${escapeHtml(`${environment}: ${words.legend[state]}`)}"></span>`;
    })
    .join("");
  const inner = `<span>${row.reads.length || "–"}</span><span class="pips">${pips}</span>`;
  if (row.reads.length === 0) return `<td><span class="cell none">${inner}</span></td>`;
  const title = escapeHtml(`${row.name}, ${worker.name}`);
  return `<td><a class="cell" href="#${idOf(row.name)}" data-name="${escapeHtml(row.name)}" data-worker="${index}" title="${title}">${inner}</a></td>`;
}

/** Letters, digits and underscores as they are; anything else by its number. */
function idOf(name: string): string {
  return `read-${name.replace(/\W/gu, (character) => `-${character.codePointAt(0)}-`)}`;
}

/** What counts as said by the repository looks the same, and is explained once. */
const DECLARED: readonly CellState[] = ["store", "required", "dev"];

function renderLegend(words: ScanWords): string {
  const states = Object.keys(words.legend) as CellState[];
  const others = states.filter((state) => !DECLARED.includes(state));
  const items = [
    ["store", DECLARED.map((state) => words.legend[state]).join(", ")],
    ...others.map((state) => [state, words.legend[state]]),
  ].map(([state, text = ""]) => `<li><span class="pip ${state}"></span>${escapeHtml(text)}</li>`);
  return `<p class="soft">${escapeHtml(words.clickHint)}</p><ul class="legend">${items.join("")}</ul>`;
}

function renderFindings({ report, words }: Context): string {
  const parts = (["high", "medium", "low"] as const).flatMap((severity) => {
    const own = report.findings.filter((finding) => finding.severity === severity);
    if (own.length === 0) return [];
    const items = own.map(
      ({ message, fix, places }) => `<div class="item ${severity}">
<p>${escapeHtml(message)}</p>
<p class="todo">${escapeHtml(fix)}</p>
<p class="place">${[...new Set(places.map(({ file, line }) => escapeHtml(`${file}:${line}`)))].join("<br>")}</p>
</div>`,
    );
    return [`<h3>${escapeHtml(words.severity[severity])} (${own.length})</h3>`, ...items];
  });
  const body = parts.length === 0 ? `<p>${escapeHtml(words.noFindings)}</p>` : parts.join("\n");
  return `<section id="findings">
<h2>${escapeHtml(words.findings)}</h2>
${body}
${renderProblems(report, words)}
</section>`;
}

function renderProblems({ problems }: ScanReport, words: ScanWords): string {
  if (problems.length === 0) return "";
  const items = problems.map(
    ({ file, line, message }) =>
      `<li><span class="place">${escapeHtml(`${file}:${line}`)}</span> ${escapeHtml(message)}</li>`,
  );
  return `<h3>${escapeHtml(words.problems)}</h3><ul>${items.join("\n")}</ul>`;
}

function renderReads({ report, words }: Context): string {
  const configs = report.workers.map(({ config }) => config);
  const seen = new Set<string>();
  const reads = [...report.reads]
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .map((read) => {
      const id = seen.has(read.name) ? "" : ` id="${idOf(read.name)}"`;
      seen.add(read.name);
      const workers = read.workers.map((config) => configs.indexOf(config)).join(" ");
      return `<div class="read"${id} data-name="${escapeHtml(read.name)}" data-workers="${workers}">
${renderRead(read, words)}
</div>`;
    });
  return `<section id="reads">
<h2>${escapeHtml(words.readsHeading)} (${report.reads.length})</h2>
<div class="filter" hidden><span class="name"></span> <button type="button">${escapeHtml(words.showAll)}</button></div>
${reads.join("\n")}
</section>`;
}

function renderRead(read: ScanRead, words: ScanWords): string {
  const mode = { true: words.async, false: words.sync, null: words.moduleLevel }[`${read.async}`];
  const chips = [
    `<span class="chip${read.async === true ? "" : " sync"}">${escapeHtml(mode)}</span>`,
    ...read.reaches.map(
      ({ kind, name }) => `<span class="chip">${escapeHtml(`${kind} ${name}`)}</span>`,
    ),
    ...(read.evidence === "shape"
      ? [`<span class="chip">${escapeHtml(words.byShape)}</span>`]
      : []),
  ];
  const place = escapeHtml(`${read.file}:${read.line}:${read.column}`);
  return `<span class="name">${escapeHtml(read.name)}</span>${chips.join("")}<br><span class="place">${place}</span>
<pre><code>${markName(read)}</code></pre>`;
}

/** The line, with the name in it marked. */
function markName({ code, name }: ScanRead): string {
  const parts = code.trim().split(name);
  return parts.map(escapeHtml).join(`<mark>${escapeHtml(name)}</mark>`);
}

function renderVerdict({ report, words }: Context): string {
  const { choice, message, reasons } = report.verdict;
  const items = reasons.map((reason) => `<li>${escapeHtml(reason.message)}</li>`);
  return `<section id="verdict">
<h2>${escapeHtml(words.verdict)}</h2>
<p class="verdict ${choice}">${escapeHtml(words.choice[choice])}</p>
<p>${escapeHtml(message)}</p>
<ul class="reasons">${items.join("\n")}</ul>
</section>`;
}
