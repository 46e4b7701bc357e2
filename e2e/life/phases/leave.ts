/** Without individual secrets, and back: rehearsed, cleaned up, and at last everything as it was. */
import { ENVIRONMENTS, type Environment, type Life, scriptOf, secretsOf } from "../life.ts";
import { WORKERS } from "../repository.ts";
import { noteSync } from "./copies.ts";

/** What `lunakey rehearse` says has to be that nothing would fail. */
export async function rehearse({ repository }: Life, environment: Environment): Promise<void> {
  await repository.lunakey(["rehearse", "--env", environment, "--json"]);
}

/** Files and individual secrets go; then what was edited is deployed. */
export async function cleanUp(life: Life, environment: Environment): Promise<void> {
  const { repository, cloud, journal } = life;
  await repository.lunakey(["cleanup", "--env", environment, "--yes", "--json"]);
  for (const worker of WORKERS) {
    // Copies that the store kept equal are its own no more.
    const target = { worker, environment, script: scriptOf(worker, environment) };
    if (!journal.has({ action: "copies.send", target })) continue;
    journal.note({ action: "copies.remove", target: { worker, environment } });
  }
  await cloud.settle();
  await repository.commit(`Clean up ${environment}`);
  await life.deploy(environment);
}

/** Current values back as individual secrets, the repository without Lunakey, then deployed. */
export async function eject(life: Life): Promise<void> {
  const { repository, cloud, sites } = life;
  await repository.lunakey(["eject", "--yes", "--json"]);
  for (const environment of ENVIRONMENTS) {
    for (const worker of WORKERS) {
      const names = Object.keys(secretsOf(sites[environment].seed, worker));
      noteSync(life, worker, environment, names);
    }
  }
  await cloud.settle();
  await repository.commit("Leave the store");
  for (const environment of ENVIRONMENTS) await life.deploy(environment);
}
