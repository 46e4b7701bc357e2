/**
 * For each command one that a role which may give it succeeds with, and the same for the command
 * line. Each attempt gets names of its own, made ready by the admin.
 */
import { SAMPLE_CHUNK } from "../../packages/contract/test/sample-commands.ts";
export interface Sample {
  readonly fields: Readonly<Record<string, unknown>>;
  /** What the admin does first, so that the attempt has something to work on. */
  readonly before?: readonly object[];
  /** Arguments of the command line, and what it is given on standard input. */
  readonly args?: readonly string[];
  readonly input?: string;
  /** What shows that a command was allowed, where it can not be carried out here. */
  readonly reached?: { readonly rpc: string; readonly rest: string; readonly cli?: string };
}

const environment = "default";
const worker = "roles-worker";
const consumer = { worker, environment };

function secret(tag: string): Sample {
  const name = `ROLES_${tag}`;
  return { fields: { environment, name }, args: [name, "--env", environment] };
}

const setOf = (tag: string) => ({ type: "secret.set", ...secret(tag).fields, value: "v" });
const pendingOf = (tag: string) => {
  return { type: "secret.rotate", ...secret(tag).fields, value: "w", pending: true };
};
const grantOf = (tag: string) => ({ worker, environment, names: [`ROLES_${tag}`] });
const grantArgs = (tag: string) => [worker, `ROLES_${tag}`, "--env", environment];

const INVALID = { rpc: "invalid_input", rest: "400 invalid_input" };
const NO_ACCOUNT = { rpc: "not_supported", rest: "422 not_supported" };
const CONFLICT = { rpc: "conflict", rest: "409 conflict" };

/** What samples are made with. */
export interface Made {
  /** Of a token that may be revoked. */
  readonly tokenId: string;
  /** For files; holds the backup `whole.backup`. */
  readonly folder: string;
}

/** @param tag makes names that no other attempt has. */
export const SAMPLES: Readonly<Record<string, (tag: string, made: Made) => Sample>> = {
  "store.status": () => ({ fields: {}, args: [] }),
  "secret.list": () => ({ fields: { environment }, args: ["--env", environment] }),
  "secret.get": (tag) => ({ ...secret(tag), before: [setOf(tag)] }),
  "secret.history": (tag) => ({ ...secret(tag), before: [setOf(tag)] }),
  "secret.set": (tag) => {
    const { fields, args = [] } = secret(tag);
    return { fields: { ...fields, value: "v" }, args, input: "v" };
  },
  "secret.import": (tag) => ({
    fields: { environment, entries: [{ name: `ROLES_${tag}`, value: "v" }], mode: "apply" },
    args: ["-", "--env", environment, "--yes"],
    input: `ROLES_${tag}=v\n`,
  }),
  "secret.delete": (tag) => {
    const { fields, args = [] } = secret(tag);
    return { fields, args: [...args, "--yes"], before: [setOf(tag)] };
  },
  "secret.undelete": (tag) => {
    const { fields, args = [] } = secret(tag);
    return { fields, args, before: [setOf(tag), { type: "secret.delete", ...fields }] };
  },
  "secret.rotate": (tag) => {
    const { fields } = secret(tag);
    return { fields: { ...fields, value: "w" }, before: [setOf(tag)] };
  },
  "secret.promote": (tag) => ({ ...secret(tag), before: [setOf(tag), pendingOf(tag)] }),
  "secret.rollback": (tag) => {
    const { fields, args = [] } = secret(tag);
    return { fields, args: [...args, "--yes"], before: [setOf(tag), pendingOf(tag)] };
  },
  "secret.retire": (tag) => {
    const { fields, args = [] } = secret(tag);
    return { fields, args: [...args, "--yes"], before: [setOf(tag)] };
  },
  "changes.apply": (tag) => {
    const { fields, args = [] } = secret(tag);
    return {
      fields: { changes: [{ action: "rotate", ...fields, value: "w" }] },
      args: [...args, "--yes"],
      input: "w",
      before: [setOf(tag)],
    };
  },
  "secret.rollout": (tag) => ({ ...secret(tag), before: [setOf(tag)] }),
  "grant.list": () => ({ fields: { worker }, args: ["--worker", worker] }),
  "grant.add": (tag) => ({ fields: grantOf(tag), args: grantArgs(tag) }),
  "grant.remove": (tag) => ({
    fields: grantOf(tag),
    args: grantArgs(tag),
    before: [{ type: "grant.add", ...grantOf(tag) }],
  }),
  "token.list": () => ({ fields: {}, args: [] }),
  "token.create": (tag) => ({
    fields: { label: tag, role: "viewer" },
    args: ["--label", tag, "--role", "viewer"],
  }),
  "token.revoke": (_, { tokenId: id }) => ({ fields: { id }, args: [id, "--yes"] }),
  "usage.list": () => ({ fields: {}, args: [] }),
  "parity.list": () => ({ fields: {}, args: [] }),
  "copies.list": () => ({ fields: { worker } }),
  // A local store has no account.
  "copies.target": () => ({ fields: { ...consumer, script: worker }, reached: NO_ACCOUNT }),
  "copies.plan": () => ({ fields: consumer, reached: NO_ACCOUNT }),
  "copies.send": (tag) => ({ fields: grantOf(tag), reached: NO_ACCOUNT }),
  "copies.surplus": () => ({ fields: consumer, reached: NO_ACCOUNT }),
  "copies.remove": (tag) => ({ fields: grantOf(tag), reached: NO_ACCOUNT }),
  "evidence.list": () => ({ fields: { worker: "w", environment: "e" } }),
  "audit.list": () => ({ fields: { limit: 1 }, args: ["--limit", "1"] }),
  "audit.head": () => ({ fields: {} }),
  "audit.verify": () => ({ fields: {} }),
  "backup.begin": (tag, { folder }) => ({ fields: {}, args: [`${folder}/${tag}.backup`] }),
  "backup.read": () => ({ fields: { cursor: "none" }, reached: INVALID }),
  // The store is not empty.
  "restore.begin": (_, { folder }) => ({
    fields: { chunk: SAMPLE_CHUNK },
    args: [`${folder}/whole.backup`, "--yes"],
    reached: { ...INVALID, cli: "1 conflict" },
  }),
  "restore.write": () => ({ fields: { chunk: SAMPLE_CHUNK }, reached: CONFLICT }),
  "restore.commit": () => ({ fields: { backup: SAMPLE_CHUNK.backup }, reached: CONFLICT }),
  "restore.abort": () => ({ fields: {} }),
  "keys.status": () => ({
    fields: {},
    args: [],
    reached: { rpc: "ok", rest: "200", cli: "1 no_newer_key" },
  }),
  "keys.rewrap": () => ({ fields: { limit: 1 } }),
};
