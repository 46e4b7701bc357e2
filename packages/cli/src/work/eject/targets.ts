/** What an eject is about: which Workers and environments are on a store, and copies of the helper. */
import {
  type Disk,
  isHelperText,
  listStoreBindings,
  readTextIfThere,
  type WranglerConfig,
  walkRepository,
} from "@lunakey/migrate";
import { failure } from "../../cli-error.ts";
import type { CommandInput } from "../../command-spec.ts";
import { HELPER_PACKAGE } from "../../files/helper-file.ts";
import { phrase } from "../../language/phrase.ts";
import { chooseWorkers, nameOf } from "../../repository/choose-workers.ts";
import { readEnvironment, requireEnvironment } from "../../repository/known-environment.ts";
import type { Session } from "../../session.ts";

export interface EjectTarget {
  readonly worker: string;
  readonly config: WranglerConfig;
  readonly environment: string;
}

export interface EjectTargets {
  readonly configs: readonly WranglerConfig[];
  readonly bound: readonly EjectTarget[];
  /** Bindings of these alone go; null: all of them, and with them the code. */
  readonly environments: ReadonlySet<string> | null;
  /** Copies of the helper in the repository. */
  readonly helpers: readonly string[];
  /** Is anything of Lunakey left in the files? */
  readonly isThere: boolean;
}

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/** @throws CliError `environment_unknown` where no Worker has `--env`, or it is not on a store. */
export function findTargets(session: Session, input: CommandInput, disk: Disk): EjectTargets {
  const wanted = readEnvironment(input);
  const configs = chooseWorkers(session, input, disk);
  const all = configs.flatMap((config) =>
    config.environments
      .filter((environment) => listStoreBindings(environment).length > 0)
      .map(({ name }): EjectTarget => ({ worker: nameOf(config), config, environment: name })),
  );
  const { helpers, imports } = findCode(disk);
  const isThere = all.length > 0 || helpers.length > 0 || imports;
  // Once all is taken back, an environment that bind had made is gone as well: that is no mistake.
  if (isThere) requireEnvironment(session, wanted, configs);
  const bound = all.filter(({ environment }) => wanted === undefined || environment === wanted);
  if (wanted !== undefined && bound.length === 0 && all.length > 0) {
    const known = [...new Set(all.map(({ environment }) => environment))].join(", ");
    throw failure(
      "environment_unknown",
      "No Worker here is bound to a store in that environment.",
      phrase("Bound are: {known}", { known }),
    );
  }
  const isWhole = wanted === undefined || bound.length === all.length;
  const environments = isWhole ? null : new Set([wanted]);
  return { configs, bound, environments, helpers: isWhole ? helpers : [], isThere };
}

function findCode(disk: Disk): { readonly helpers: readonly string[]; readonly imports: boolean } {
  const helpers: string[] = [];
  let imports = false;
  for (const { path, linkTo } of walkRepository(disk).files) {
    if (linkTo !== null || !SOURCE.test(path)) continue;
    const text = readText(disk, path);
    if (isHelperText(text)) helpers.push(path);
    else if (text.includes(`from "${HELPER_PACKAGE}`)) imports = true;
  }
  return { helpers, imports };
}

function readText(disk: Disk, path: string): string {
  try {
    return readTextIfThere(disk, path) ?? "";
  } catch {
    // What is no text, or too long, is nothing that Lunakey wrote.
    return "";
  }
}
