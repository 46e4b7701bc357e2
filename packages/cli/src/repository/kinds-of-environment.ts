/** Which environments people try things in, and which serve their users: by name, as people name them. */
import { DEFAULT_ENVIRONMENT } from "@lunakey/contract";

const TRIAL =
  /(^|[_-])(stag(e|ing)?|dev|develop|development|test|testing|preview|qa|uat|sandbox|local|canary|ci|demo)([_-]|$)/i;
const PRODUCTION = /(^|[_-])(prod|production|live|main|release)([_-]|$)/i;

/**
 * Would a mistake here reach users? The top level does, unless a named environment is said to.
 *
 * @param all names of the Worker's environments.
 */
export function isProduction(environment: string, all: readonly string[]): boolean {
  if (environment !== DEFAULT_ENVIRONMENT) return !TRIAL.test(environment);
  return !all.some((each) => each !== DEFAULT_ENVIRONMENT && PRODUCTION.test(each));
}

/** The top level serves nobody where an environment of its own is production. */
export function isServing(environment: string, all: readonly string[]): boolean {
  return environment !== DEFAULT_ENVIRONMENT || isProduction(environment, all);
}

/** Environments to try in, `staging` first. */
export function listTrials(all: readonly string[]): string[] {
  const trials = all.filter((each) => each !== DEFAULT_ENVIRONMENT && TRIAL.test(each));
  return trials.sort((a, b) => Number(/stag/i.test(b)) - Number(/stag/i.test(a)));
}
