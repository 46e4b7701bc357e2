/**
 * One folder per way of writing a config. Without `operations.json`, each environment is given the
 * service binding that `lunakey bind` writes. WRITE_FIXTURES=1 writes outputs that are missing.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { ConfigOperation } from "../../src/wrangler-config/config-operation.ts";
import { editConfig, planConfigEdits } from "../../src/wrangler-config/edit-config.ts";
import { readConfig } from "../../src/wrangler-config/read-config.ts";
import { isExactEdit } from "../../src/wrangler-config/verify-edit.ts";
import type { WranglerConfig } from "../../src/wrangler-config/wrangler-config.ts";

const FIXTURES = fileURLToPath(new URL("fixtures", import.meta.url));
const REPOSITORY = fileURLToPath(new URL("../../../..", import.meta.url));
const STORE = "e0cc9185036e40cebc8c4b86840a961f";

function read(text: string, path: string): WranglerConfig {
  return readConfig(text, { path, hasFile: () => true });
}

function bindEverywhere(text: string, path: string): ConfigOperation[] {
  const { environments, name } = read(text, path);
  return environments.map((environment) => ({
    type: "add-entry",
    environment: environment.name,
    kind: "services",
    comment:
      environment.name === "default"
        ? "Secrets Store binding"
        : `Secrets Store binding pour ${environment.name}`,
    entry: {
      binding: "SECRETS",
      service: "lunakey-store",
      entrypoint: "Secrets",
      props: { v: 1, store: STORE, worker: name ?? "worker", environment: environment.name },
    },
  }));
}

/** Whether the one text becomes the other by additions alone. */
function isKept(before: string, after: string): boolean {
  let from = 0;
  return [...before].every((character) => {
    const at = after.indexOf(character, from);
    from = at + 1;
    return at >= 0;
  });
}

const folders = readdirSync(FIXTURES);

describe("editConfig", () => {
  it.each(folders)("%s", (folder) => {
    const file = readdirSync(join(FIXTURES, folder)).find((name) => name.startsWith("input."));
    const extension = file?.slice("input.".length) ?? "";
    const path = `wrangler.${extension}`;
    const input = readFileSync(join(FIXTURES, folder, `input.${extension}`), "utf8");
    const given = join(FIXTURES, folder, "operations.json");
    const operations: ConfigOperation[] = existsSync(given)
      ? JSON.parse(readFileSync(given, "utf8"))
      : bindEverywhere(input, path);
    const output = editConfig(input, path, operations);
    const expected = join(FIXTURES, folder, `output.${extension}`);
    if (process.env.WRITE_FIXTURES && !existsSync(expected)) writeFileSync(expected, output);
    expect(output).toBe(readFileSync(expected, "utf8"));
    const [before, after] = [read(input, path), read(output, path)];
    expect(after.problems).toEqual(before.problems);
    expect(isExactEdit(input, output, path, operations)).toBe(true);
    if (!existsSync(given)) expectOnlySecretsAdded(before, after, input, output);
  });

  it.each(["luna-proxy-api", "luna-proxy-web"])("makes the golden config of %s", (worker) => {
    const file = (tree: string) => join(REPOSITORY, tree, worker, "wrangler.toml");
    const before = readFileSync(file("examples"), "utf8");
    const after = editConfig(before, "wrangler.toml", bindEverywhere(before, "wrangler.toml"));
    expect(after).toBe(readFileSync(file("e2e/golden"), "utf8"));
  });

  it("says what it can not do, and never quotes the config", () => {
    const edit = (text: string, operation: ConfigOperation) => () =>
      planConfigEdits(text, "wrangler.toml", operation);
    const remove = (kind: string): ConfigOperation => ({
      type: "remove-entry",
      environment: "default",
      kind,
      index: 0,
    });
    expect(edit('name = "sk_live', remove("services"))).toThrow(
      "remove-entry: a string has no end",
    );
    expect(edit('name = "a"', remove("services"))).toThrow("there is no such entry");
    expect(edit('services = "x"', { ...bindOne("default") })).toThrow("it is no list");
    expect(edit('name = "a"', bindOne("staging"))).toThrow("the config has no such environment");
    const owned = '[[services]]\nbinding = "A"\n[services.props]\nv = 1\n';
    expect(edit(owned, remove("services"))).toThrow("the entry has tables of its own");
  });
});

function bindOne(environment: string): ConfigOperation {
  const entry = { binding: "SECRETS", service: "lunakey-store" };
  return { type: "add-entry", environment, kind: "services", entry, comment: null };
}

function expectOnlySecretsAdded(
  before: WranglerConfig,
  after: WranglerConfig,
  input: string,
  output: string,
): void {
  expect(isKept(input, output)).toBe(true);
  expect(after.environments.map(({ name }) => name)).toEqual(
    before.environments.map(({ name }) => name),
  );
  after.environments.forEach((environment, index) => {
    const names = (config: WranglerConfig) =>
      config.environments[index]?.bindings.map(({ kind, name }) => `${kind} ${name}`).sort();
    expect(names(after)).toEqual([...(names(before) ?? []), "services SECRETS"].sort());
    const bound = environment.bindings.find(({ name }) => name === "SECRETS");
    expect(bound?.props).toMatchObject({ v: 1, environment: environment.name });
    const vars = (config: WranglerConfig) =>
      config.environments[index]?.vars.map(({ name, value }) => [name, value]);
    expect(vars(after)).toEqual(vars(before));
  });
}
