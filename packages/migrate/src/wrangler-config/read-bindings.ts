/**
 * Every binding that an environment declares, of whatever kind. A kind that wrangler learns later is
 * found too: what names its `binding` is one.
 */
import type { Locator } from "../repository/locator.ts";
import {
  type ConfigNode,
  type ConfigTable,
  findNode,
  findString,
  listTables,
  toData,
} from "./config-tree.ts";
import type { ConfigBinding } from "./wrangler-config.ts";

/** Lists whose entries have their name under another key than `binding`, or stand deeper. */
const NAMED_LISTS: readonly { readonly path: readonly string[]; readonly key: string }[] = [
  { path: ["durable_objects", "bindings"], key: "name" },
  { path: ["queues", "producers"], key: "binding" },
  { path: ["unsafe", "bindings"], key: "name" },
  { path: ["logfwdr", "bindings"], key: "name" },
  { path: ["send_email"], key: "name" },
  { path: ["ratelimits"], key: "name" },
];

/** Tables whose keys are anybody's: one called `binding` is none. */
const FREE_TABLES: ReadonlySet<string> = new Set(["vars", "define", "alias", "env", "secrets"]);

/** Tables of a name and a file each. */
const NAMED_FILES = ["wasm_modules", "text_blobs", "data_blobs"] as const;

/** In the order of the config, kinds that nest last. */
export function readBindings(environment: ConfigTable, locate: Locator): ConfigBinding[] {
  const direct = [...environment.members].flatMap(([kind, node]) => readKind(kind, node, locate));
  const named = NAMED_LISTS.flatMap(({ path, key }) =>
    listTables(environment, ...path).flatMap((entry) =>
      // The request writes `binding` where wrangler wants `name`: it is found all the same.
      toBinding(
        path.join("."),
        entry,
        findString(entry, key) ?? findString(entry, "binding"),
        locate,
      ),
    ),
  );
  return [
    ...direct,
    ...named,
    ...NAMED_FILES.flatMap((kind) => readFiles(environment, kind, locate)),
  ];
}

function readKind(kind: string, node: ConfigNode, locate: Locator): ConfigBinding[] {
  if (FREE_TABLES.has(kind)) return [];
  if (node.kind === "table") return toBinding(kind, node, findString(node, "binding"), locate);
  if (node.kind !== "list" || NAMED_LISTS.some(({ path }) => path[0] === kind)) return [];
  return node.items.flatMap((entry) =>
    entry.kind === "table" ? toBinding(kind, entry, findString(entry, "binding"), locate) : [],
  );
}

function readFiles(environment: ConfigTable, kind: string, locate: Locator): ConfigBinding[] {
  const node = findNode(environment, kind);
  if (node?.kind !== "table") return [];
  return [...node.members].map(([name, file]) => ({
    kind,
    name,
    place: locate(file.at),
    members: {},
    props: null,
  }));
}

function toBinding(
  kind: string,
  entry: ConfigTable,
  name: string | undefined,
  locate: Locator,
): ConfigBinding[] {
  if (name === undefined) return [];
  const props = findNode(entry, "props");
  return [
    {
      kind,
      name,
      place: locate(entry.at),
      members: stringMembers(entry),
      props: props?.kind === "table" ? (toData(props) as Record<string, unknown>) : null,
    },
  ];
}

function stringMembers(entry: ConfigTable): Record<string, string> {
  const strings = [...entry.members].flatMap(([key, member]) =>
    member.kind === "scalar" && typeof member.value === "string" ? [[key, member.value]] : [],
  );
  return Object.fromEntries(strings);
}
