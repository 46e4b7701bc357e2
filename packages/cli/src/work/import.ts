/**
 * Imports a file of secrets: compares first and says what would change, then writes all entries or
 * none. Where a value differs from the store's nothing is written without `--overwrite`.
 */
import { resolve } from "node:path";
import { LIMITS, type ResultOf, secretEnvironment } from "@lunakey/contract";
import { CliError, EXIT } from "../cli-error.ts";
import {
  type CommandInput,
  hasFlag,
  type Outcome,
  textOption,
  type View,
} from "../command-spec.ts";
import type { AdminClient } from "../connection/admin-client.ts";
import { openStore } from "../connection/store-session.ts";
import type { FileContent } from "../env-file/entry.ts";
import { readEnvFile } from "../env-file/read-env-file.ts";
import { isLiveLooking } from "../input/live-value.ts";
import { readInput } from "../input/user-input.ts";
import { decodeUtf8, readFileBytes, readInputBytes } from "../input/value-input.ts";
import { asIs, phrase, speak } from "../language/phrase.ts";
import { countStatus, renderCounts, renderPreview } from "../output/import-preview.ts";
import type { Session } from "../session.ts";
import { confirm } from "../terminal/confirm.ts";

type ImportResult = ResultOf<"secret.import">;

/** What became of it. */
type Done =
  | "Nothing was written to environment {environment} in {store}: {counts}."
  | "Nothing to write to environment {environment} in {store}: {counts}."
  | "Written to environment {environment} in {store}: {counts}.";

export async function importFile(session: Session, input: CommandInput): Promise<Outcome> {
  const environment = readInput(secretEnvironment, textOption(input, "env"), "--env");
  const file = input.operands[0] ?? "";
  const content = readEnvFile(
    await readText(session, file),
    file === "-" ? asIs("standard input") : file,
  );
  const entries = content.entries.map(({ name, value }) => ({ name, value }));
  const client = await openStore(session);
  const ask = (mode: "preview" | "apply", overwrite: boolean) =>
    client.call({ type: "secret.import", environment, entries, mode, overwrite });

  sayNotes(session, content);
  await warnOfLiveValues(session, client, content);
  const preview = await ask("preview", false);
  const finish = (result: ImportResult, done: Done) => outcome(client, result, done);
  if (hasFlag(input, "dryRun"))
    return finish(
      preview,
      "Nothing was written to environment {environment} in {store}: {counts}.",
    );
  if (countStatus(preview.entries, "same") === entries.length) {
    return finish(preview, "Nothing to write to environment {environment} in {store}: {counts}.");
  }
  const overwrite = hasFlag(input, "overwrite");
  const different = countStatus(preview.entries, "different");
  if (different > 0 && !overwrite) throw refuseDifferent(session, preview);
  if (!hasFlag(input, "yes")) await confirmWrite(session, client, preview);
  return finish(
    await ask("apply", overwrite),
    "Written to environment {environment} in {store}: {counts}.",
  );
}

async function readText(session: Session, file: string): Promise<string> {
  const bytes =
    file === "-"
      ? await readInputBytes(session, LIMITS.IMPORT_BYTES)
      : await readFileBytes(resolve(session.ports.cwd, file), "FILE", LIMITS.IMPORT_BYTES);
  return decodeUtf8(bytes, file === "-" ? asIs("Standard input") : file);
}

function sayNotes(session: Session, { notes }: FileContent): void {
  for (const { name, line, text } of notes)
    session.warn(phrase("{name} (line {line}) {what}.", { name, line, what: asIs(text) }));
}

/** Keys of production have no place on a laptop. Names only. */
async function warnOfLiveValues(
  session: Session,
  client: AdminClient,
  { entries }: FileContent,
): Promise<void> {
  const live = entries.filter(({ value }) => isLiveLooking(value)).map(({ name }) => name);
  if (live.length === 0) return;
  const { local } = await client.call({ type: "store.status" });
  if (!local) return;
  session.warn(
    phrase("Values that look live, for a store that is for development: {names}.", {
      names: live.join(", "),
    }),
  );
}

async function confirmWrite(
  session: Session,
  client: AdminClient,
  preview: ImportResult,
): Promise<void> {
  if (session.canAsk) showPreview(session, preview);
  await confirm(
    session,
    phrase("Write these to environment {environment} in the {store}: {counts}?", {
      environment: preview.environment,
      store: client.connection.label,
      counts: renderCounts(preview.entries),
    }),
  );
}

function refuseDifferent(session: Session, preview: ImportResult): CliError {
  if (!session.json) showPreview(session, preview);
  const count = countStatus(preview.entries, "different");
  return new CliError(
    {
      code: "values_differ",
      message:
        count === 1
          ? "1 value differs from the store's; nothing was written."
          : phrase("{count} values differ from the store's; nothing was written.", { count }),
      hint: "Add --overwrite to make new versions of them, or take them out of the file.",
    },
    EXIT.FAILED,
  );
}

function showPreview(session: Session, preview: ImportResult): void {
  session.ports.stderr.write(renderPreview(preview.entries, session.viewOf(session.ports.stderr)));
}

function outcome(client: AdminClient, result: ImportResult, done: Done): Outcome {
  const { label: store, url } = client.connection;
  const { environment, entries } = result;
  const said = phrase(done, { environment, store, counts: renderCounts(entries) });
  return {
    json: { ...result, store: url },
    text: (view: View) => `${renderPreview(entries, view)}${speak(view.language, said)}\n`,
  };
}
