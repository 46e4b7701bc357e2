/** Whether a file is a Worker's code, a test of it, or something that runs on Node around it. */

export type CodeContext = "worker" | "test" | "script";

const TEST =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|__fixtures__|fixtures|mocks|e2e|spec|cypress|playwright)\/|\.(?:test|spec|e2e|bench|stories|mock)\.[cm]?[jt]sx?$|(?:^|\/)(?:test|vitest|jest)[-.]?(?:utils?|setup|helpers?)\.[cm]?[jt]sx?$/;
/** `auth.config.ts` is no tool's: Auth.js keeps there what a Worker can run. */
const SCRIPT =
  /(?:^|\/)(?:scripts?|bin|tools|tooling|seeds?|\.\w+)\/|(?:^|\/)(?!auth\.)[\w.-]+\.(?:config|rc)\.[cm]?[jt]sx?$|(?:^|\/)(?:drizzle|vite|vitest|webpack|rollup|esbuild|playwright|knexfile|gulpfile|Gruntfile)[\w.-]*\.[cm]?[jt]s$|(?:^|\/)alchemy\.run\.[cm]?[jt]s$|\.d\.[cm]?ts$/;

/** What a path says; an entry's own imports can say more: see `worker-code.ts`. */
export function contextOfPath(path: string): CodeContext {
  if (TEST.test(path)) return "test";
  return SCRIPT.test(path) ? "script" : "worker";
}
