/** Looks at secrets without their values, deletes them and brings them back. */
import { type SecretMetadata, secretEnvironment, secretList } from "@lunakey/contract";
import { type CommandInput, hasFlag, type Outcome, textOption } from "../command-spec.ts";
import { listAll, openStore } from "../connection/store-session.ts";
import { readInput, readSecretKey } from "../input/user-input.ts";
import { phrase, type Wording } from "../language/phrase.ts";
import { renderMoment } from "../output/moment.ts";
import { renderHistory, renderSecret, renderSecrets } from "../output/secrets.ts";
import type { Session } from "../session.ts";
import { confirmByName } from "../terminal/confirm.ts";

const PAGE_ROWS = 1_000;

export async function getSecret(session: Session, input: CommandInput): Promise<Outcome> {
  const key = readSecretKey(input);
  const client = await openStore(session);
  const secret = await client.call({ type: "secret.get", ...key });
  return { json: secret, text: (view) => renderSecret(secret, client.connection.label, view) };
}

export async function listSecrets(session: Session, input: CommandInput): Promise<Outcome> {
  const environment = textOption(input, "env");
  const search = textOption(input, "search");
  const filters = {
    ...(environment === undefined
      ? {}
      : { environment: readInput(secretEnvironment, environment, "--env") }),
    ...(search === undefined
      ? {}
      : { search: readInput(secretList.shape.search, search, "--search") }),
  };
  const client = await openStore(session);
  const secrets = await listAll(
    (cursor) => client.call({ type: "secret.list", ...filters, limit: PAGE_ROWS, ...cursor }),
    (answer) => answer.secrets,
  );
  return { json: { secrets }, text: (view) => renderSecrets(secrets, view) };
}

export async function showHistory(session: Session, input: CommandInput): Promise<Outcome> {
  const key = readSecretKey(input);
  const client = await openStore(session);
  const versions = await listAll(
    (cursor) => client.call({ type: "secret.history", ...key, limit: PAGE_ROWS, ...cursor }),
    (answer) => answer.versions,
  );
  return { json: { ...key, versions }, text: (view) => renderHistory(versions, view) };
}

export async function deleteSecret(session: Session, input: CommandInput): Promise<Outcome> {
  const key = readSecretKey(input);
  const client = await openStore(session);
  const { label } = client.connection;
  if (!hasFlag(input, "yes")) {
    await confirmByName(
      session,
      phrase(
        "Workers that read {name} for {environment} from the {store} get nothing from then on, nor their own copy.",
        { name: key.name, environment: key.environment, store: label },
      ),
      key.name,
    );
  }
  const force = hasFlag(input, "force") ? { force: true } : {};
  const secret = await client.call({ type: "secret.delete", ...key, ...force });
  const { name, environment } = key;
  const done = phrase("Deleted {name} for {environment}, in {store}.", {
    name,
    environment,
    store: label,
  });
  const back = describeWayBack(secret);
  return {
    json: secret,
    text: ({ language }) => `${done[language]}\n${back[language]}\n`,
  };
}

function describeWayBack({ name, environment, recoverableUntil }: SecretMetadata): Wording {
  return recoverableUntil === null
    ? phrase("To bring it back: lunakey undelete {name} --env {environment}", { name, environment })
    : phrase("To bring it back until {until}: lunakey undelete {name} --env {environment}", {
        name,
        environment,
        until: renderMoment(recoverableUntil),
      });
}

export async function undeleteSecret(session: Session, input: CommandInput): Promise<Outcome> {
  const key = readSecretKey(input);
  const client = await openStore(session);
  const secret = await client.call({ type: "secret.undelete", ...key });
  const about = { ...key, version: secret.version ?? "-", store: client.connection.label };
  const done =
    secret.changed === false
      ? phrase("{name} for {environment} is not deleted: version {version}, in {store}.", about)
      : phrase("Brought back {name} for {environment}: version {version}, in {store}.", about);
  return {
    json: secret,
    text: ({ language }) => `${done[language]}\n`,
  };
}
