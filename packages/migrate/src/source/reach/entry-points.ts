/** Functions and classes that the platform itself runs: handlers of a Worker, its exported classes. */
import ts from "typescript";
import type { ReferenceIndex } from "../../codemod/references/reference-index.ts";
import { isDefaultExport, memberName, objectAround } from "../declared-shape.ts";
import { namedReach, type Reach } from "./reach.ts";

type Kind = Exclude<Reach["kind"], "route">;

const HANDLER_KINDS: ReadonlyMap<string, Kind> = new Map([
  ["fetch", "fetch"],
  ["scheduled", "cron"],
  ["queue", "queue"],
  ["email", "email"],
  ["tail", "tail"],
  ["trace", "tail"],
]);
const CLASS_KINDS: ReadonlyMap<string, Kind> = new Map([
  ["DurableObject", "durable-object"],
  ["Agent", "durable-object"],
  ["AIChatAgent", "durable-object"],
  ["McpAgent", "durable-object"],
  ["VoiceAgent", "durable-object"],
  ["Server", "durable-object"],
  ["Container", "durable-object"],
  ["Sandbox", "durable-object"],
  ["WorkerEntrypoint", "entrypoint"],
  ["WorkflowEntrypoint", "workflow"],
]);
/** Classes between a Worker's own and the platform's are followed this far. */
const MAX_BASES = 5;

/** `fetch(request, env)` in what a module exports by default. */
export function handlerReach(owner: ts.FunctionLikeDeclaration): Reach | undefined {
  const name = memberName(owner);
  const kind = name === undefined ? undefined : HANDLER_KINDS.get(name);
  if (name === undefined || !kind || !isDefaultExport(objectAround(owner))) return undefined;
  return namedReach(kind, name);
}

/** A class that extends, or implements, one of the platform's, through classes of the repository. */
export function classReach(
  node: ts.ClassLikeDeclaration,
  index: ReferenceIndex,
  depth = 0,
): Reach | undefined {
  const name = node.name?.text ?? "default";
  const bases = (node.heritageClauses ?? []).flatMap(({ types }) =>
    types.map(({ expression }) => expression),
  );
  const kind = bases.map((base) => CLASS_KINDS.get(lastName(base))).find((one) => one);
  if (kind) return namedReach(kind, name);
  if (depth >= MAX_BASES) return undefined;
  const above = bases
    .flatMap((base) => index.declarationsOf(base).find(ts.isClassLike) ?? [])
    .map((base) => classReach(base, index, depth + 1))
    .find((one) => one);
  return above && { ...above, name };
}

function lastName(expression: ts.Expression): string {
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : "";
}
