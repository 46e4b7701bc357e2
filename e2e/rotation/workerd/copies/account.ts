/** The account's double, and the ledger's job that writes to it, as tests inside of workerd see them. */
import { runDurableObjectAlarm } from "cloudflare:test";
import type { CopyRow } from "@lunakey/contract";
import { execute, ledgerStub, rows } from "../../../../packages/store/test/ledger-harness.ts";
import type { ServiceOrder, ServiceState } from "../../../copies/service-order.ts";
import { advance } from "../clock.ts";

const CONTROL = "https://double.test/";

export async function order(asked: ServiceOrder): Promise<ServiceState> {
  const response = await fetch(CONTROL, { method: "POST", body: JSON.stringify(asked) });
  return response.json();
}

export async function account(): Promise<ServiceState> {
  return (await fetch(CONTROL)).json();
}

export async function dueAt(): Promise<number | undefined> {
  const [job] = await rows<{ due_at: number }>("SELECT due_at FROM jobs WHERE name = 'copies'");
  return job?.due_at;
}

/** Lets the job run at the times that it asks for, up to so many milliseconds from now. */
export async function work(forMs: number): Promise<void> {
  const end = Date.now() + forMs;
  for (let due = await dueAt(); due !== undefined && due <= end; due = await dueAt()) {
    if (due > Date.now()) advance(due - Date.now());
    if (!(await runDurableObjectAlarm(ledgerStub()))) throw new Error("No alarm is set.");
  }
  advance(end - Date.now());
}

export async function copies(): Promise<readonly CopyRow[]> {
  return (await execute<"copies.list">({ type: "copies.list", limit: 1_000 })).copies;
}

/** The state of each copy, by name. */
export async function states(): Promise<Record<string, string>> {
  return Object.fromEntries((await copies()).map(({ name, state }) => [name, state]));
}
