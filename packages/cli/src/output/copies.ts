/** Copies as text: what is sent to whom, how far each is, and what to do about one that failed. */
import type { CopyPlan, CopyRow } from "@lunakey/contract";
import type { View } from "../command-spec.ts";
import type { Pruning } from "../copies/prune-copies.ts";
import type { CopiesView } from "../copies/wait-for-copies.ts";
import { joinTexts, phrase, speak, type Text, type Wording } from "../language/phrase.ts";
import { renderMoment } from "./moment.ts";
import type { StyleName } from "./style.ts";
import { renderTable } from "./table.ts";

const STYLES: Readonly<Record<string, StyleName>> = {
  sent: "green",
  verified: "green",
  new: "yellow",
  behind: "yellow",
  waiting: "yellow",
  queued: "yellow",
  removing: "yellow",
  unsent: "yellow",
  failed: "red",
  not_granted: "red",
  no_value: "red",
};

/** What there is to send. */
export function renderCopyPlans(plans: readonly CopyPlan[], view: View): string {
  const rows = plans.flatMap(({ worker, environment, items }) =>
    items.map(({ name, status }) => [worker, environment, name, status]),
  );
  if (rows.length === 0) {
    return `${speak(view.language, "There is nothing to send. First: lunakey grant WORKER NAME… --env ENV, and lunakey set NAME --env ENV")}\n`;
  }
  return renderTable(["WORKER", "ENVIRONMENT", "NAME", "COPY"], rows, view, (row, column) =>
    column === 3 ? (STYLES[rows[row]?.[3] ?? ""] ?? null) : null,
  );
}

/** How far copies are, and below what is wrong with those that failed. */
export function renderCopies({ copies, heldUntil }: CopiesView, view: View): string {
  const say = (text: Text) => speak(view.language, text);
  if (copies.length === 0) return `${say("The store writes no copies here.")}\n`;
  const rows = copies.map((copy) => [
    copy.worker,
    copy.environment,
    copy.name,
    copy.state,
    copy.version === null ? "-" : String(copy.version),
    renderMoment(copy.sentAt),
  ]);
  const table = renderTable(
    ["WORKER", "ENVIRONMENT", "NAME", "COPY", "VERSION", "SENT"],
    rows,
    view,
    (row, column) => (column === 3 ? (STYLES[rows[row]?.[3] ?? ""] ?? null) : null),
  );
  const notes = [
    ...describeFailures(copies),
    ...(heldUntil === null
      ? []
      : [
          phrase("Cloudflare asked for patience: nothing is sent before {at}.", {
            at: renderMoment(heldUntil),
          }),
        ]),
  ];
  return `${table}${notes.map((note) => `${say(note)}\n`).join("")}`;
}

/** One line for each kind of failure of each script. */
function describeFailures(copies: readonly CopyRow[]): Wording[] {
  const failed = copies.filter(({ error }) => error !== null);
  const kinds = Map.groupBy(failed, ({ script, error }) => `${script} ${error}`);
  return [...kinds.values()].map((rows) => {
    const [{ script, error, nextAt } = { script: "", error: null, nextAt: null }] = rows;
    const names = rows.map(({ name }) => name).join(", ");
    const why = explainCopyError(error ?? "", script);
    const next =
      nextAt === null ? asked() : phrase("Tried again at {at}.", { at: renderMoment(nextAt) });
    return joinTexts([phrase("{names} of {script}:", { names, script }), why, next], " ");
  });
}

function asked(): Text {
  return "Then lunakey sync again.";
}

const DENIED: readonly string[] = ["1000", "6003", "9106", "9109", "10000", "http_401", "http_403"];

/** Why a copy was not taken. @param code Cloudflare's, or the store's own. */
export function explainCopyError(code: string, script: string): Text {
  if (DENIED.includes(code)) {
    return phrase(
      "the token LUNAKEY_CLOUDFLARE_API_TOKEN is refused (code {code}). It needs the permission Workers Scripts: Edit for this account: npx wrangler secret put LUNAKEY_CLOUDFLARE_API_TOKEN -c lunakey/store/wrangler.jsonc.",
      { code },
    );
  }
  switch (code) {
    case "10007":
    case "10090":
      return phrase(
        "Cloudflare has no script {script} (code {code}). Deploy it first, or correct `name` in its wrangler config.",
        { script, code },
      );
    case "10053":
      return phrase(
        "the Worker has another binding or variable of this name (code {code}). Take it out of its wrangler config and deploy.",
        { code },
      );
    case "10054":
    case "too_large":
      return phrase(
        "Cloudflare takes no individual secret of over 5 KB ({code}). Bind the Worker to the store instead.",
        {
          code,
        },
      );
    case "10215":
    case "10222":
      return phrase(
        "the Worker's latest version is not the one that is deployed (code {code}). Finish its roll-out.",
        { code },
      );
    case "not_opened":
      return "the store can not open the value; lunakey rewrap says which root keys are missing.";
    default:
      return phrase("Cloudflare did not take it ({code}).", { code });
  }
}

/** What would be, or was, deleted. */
export function describePruning({ script, sent, foreign, left }: Pruning): Wording[] {
  const lines: Wording[] = [];
  const line = (names: readonly string[]) => ({ script, names: names.join(", ") });
  if (sent.length > 0)
    lines.push(phrase("{script}: sent once, and gone from the store: {names}", line(sent)));
  if (foreign.length > 0)
    lines.push(
      phrase("{script}: NOT sent by the store, and lost for good: {names}", line(foreign)),
    );
  if (left.length > 0)
    lines.push(phrase("{script}: not sent by the store, and left alone: {names}", line(left)));
  return lines;
}
