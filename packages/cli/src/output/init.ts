/** What `lunakey init` has made, and what to do next: paths and command lines, never a secret. */
import type { Outcome } from "../command-spec.ts";
import type { BackendChoice } from "../files/gateway-files.ts";
import { deployGatewayCommand, lunakeyCommand, quote } from "./deployed-commands.ts";

export interface InitResult {
  readonly isDryRun: boolean;
  readonly store: string;
  readonly backend: BackendChoice;
  /** Paths relative to where the command ran. */
  readonly files: readonly { readonly path: string; readonly content: string }[];
  readonly tokenFile: string;
  readonly recoveryFile: string;
  readonly gatewayConfig: string;
  /** Null without an admin Worker. */
  readonly adminConfig: string | null;
  readonly isRestore: boolean;
}

interface Step {
  readonly what: string;
  readonly command: string | null;
}

/** Longer ones, the copied Workers, are only counted. */
const SHOWN_BYTES = 10_000;

export function renderInit(result: InitResult): Outcome {
  const { isDryRun, store, backend, tokenFile, recoveryFile } = result;
  const files = result.files.map(({ path }) => path);
  const steps = listSteps(result);
  const commands = steps.flatMap(({ command }) => command ?? []);
  return {
    json: { dryRun: isDryRun, store, backend, files, tokenFile, recoveryFile, commands },
    text: () => (isDryRun ? renderDryRun(result) : renderMade(result, steps)),
  };
}

function renderDryRun({ files, tokenFile, recoveryFile }: InitResult): string {
  const shown = files.map(({ path, content }) =>
    content.length > SHOWN_BYTES
      ? `--- ${path} (${content.length} characters, the built Worker)\n`
      : `--- ${path}\n${content}`,
  );
  return `${shown.join("")}--- ${tokenFile} (the first admin's token, mode 0600)\n--- ${recoveryFile} (recovery file, mode 0600)\nNothing was made.\n`;
}

function renderMade(result: InitResult, steps: readonly Step[]): string {
  const { store, backend, files, tokenFile, recoveryFile } = result;
  return `Store ${store}, backend ${backend}. Written:
${files.map(({ path }) => `  ${path}\n`).join("")}
Kept outside of the repository, for you only:
  ${tokenFile}
    the first admin's token
  ${recoveryFile}
    the root key, under your passphrase; copy it to another place, without it a lost store stays lost

Nothing was deployed. In this order, after npx wrangler login:
${steps.map((step, index) => renderStep(step, index + 1)).join("")}`;
}

function renderStep({ what, command }: Step, number: number): string {
  return `  ${number}. ${what}\n${command === null ? "" : `     ${command}\n`}`;
}

function listSteps(result: InitResult): Step[] {
  const { gatewayConfig, adminConfig, recoveryFile, tokenFile, isRestore } = result;
  const store = `LUNAKEY_TOKEN_FILE=${quote(tokenFile)} ${lunakeyCommand()}`;
  const url = "--url https://lunakey.example.com";
  const deployAdmin = `npx wrangler deploy -c ${quote(adminConfig ?? "")}`;
  return [
    {
      what: "The gateway, together with its key and the token's hash:",
      command: deployGatewayCommand(recoveryFile, gatewayConfig),
    },
    ...(adminConfig === null
      ? []
      : [
          { what: `The admin Worker, once ${adminConfig} has a route:`, command: deployAdmin },
          {
            what: "Is it there? (with your host, or `admin` in lunakey.jsonc)",
            command: `${store} status ${url}`,
          },
        ]),
    ...(isRestore
      ? [
          {
            what: "The backup; until then Workers use their own copies:",
            command: `${store} restore FILE ${url}`,
          },
        ]
      : []),
    { what: "Then your Workers, one after the other, staging first.", command: null },
  ];
}
