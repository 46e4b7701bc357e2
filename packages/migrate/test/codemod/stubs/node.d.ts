/** Node's `process`, as a Worker with nodejs_compat has it; a `var`, as its types say. */
declare var process: { env: Record<string, string | undefined>; exit(code: number): never };
declare module "node:child_process" {
  export function spawn(
    command: string,
    options: { env: Record<string, string | undefined> },
  ): void;
}
