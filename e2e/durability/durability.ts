/**
 * Writers against a store that is killed with SIGKILL at random moments. After each restart: what was
 * acknowledged is there, nothing is torn, everything opens, the audit's chain holds, and a write that
 * nobody answered can be sent again under its key without counting twice.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePort } from "../stack/free-ports.ts";
import { Journal } from "./journal.ts";
import { PROBE } from "./probe.ts";
import { RefusedError, startVictim, type Victim } from "./victim.ts";

export interface DurabilityResult {
  readonly cycles: number;
  readonly sent: number;
  readonly acknowledged: number;
  /** Writes without an answer that turned out to have been written. */
  readonly unansweredButWritten: number;
  /** What was wrong; empty where all held. */
  readonly violations: readonly string[];
}

const WRITERS = 4;
const NAMES_PER_WRITER = 3;
const LIFE_MS = { min: 150, max: 750 };

export async function runDurability(cycles: number): Promise<DurabilityResult> {
  const folder = await mkdtemp(join(tmpdir(), "lunakey-durability-"));
  const [port, probe] = await Promise.all([findFreePort(), findFreePort()]);
  const run = new Run();
  try {
    for (let cycle = 0; cycle < cycles; cycle++) {
      const victim = await startVictim(folder, port, probe);
      try {
        await run.judge(victim);
        await run.writeUntilKilled(victim);
      } finally {
        await victim.kill();
      }
    }
    const last = await startVictim(folder, port, probe);
    await run.judge(last).finally(() => last.kill());
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return run.result(cycles);
}

class Run {
  readonly #journal = new Journal();
  readonly #violations: string[] = [];
  #sent = 0;
  #unansweredButWritten = 0;

  /** Compares the store with the journal, then settles what nobody answered. */
  async judge(victim: Victim): Promise<void> {
    const names = this.#journal.names;
    await victim.call("POST", "/grants", { ...PROBE, names: namesOfAll() });
    if (names.length > 0) {
      const values = await victim.readBack(names);
      for (const [index, name] of names.entries()) this.#compare(name, values[index] ?? null);
      await this.#settle(victim);
    }
    const { verdict, reason } = (await victim.call("GET", "/audit/verify")) as {
      verdict: string;
      reason: string | null;
    };
    this.#expect(verdict === "self-consistent", `the chain: ${reason}`);
  }

  /** Writes from all sides until the store is gone. */
  async writeUntilKilled(victim: Victim): Promise<void> {
    const life = LIFE_MS.min + Math.random() * (LIFE_MS.max - LIFE_MS.min);
    const writers = Array.from({ length: WRITERS }, (_, writer) => this.#write(victim, writer));
    await new Promise((resolve) => setTimeout(resolve, life));
    await victim.kill();
    await Promise.all(writers);
  }

  result(cycles: number): DurabilityResult {
    return {
      cycles,
      sent: this.#sent,
      acknowledged: this.#journal.acknowledged(),
      unansweredButWritten: this.#unansweredButWritten,
      violations: this.#violations,
    };
  }

  async #write(victim: Victim, writer: number): Promise<void> {
    for (let turn = 0; ; turn++) {
      const write = this.#journal.begin(`WRITER_${writer}_${turn % NAMES_PER_WRITER}`);
      this.#sent++;
      try {
        write.version = await set(victim, write);
      } catch (error) {
        if (error instanceof RefusedError) this.#expect(false, `${write.name}: ${error.code}`);
        return; // killed
      }
    }
  }

  #compare(name: string, value: string | null): void {
    const permitted = this.#journal.permitted(name);
    this.#expect(permitted.includes(value), `${name} is not what was acknowledged`);
    if (value !== permitted[0]) this.#unansweredButWritten++;
  }

  /** Sends what nobody answered again, twice, under its key: one version comes of it. */
  async #settle(victim: Victim): Promise<void> {
    for (const write of this.#journal.unanswered()) {
      write.version = await set(victim, write);
      const again = await set(victim, write);
      this.#expect(again === write.version, `${write.name} counted twice`);
    }
    const names = this.#journal.names;
    const values = await victim.readBack(names);
    for (const [index, name] of names.entries()) {
      const last = this.#journal.lastAcknowledged(name)?.value;
      this.#expect(values[index] === last, `${name} is not what was sent last`);
    }
  }

  #expect(holds: boolean, otherwise: string): void {
    if (!holds) this.#violations.push(otherwise);
  }
}

async function set(
  victim: Victim,
  { name, value, idempotencyKey }: { name: string; value: string; idempotencyKey: string },
): Promise<number> {
  const path = `/environments/default/secrets/${name}`;
  const answer = await victim.call("PUT", path, { value }, idempotencyKey);
  return (answer as { version: number }).version;
}

function namesOfAll(): string[] {
  return Array.from({ length: WRITERS }, (_, writer) =>
    Array.from({ length: NAMES_PER_WRITER }, (__, name) => `WRITER_${writer}_${name}`),
  ).flat();
}
