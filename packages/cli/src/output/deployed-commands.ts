/** The command lines that init and the key commands print: to be pasted, none of them holds a secret. */
import { fileURLToPath } from "node:url";

/** How this program was come by: from a project's packages, or from a clone of its repository. */
export function lunakeyCommand(): string {
  const program = fileURLToPath(new URL("../bin.js", import.meta.url));
  return program.includes("node_modules") ? "npx lunakey" : `node ${quote(program)}`;
}

/** The first deploy of the gateway: key and token's hash go from one program into the other. */
export function deployGatewayCommand(recoveryFile: string, config: string): string {
  return `${lunakeyCommand()} recovery secrets ${quote(recoveryFile)} | npx wrangler deploy -c ${quote(config)} --secrets-file /dev/stdin`;
}

/** Sets keys of a gateway that is deployed. */
export function putSecretsCommand(recoveryFile: string, config: string): string {
  return `${lunakeyCommand()} recovery secrets ${quote(recoveryFile)} | npx wrangler secret bulk -c ${quote(config)}`;
}

/** Deploys a Worker as its config in this repository is. */
export function deployCommand(config: string, environment: string): string {
  const option = environment === "default" ? "" : ` --env ${environment}`;
  return `npx wrangler deploy -c ${quote(config)}${option}`;
}

/** For a POSIX shell; left as it is where it needs no quotes. */
export function quote(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
