/** One valid command of each type, with every optional field, for tests that go through them all. */
import type { CommandInput, CommandType } from "@lunakey/contract";

type SampleOf<Type extends CommandType> = Extract<CommandInput, { type: Type }>;

const key = { environment: "production", name: "STRIPE_SECRET_KEY" };
const page = { limit: 10, cursor: "opaque" };
const consumer = { worker: "luna-proxy-api", environment: "production" };

/** Formed as a backup's only chunk is; its signature is nobody's. */
export const SAMPLE_CHUNK = {
  v: 1 as const,
  backup: "0123456789abcdef0123456789abcdef",
  index: 0,
  last: false,
  body: "[]",
  digest: "0".repeat(64),
  keyVersion: 1,
  mac: "0".repeat(64),
};

const newVersion = {
  value: "placeholder",
  expectVersion: 1,
  expiresAt: 1_795_300_000_000,
  comment: "yearly",
};
const rotation = { pending: false, overlapSeconds: 86_400, copies: "leave" as const };

export const SAMPLES: { readonly [Type in CommandType]: SampleOf<Type> } = {
  "secret.set": {
    type: "secret.set",
    ...key,
    value: "placeholder",
    fallback: "allowed",
    expectVersion: 0,
    expiresAt: 1_795_300_000_000,
    comment: "first",
  },
  "secret.import": {
    type: "secret.import",
    environment: "all",
    entries: [
      { name: "A", value: "placeholder-a" },
      { name: "B", value: "placeholder-b" },
    ],
    mode: "apply",
    overwrite: true,
  },
  "secret.get": { type: "secret.get", ...key },
  "secret.list": { type: "secret.list", environment: "all", search: "stripe", ...page },
  "secret.history": { type: "secret.history", ...key, ...page },
  "secret.delete": { type: "secret.delete", ...key, force: true },
  "secret.undelete": { type: "secret.undelete", ...key },
  "secret.rotate": { type: "secret.rotate", ...key, ...newVersion, ...rotation },
  "secret.promote": { type: "secret.promote", ...key, expectVersion: 1, overlapSeconds: 0 },
  "secret.rollback": {
    type: "secret.rollback",
    ...key,
    version: 1,
    expectVersion: 2,
    overlapSeconds: 60,
  },
  "secret.retire": { type: "secret.retire", ...key, expectVersion: 2 },
  "changes.apply": {
    type: "changes.apply",
    changes: [
      { action: "rotate", ...key, ...newVersion },
      { action: "retire", environment: "staging", name: "A" },
    ],
    ...rotation,
  },
  "secret.rollout": { type: "secret.rollout", ...key },
  "grant.add": { type: "grant.add", ...consumer, names: ["A", "B"] },
  "grant.remove": { type: "grant.remove", ...consumer, names: ["A"] },
  "grant.list": { type: "grant.list", ...consumer, name: "A", ...page },
  "token.create": { type: "token.create", label: "CI", role: "writer", expiresAt: 1 },
  "token.list": { type: "token.list", ...page },
  "token.revoke": { type: "token.revoke", id: "0123456789abcdef" },
  "usage.list": { type: "usage.list", ...consumer, name: "A", ...page },
  "parity.list": { type: "parity.list", ...consumer, name: "A", ...page },
  "copies.target": { type: "copies.target", ...consumer, script: "luna-proxy-api" },
  "copies.plan": { type: "copies.plan", ...consumer, names: ["A"] },
  "copies.send": { type: "copies.send", ...consumer, names: ["A", "B"] },
  "copies.surplus": { type: "copies.surplus", ...consumer },
  "copies.remove": { type: "copies.remove", ...consumer, names: ["A"] },
  "copies.list": { type: "copies.list", ...consumer, name: "A", ...page },
  "evidence.list": { type: "evidence.list", ...consumer, ...page },
  "audit.list": { type: "audit.list", after: 0, limit: 10 },
  "audit.head": { type: "audit.head" },
  "audit.verify": { type: "audit.verify" },
  "store.status": { type: "store.status" },
  "backup.begin": { type: "backup.begin" },
  "backup.read": { type: "backup.read", cursor: "opaque" },
  "restore.begin": { type: "restore.begin", chunk: SAMPLE_CHUNK },
  "restore.write": { type: "restore.write", chunk: { ...SAMPLE_CHUNK, index: 1, last: true } },
  "restore.commit": { type: "restore.commit", backup: SAMPLE_CHUNK.backup },
  "restore.abort": { type: "restore.abort" },
  "keys.status": { type: "keys.status" },
  "keys.rewrap": { type: "keys.rewrap", ...page },
};
