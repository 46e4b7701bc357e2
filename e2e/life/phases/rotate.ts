/** Rotations in production while tokens and webhooks of either key arrive. */
import { randomBytes } from "node:crypto";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../clock.ts";
import type { Life } from "../life.ts";
import { signToken } from "../load/api-routes.ts";
import type { Site } from "../load/site.ts";
import { individualSecrets, noteSent, syncCopies } from "./copies.ts";

/** Longer than a session token is good for, and what a sender takes to change its key. */
const OVERLAP_MS = 2 * HOUR_MS;
const OVERLAP = "2h";
const WORKER = "luna-proxy-api";
const NAMES = ["JWT_SECRET", "STRIPE_WEBHOOK_SECRET"];
/** Until every isolate has asked again. */
const SPREAD_MS = 3 * MINUTE_MS;

/** Whose values these are; on backend `cloudflare` all environments have one value. */
const environmentOf = ({ backend }: Life) => (backend === "vault" ? "production" : "all");
const affectedSites = ({ backend, sites }: Life): readonly Site[] =>
  backend === "vault" ? [sites.production] : [sites.production, sites.staging];

interface Rotated {
  readonly currentFrom: number | null;
  readonly previousUntil: number | null;
}

/** Rotates both keys with overlap, up to a time at which neither old one counts any more. */
export async function rotateWithOverlap(life: Life): Promise<void> {
  const sites = affectedSites(life);
  const { JWT_SECRET: oldKey, STRIPE_WEBHOOK_SECRET: oldWebhookKey } =
    life.sites.production.seed.api;
  const [newKey, newWebhookKey] = [makeKey(), `whsec_${makeKey()}`];
  for (const site of sites) {
    // Good for a day in themselves: what ends them is the end of their key.
    for (let count = 0; count < 5; count += 1) await addLongToken(site, oldKey);
    site.tokens.addKey(newKey);
    await syncCopies(life, WORKER, site.environment, NAMES);
  }
  const session = await rotate(life, "JWT_SECRET", newKey);
  const webhook = await rotate(life, "STRIPE_WEBHOOK_SECRET", newWebhookKey);
  await life.pass(SPREAD_MS);
  for (const site of sites) {
    // At Stripe an endpoint's key is rolled with an overlap of its own.
    site.webhookKeys = [oldWebhookKey, newWebhookKey];
    await addLongToken(site, oldKey);
    site.tokens.endKey(oldKey, session.previousUntil ?? 0);
  }
  await life.pass(OVERLAP_MS - 3 * SPREAD_MS, 15 * MINUTE_MS);
  for (const site of sites) site.webhookKeys = [newWebhookKey];
  const last = Math.max(session.previousUntil ?? 0, webhook.previousUntil ?? 0);
  await life.pass(last - life.clock.now() + SPREAD_MS, SPREAD_MS);
  for (const site of sites) site.retiredWebhookKeys = [oldWebhookKey];
  await life.pass(HOUR_MS, 10 * MINUTE_MS);
  noteRotation(life);
  for (const { environment } of sites) {
    const { JWT_SECRET } = individualSecrets(life, environment)[WORKER];
    if (JWT_SECRET !== newKey) throw new Error(`The copy in ${environment} did not follow.`);
  }
}

/** What the clock decides is written down by the ledger; on backend `cloudflare` it is told of the first. */
function noteRotation(life: Life): void {
  for (const name of NAMES) {
    noteChange(life, life.backend === "vault" ? "secret.activate" : "secret.promote", name);
    noteChange(life, "secret.retire", name);
  }
  for (const { environment } of affectedSites(life)) noteSent(life, WORKER, environment, NAMES);
}

/** Pending for as long as one likes, promoted, and ended early; on backend `vault` alone. */
export async function promoteAndRetire(life: Life): Promise<void> {
  const { repository } = life;
  const { production: site } = life.sites;
  const [current = ""] = site.webhookKeys;
  const next = `whsec_${makeKey()}`;
  const name = "STRIPE_WEBHOOK_SECRET";
  const key = [name, "--env", environmentOf(life), "--json"];
  await repository.lunakey(["rotate", ...key, "--pending", "--leave-copies", "--yes"], next);
  noteChange(life, "secret.rotate", name);
  await life.pass(SPREAD_MS);
  site.webhookKeys = [current, next];
  await life.pass(MINUTE_MS);
  await repository.lunakey(["promote", ...key, "--overlap", OVERLAP]);
  noteChange(life, "secret.promote", name);
  noteSent(life, WORKER, site.environment, [name]);
  await life.pass(SPREAD_MS);
  site.webhookKeys = [next];
  await life.pass(MINUTE_MS);
  await repository.lunakey(["retire", ...key, "--yes"]);
  noteChange(life, "secret.retire", name);
  await life.pass(SPREAD_MS);
  site.retiredWebhookKeys = [...site.retiredWebhookKeys, current];
}

const makeKey = () => randomBytes(36).toString("base64url");

async function addLongToken(site: Site, key: string): Promise<void> {
  site.tokens.add(await signToken(site, key, "traveller", DAY_MS), site.clock.now() + DAY_MS);
}

/** With the value at standard input, and the Workers' own copies brought along. */
async function rotate(life: Life, name: string, value: string): Promise<Rotated> {
  const { repository } = life;
  const key = [
    name,
    "--env",
    environmentOf(life),
    "--overlap",
    OVERLAP,
    "--sync",
    "--yes",
    "--json",
  ];
  const out = await repository.lunakey(["rotate", ...key], value);
  noteChange(life, "secret.rotate", name);
  const [rotated] = (JSON.parse(out) as { changes: Rotated[] }).changes;
  if (rotated === undefined) throw new Error(out);
  return rotated;
}

function noteChange(life: Life, action: string, name: string): void {
  life.journal.note({ action, target: { environment: environmentOf(life), name } });
}
