/** What `lunakey init` has made, and what to do next: paths and command lines, never a secret. */
import type { Outcome } from "../command-spec.ts";
import type { BackendChoice } from "../files/gateway-files.ts";
import type { Language } from "../language/catalogue.ts";
import { joinTexts, phrase, speak, type Text } from "../language/phrase.ts";
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
  readonly what: Text;
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
    text: ({ language }) =>
      isDryRun ? renderDryRun(result, language) : renderMade(result, steps, language),
  };
}

function renderDryRun({ files, tokenFile, recoveryFile }: InitResult, language: Language): string {
  const shown = files.map(({ path, content }) =>
    content.length > SHOWN_BYTES
      ? phrase("--- {path} ({count} characters, the built Worker)", {
          path,
          count: content.length,
        })[language].concat("\n")
      : `--- ${path}\n${content}`,
  );
  const kept = joinTexts(
    [
      phrase("--- {path} (the first admin's token, mode 0600)", { path: tokenFile }),
      phrase("--- {path} (recovery file, mode 0600)", { path: recoveryFile }),
      "Nothing was made.",
      "",
    ],
    "\n",
  );
  return shown.join("") + kept[language];
}

function renderMade(result: InitResult, steps: readonly Step[], language: Language): string {
  const { store, backend, files, tokenFile, recoveryFile } = result;
  const say = (text: Text) => speak(language, text);
  return `${say(phrase("Store {store}, backend {backend}. Written:", { store, backend }))}
${files.map(({ path }) => `  ${path}\n`).join("")}
${say("Kept outside of the repository, for you only:")}
  ${tokenFile}
    ${say("the first admin's token")}
  ${recoveryFile}
    ${say("the root key, under your passphrase; copy it to another place, without it a lost store stays lost")}

${say("Nothing was deployed. In this order, after npx wrangler login:")}
${steps.map((step, index) => renderStep(step, index + 1, language)).join("")}`;
}

function renderStep({ what, command }: Step, number: number, language: Language): string {
  const line = command === null ? "" : `     ${command}\n`;
  return `  ${number}. ${speak(language, what)}\n${line}`;
}

function listSteps(result: InitResult): readonly Step[] {
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
          {
            what: phrase("The admin Worker, once {config} has a route:", { config: adminConfig }),
            command: deployAdmin,
          },
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
