/**
 * A store made by hand, as a plain object: all that the helper asks of `env.SECRETS` is `read`. It
 * answers as the contract says, and can be cut off, hang, answer late or answer nonsense.
 */
import { READ_TIMING, type ReadItem, type ReadRequest, type ReadStatus } from "@lunakey/contract";

export type Behaviour = "answers" | "rejects" | "throws" | "hangs" | "holds";

export interface HeldAnswer {
  release(): void;
  fail(): void;
}

export interface StoreDouble {
  read(request: ReadRequest): Promise<unknown>;
  behaviour: Behaviour;
  /** `local` in each answer. */
  local: boolean;
  /** Answered instead, where set. */
  nonsense: { readonly answer: unknown } | undefined;
  /** All that was asked, oldest first. */
  readonly requests: ReadRequest[];
  /** With the behaviour `holds`: answers that were made and are under way. */
  readonly held: HeldAnswer[];
  /** Sets a value; each has the next version. */
  put(name: string, value: string, more?: Partial<ReadItem>): void;
  /** Answers this name without a value. */
  refuse(name: string, status: ReadStatus, more?: Partial<ReadItem>): void;
}

export function createStoreDouble(values: Readonly<Record<string, string>> = {}): StoreDouble {
  const items = new Map<string, ReadItem>();
  let version = 0;
  const answerOne = (name: string, known: number): ReadItem => {
    const item = items.get(name) ?? withoutValue(name, "missing");
    if (item.status !== "ok" || item.version !== known) return item;
    const { value: _value, ...rest } = item;
    return { ...rest, status: "same" };
  };
  const answer = (request: ReadRequest): unknown => {
    if (double.nonsense) return double.nonsense.answer;
    const answers = request.names.map((name, i) => answerOne(name, request.known?.[i] ?? 0));
    return { v: 1, items: answers, ...(double.local ? { local: true } : {}) };
  };
  const double: StoreDouble = {
    behaviour: "answers",
    local: false,
    nonsense: undefined,
    requests: [],
    held: [],
    read(request) {
      double.requests.push(request);
      if (double.behaviour === "throws") throw new Error("the store is gone");
      if (double.behaviour === "rejects") return Promise.reject(new Error("the store is gone"));
      if (double.behaviour === "hangs") return new Promise(() => undefined);
      const made = answer(request);
      if (double.behaviour === "answers") return Promise.resolve(made);
      return new Promise((resolve, reject) => {
        const fail = () => reject(new Error("the store is gone"));
        double.held.push({ release: () => resolve(made), fail });
      });
    },
    put(name, value, more = {}) {
      version++;
      const maxAgeSeconds = READ_TIMING.FRESH_MS / 1_000;
      const ok = {
        name,
        status: "ok",
        value,
        version,
        maxAgeSeconds,
        fallback: "allowed",
      } as const;
      items.set(name, { ...ok, ...more });
    },
    refuse(name, status, more = {}) {
      items.set(name, { ...withoutValue(name, status), ...more });
    },
  };
  for (const [name, value] of Object.entries(values)) double.put(name, value);
  return double;
}

function withoutValue(name: string, status: ReadStatus): ReadItem {
  return { name, status, maxAgeSeconds: READ_TIMING.MISSING_MS / 1_000, fallback: "allowed" };
}

/** A binding of Cloudflare's own Secrets Store; without a value it rejects, as that does. */
export function createNativeDouble(value?: string): { get(): Promise<string> } {
  return {
    get: () =>
      value === undefined ? Promise.reject(new Error("not found")) : Promise.resolve(value),
  };
}
