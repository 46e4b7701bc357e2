/**
 * Calls of accessors that can not wait, where others of the same function can: they keep the form that
 * does not wait, as a read of their own would stay, and the others get one that does.
 */
import type ts from "typescript";
import type { AskingRead } from "../reads/dynamic-reads.ts";
import type { MigratingRead } from "../reads/migrating-read.ts";
import type { Failure } from "./failure.ts";
import type { Propagation } from "./propagation.ts";

export interface StuckCall {
  /** What the accessor reads for the others. */
  readonly of: MigratingRead;
  /** The same, as the call asks for it. */
  readonly read: MigratingRead;
  readonly call: ts.CallExpression;
  readonly failure: Failure;
}

export interface StuckCalls {
  readonly calls: readonly StuckCall[];
  /** Reads of accessors with the names that only the other calls ask for. */
  readonly moving: ReadonlyMap<MigratingRead, MigratingRead>;
}

/** @param asks is a call among those that are to move? */
export function findStuckCalls(
  propagation: Propagation,
  asking: readonly AskingRead[],
  asks: (node: ts.Node) => boolean,
): StuckCalls {
  const calls: StuckCall[] = [];
  const moving = new Map<MigratingRead, MigratingRead>();
  for (const { read, calls: all } of asking) {
    const placed = all
      .filter(({ call }) => asks(call))
      .map((one) => ({ one, failure: failureOf(propagation, one.call) }));
    const free = placed.filter(({ failure }) => !failure);
    if (free.length === 0 || free.length === placed.length) continue;
    const of = { ...read, names: [...new Set(free.flatMap(({ one }) => one.names))] };
    moving.set(read, of);
    for (const { one, failure } of placed) {
      const asked = { ...read, names: one.names, source: one.source ?? read.source };
      if (failure) calls.push({ of, read: asked, call: one.call, failure });
    }
  }
  return { calls, moving };
}

function failureOf(propagation: Propagation, call: ts.CallExpression): Failure | undefined {
  return propagation.reach({ node: call, kind: "call" }).failures[0];
}

/** Those of the accessors that move; what several reads of one function are asked for is said once. */
export function saidOf(
  stuck: readonly StuckCall[],
  isMoved: (read: MigratingRead) => boolean,
): readonly StuckCall[] {
  const moved = stuck.filter(({ of }) => isMoved(of));
  return moved.filter(({ call }, i) => moved.findIndex((one) => one.call === call) === i);
}
