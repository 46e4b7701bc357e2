/** Scans a repository: an inventory made by the library, worded, shown and written as a page. */
import { readFile, writeFile } from "node:fs/promises";
import { relative, resolve } from "node:path";
import type { ScanReport } from "@lunakey/contract";
import type { Disk, Place } from "@lunakey/migrate";
import { failure, systemCode } from "../cli-error.ts";
import { type CommandInput, hasFlag, type Outcome, textOption } from "../command-spec.ts";
import { SCAN_WORDS } from "../language/catalogues/scan.ts";
import { phrase } from "../language/phrase.ts";
import { PAGE_MARK } from "../output/page/page-frame.ts";
import { renderScanPage } from "../output/page/scan-page.ts";
import { describeInventory } from "../output/scan/describe-inventory.ts";
import { maskLine } from "../output/scan/mask-line.ts";
import { renderScan } from "../output/scan/text.ts";
import { openRepository } from "../repository/open-repository.ts";
import { takeInventory } from "../repository/take-inventory.ts";
import type { Session } from "../session.ts";

export async function scan(session: Session, input: CommandInput): Promise<Outcome> {
  const { language } = session;
  const words = SCAN_WORDS[language];
  const html = textOption(input, "html");
  const page = html === undefined ? null : resolve(session.ports.cwd, html);
  if (page !== null) await refuseOther(page);
  const disk = openRepository(session, input.operands[0]);
  const inventory = await takeInventory(session, disk, "whole");
  const report = describeInventory(inventory, language, createLineReader(disk));
  if (page !== null) await writePage(page, renderScanPage(report, language));
  return {
    json: { ...report, ...(page === null ? {} : { html: page }) } satisfies ScanReport,
    text: (view) => {
      const text = renderScan(report, view, { language, showReads: hasFlag(input, "reads") });
      const written = page === null ? "" : `\n${words.written(shorten(session, page))}\n`;
      return text + written;
    },
  };
}

/** Lines of files, masked; each file is read once. */
function createLineReader(disk: Disk): (place: Place) => string {
  const files = new Map<string, readonly string[]>();
  return ({ file, line, column }) => {
    const lines = files.get(file) ?? readLines(disk, file);
    files.set(file, lines);
    return maskLine(lines[line - 1] ?? "", column);
  };
}

function readLines(disk: Disk, file: string): readonly string[] {
  try {
    return disk.readText(file).split(/\r\n|[\r\n]/);
  } catch {
    // It was readable a moment ago; the place is still shown.
    return [];
  }
}

/** A page of an earlier scan is written over; anything else is not. */
async function refuseOther(path: string): Promise<void> {
  const before = await readFile(path, "utf8").catch((error: unknown) => systemCode(error));
  if (before === "ENOENT" || before.includes(PAGE_MARK)) return;
  throw failure(
    "file_exists",
    "The file of --html exists and is no page of lunakey scan; it is not overwritten.",
    "Name another file.",
  );
}

async function writePage(path: string, page: string): Promise<void> {
  try {
    await writeFile(path, page);
  } catch (error) {
    throw failure(
      "file_unwritable",
      phrase("The file of --html can not be written ({code}).", { code: systemCode(error) }),
    );
  }
}

function shorten({ ports }: Session, path: string): string {
  const way = relative(ports.cwd, path);
  return way.startsWith("..") ? path : way;
}
