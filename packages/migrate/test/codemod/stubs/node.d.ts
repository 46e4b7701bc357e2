/** Node's `process`, as a Worker with nodejs_compat has it; a `var`, as its types say. */
declare var process: { env: Record<string, string | undefined>; exit(code: number): never };
declare module "node:child_process" {
  export function spawn(
    command: string,
    options: { env: Record<string, string | undefined> },
  ): void;
}
declare module "node:process" {
  const process: {
    argv: string[];
    cwd(): string;
    env: Record<string, string | undefined>;
  };
  export default process;
  export const argv: string[];
  export function cwd(): string;
  export const env: Record<string, string | undefined>;
}
