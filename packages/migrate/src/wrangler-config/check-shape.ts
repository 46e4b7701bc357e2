/**
 * What of a config has another shape than wrangler accepts, as far as it matters here. The rest is
 * read all the same. What stands in the config is never repeated: it may be a secret.
 */
import type { Locator } from "../repository/locator.ts";
import type { Problem } from "../repository/place.ts";
import { type ConfigNode, type ConfigTable, findNode } from "./config-tree.ts";

type Shape = "string" | "table" | "tables" | "strings";

const ANYWHERE: readonly (readonly [path: string, shape: Shape])[] = [
  ["name", "string"],
  ["main", "string"],
  ["compatibility_date", "string"],
  ["compatibility_flags", "strings"],
  ["vars", "table"],
  ["secrets", "table"],
  ["secrets.required", "strings"],
  ["triggers", "table"],
  ["triggers.crons", "strings"],
  ["queues", "table"],
  ["queues.producers", "tables"],
  ["queues.consumers", "tables"],
  ["durable_objects", "table"],
  ["durable_objects.bindings", "tables"],
  ["unsafe", "table"],
  ["unsafe.bindings", "tables"],
  ...[
    "services",
    "secrets_store_secrets",
    "kv_namespaces",
    "r2_buckets",
    "d1_databases",
    "vectorize",
    "hyperdrive",
    "analytics_engine_datasets",
    "mtls_certificates",
    "dispatch_namespaces",
    "pipelines",
    "workflows",
    "send_email",
    "ratelimits",
    "worker_loaders",
    "vpc_services",
  ].map((key) => [key, "tables"] as const),
];

const EXPECTED: Readonly<Record<Shape, string>> = {
  string: "a string",
  table: "a table",
  tables: "a list of tables",
  strings: "a list of strings",
};

/** One problem per key, the first entry of a list that is wrong. */
export function checkShape(root: ConfigTable, locate: Locator): Problem[] {
  const problems = checkEnvironment(root, "", locate);
  const environments = root.members.get("env");
  if (!environments) return problems;
  if (environments.kind !== "table")
    return [...problems, shapeProblem("env", "table", environments, locate)];
  for (const [name, environment] of environments.members) {
    problems.push(
      ...(environment.kind === "table"
        ? checkEnvironment(environment, `env.${name}.`, locate)
        : [shapeProblem(`env.${name}`, "table", environment, locate)]),
    );
  }
  return problems;
}

function checkEnvironment(environment: ConfigTable, prefix: string, locate: Locator): Problem[] {
  return ANYWHERE.flatMap(([path, shape]) => {
    const node = findNode(environment, ...path.split("."));
    const wrong = node && findWrong(node, shape);
    return wrong ? [shapeProblem(prefix + path, shape, wrong, locate)] : [];
  });
}

function findWrong(node: ConfigNode, shape: Shape): ConfigNode | undefined {
  if (shape === "table") return node.kind === "table" ? undefined : node;
  if (shape === "string") return isString(node) ? undefined : node;
  if (node.kind !== "list") return node;
  return node.items.find((item) => (shape === "tables" ? item.kind !== "table" : !isString(item)));
}

function isString(node: ConfigNode): boolean {
  return node.kind === "scalar" && typeof node.value === "string";
}

function shapeProblem(path: string, shape: Shape, node: ConfigNode, locate: Locator): Problem {
  return {
    code: "config_shape",
    place: locate(node.at),
    detail: `${path} must be ${EXPECTED[shape]}`,
  };
}
