/** Before the store: individual secrets, and then a store that nobody reads from yet. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createSecret, createStore } from "../../cloudflare-account/ask.ts";
import { ENVIRONMENTS, type Life, secretsOf } from "../life.ts";
import { WORKERS } from "../repository.ts";

/** Hexadecimal digits after the prefix. */
const TOKEN_ID_LENGTH = 16;
const PASSPHRASE = "correct horse battery staple";

/** Both Workers in both environments, each with its own secrets, as `wrangler` puts them there. */
export async function deployIndividual({ repository, sites, cloud }: Life): Promise<void> {
  // The site binds the API, which has to be there first.
  for (const worker of WORKERS) {
    await Promise.all(
      ENVIRONMENTS.map(async (environment) => {
        const config = ["-c", `${worker}/wrangler.toml`, "--env", environment];
        const file = join(repository.home, `${worker}-${environment}.json`);
        const secrets = secretsOf(sites[environment].seed, worker);
        await writeFile(file, JSON.stringify(secrets), { mode: 0o600 });
        await repository.wrangler(["deploy", ...config, "--secrets-file", file]);
      }),
    );
  }
  await cloud.settle();
}

/** `lunakey init`, and the commands that it prints. On backend `cloudflare` in the account's store. */
export async function deployStore(life: Life): Promise<void> {
  const { backend, repository, cloud } = life;
  const passphrase = join(repository.home, "passphrase");
  await writeFile(passphrase, `${PASSPHRASE}\n`, { mode: 0o600 });
  const own = ["--keep-in", join(repository.home, "keep"), "--passphrase-file", passphrase];
  const where = backend === "vault" ? [] : await fillAccountStore(life);
  const init = ["init", "--backend", backend, ...where, ...own, "--json"];
  const { commands } = JSON.parse(await repository.lunakey(init)) as { commands: string[] };
  await repository.commit("Add the gateway");
  const [gateway = "", admin = ""] = commands;
  await repository.shell(
    gateway
      .replace("npx lunakey", repository.program)
      .replace(" | npx", ` --passphrase-file ${passphrase} |`),
  );
  await repository.shell(admin.replace("npx ", ""));
  await cloud.settle();
  const token = await readFile(life.store().tokenFile, "utf8");
  const id = token.slice("lunakey_".length, "lunakey_".length + TOKEN_ID_LENGTH);
  life.journal.note({ action: "token.create", target: { token: id } });
}

/** On backend `cloudflare` values go in where Cloudflare keeps them. @returns options of `init`. */
async function fillAccountStore({ account, sites }: Life): Promise<string[]> {
  const id = await createStore(account);
  const { api, web } = sites.production.seed;
  for (const [name, value] of Object.entries({ ...api, ...web })) {
    await createSecret(account, id, name, { value });
  }
  return ["--store", id, "--environment", "all"];
}

/** On backend `vault`: both environments' values from a file. */
export async function fillStore({ backend, repository, sites, journal }: Life): Promise<void> {
  if (backend === "cloudflare") return;
  for (const environment of ENVIRONMENTS) {
    const { api, web } = sites[environment].seed;
    const values = { ...api, ...web };
    const file = join(repository.home, `${environment}.json`);
    await writeFile(file, JSON.stringify(values), { mode: 0o600 });
    await repository.lunakey(["import", file, "--env", environment, "--yes", "--json"]);
    for (const name of Object.keys(values)) {
      // The preview that it shows, and what it then does.
      const imported = { action: "secret.import", target: { environment, name } };
      journal.note(imported, imported);
    }
  }
}
