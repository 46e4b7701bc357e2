/** Questions on a terminal: a hidden line for values, a visible one for confirmations. */
import { createInterface } from "node:readline/promises";
import { LIMITS } from "@lunakey/contract";
import { cancelled, failure } from "../cli-error.ts";
import type { Ports } from "../ports.ts";
import { EMPTY_LINE, feedHiddenLine, type HiddenLine, PASTE_MARKS } from "./hidden-line.ts";

type PromptPorts = Pick<Ports, "stdin" | "stderr" | "signal">;

/**
 * Reads one line without showing it.
 *
 * @returns its bytes, without the Enter.
 * @throws CliError `cancelled`, or `value_invalid` where it was several lines.
 */
export async function askHidden(question: string, ports: PromptPorts): Promise<Uint8Array> {
  const { stdin, stderr } = ports;
  // A signal that has fired already tells no new listener.
  if (ports.signal.aborted) throw cancelled();
  stderr.write(`${question}${PASTE_MARKS.ON}`);
  stdin.setRawMode?.(true);
  try {
    return await readHidden(ports);
  } finally {
    stdin.setRawMode?.(false);
    stdin.pause();
    stderr.write(`${PASTE_MARKS.OFF}\n`);
  }
}

function readHidden({ stdin, signal }: PromptPorts): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    let line: HiddenLine = EMPTY_LINE;
    const settle = (act: () => void) => {
      stdin.off("data", read).off("end", abort);
      signal.removeEventListener("abort", abort);
      act();
    };
    const abort = () => settle(() => reject(cancelled()));
    const read = (chunk: Buffer | string) => {
      line = feedHiddenLine(line, Buffer.from(chunk), LIMITS.VALUE_BYTES);
      const { outcome, bytes } = line;
      if (outcome === "typing" || (line.inPaste && outcome !== "cancelled")) return;
      settle(() => (outcome === "done" ? resolve(Uint8Array.from(bytes)) : reject(explain(line))));
    };
    stdin.on("data", read).on("end", abort);
    signal.addEventListener("abort", abort);
    stdin.resume();
  });
}

function explain({ outcome }: HiddenLine): Error {
  if (outcome === "cancelled") return cancelled();
  return failure(
    "value_invalid",
    outcome === "too_long"
      ? "What was pasted is too long; nothing was changed."
      : "What was pasted has several lines; nothing was changed.",
    "Put the value into a file and give --file FILE.",
  );
}

/**
 * Reads one line that is shown.
 *
 * @throws CliError `cancelled` on Ctrl-C and Ctrl-D.
 */
export async function askVisible(question: string, ports: PromptPorts): Promise<string> {
  const { Writable } = await import("node:stream");
  if (ports.signal.aborted) throw cancelled();
  const output = new Writable({
    write: (chunk, _, done) => {
      ports.stderr.write(String(chunk));
      done();
    },
  });
  const lines = createInterface({ input: ports.stdin, output, terminal: false });
  const stop = new AbortController();
  const onStop = () => stop.abort();
  lines.once("close", onStop);
  ports.signal.addEventListener("abort", onStop);
  try {
    return await lines.question(question, { signal: stop.signal });
  } catch (error) {
    if (stop.signal.aborted) throw cancelled();
    throw error;
  } finally {
    ports.signal.removeEventListener("abort", onStop);
    lines.off("close", onStop).close();
  }
}
