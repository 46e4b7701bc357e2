/** What `bench:read` compares, and how often each is read in a round. */

export interface Variant {
  readonly id: string;
  readonly label: string;
  /** Of the reader's `/loop`. */
  readonly loop: string;
  /** Reads in one request. */
  readonly batch: number;
  /** Reads before, and while, it is measured. */
  readonly warmUp: number;
  readonly measured: number;
  /**
   * `once`: each read has a name of its own. `again`: the names of the warm-up come again, so that
   * they are in memory.
   */
  readonly names: "once" | "again";
}

/** Fewer than the 5,000 different counts that make the ledger write its usage early. */
export const NAMES = 4_900;

const inside = {
  batch: 1_000_000,
  warmUp: 2_000_000,
  measured: 10_000_000,
  names: "again",
} as const;
const hop = { batch: 250, warmUp: 2_500, measured: 12_500, names: "again" } as const;
const once = { batch: 100, warmUp: 1_900, measured: 3_000, names: "once" } as const;

export const VARIANTS: readonly Variant[] = [
  { id: "plain", label: "await of a plain value", loop: "plain", ...inside },
  { id: "warm", label: "getSecret, warm", loop: "warm", ...inside },
  { id: "rpc", label: "bare RPC, constant", loop: "constant", ...hop },
  { id: "object", label: "bare RPC and Durable Object, constant", loop: "object", ...hop },
  {
    id: "messages",
    label: "the same, with messages like the store's",
    loop: "messages",
    ...hop,
  },
  { id: "sqlite", label: "the same, a row read and decrypted", loop: "decrypted", ...hop },
  { id: "memory", label: "read from the ledger's memory", loop: "read", ...hop },
  { id: "memory-helper", label: "getSecret, cold, ledger's memory", loop: "cold", ...hop },
  { id: "disk", label: "read from SQLite, decrypted", loop: "read", ...once },
  {
    id: "disk-helper",
    label: "getSecret, cold, from SQLite",
    loop: "cold",
    ...once,
  },
];
