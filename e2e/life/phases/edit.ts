/** What people change by hand in the repository meanwhile; all of it has to outlive the move back. */
import type { Life } from "../life.ts";

const API = "luna-proxy-api/src";
const WEB = "luna-proxy-web/src";

/** The Workers compare their copies, and tell the store where their reads are served from. */
export async function reportFromWorkers({ repository }: Life): Promise<void> {
  const calls = "compareInShadow();\nreportUsage();\n";
  await repository.edit(
    `${API}/index.ts`,
    "import { errorResponse, notFound } from './http';\n",
    "import { compareInShadow, reportUsage } from '@lunakey/runtime';\nimport { errorResponse, notFound } from './http';\n",
  );
  await repository.edit(`${API}/index.ts`, "export default {", `${calls}\nexport default {`);
  await repository.edit(
    `${WEB}/index.ts`,
    'import { Hono } from "hono";\n',
    'import { compareInShadow, reportUsage } from "@lunakey/runtime";\nimport { Hono } from "hono";\n',
  );
  await repository.edit(`${WEB}/index.ts`, "const app = ", `${calls}\nconst app = `);
  await repository.commit("Compare in shadow, and report usage");
}

/** Tokens and webhooks are verified with every key that counts, so that keys can be rotated. */
export async function verifyWithEveryKey({ repository }: Life): Promise<void> {
  const session = `${API}/session.ts`;
  await repository.edit(
    session,
    "import { requireSecret }",
    "import { requireSecret, verifyWithSecret }",
  );
  await repository.edit(session, "  const key = await sessionKey(env);\n  try {", "  try {");
  await repository.edit(
    session,
    `await jwtVerify(token, key, {
      algorithms: ['HS256'],
      issuer: ISSUER,
      requiredClaims: ['sub', 'exp'],
    });`,
    `await verifyWithSecret(env, 'JWT_SECRET', (secret) =>
      jwtVerify(token, new TextEncoder().encode(secret), {
        algorithms: ['HS256'],
        issuer: ISSUER,
        requiredClaims: ['sub', 'exp'],
      }),
    );`,
  );
  const billing = `${API}/routes/billing.ts`;
  await repository.edit(billing, "import { getSecret }", "import { getSecret, verifyWithSecret }");
  await repository.edit(
    billing,
    "  const event = await verifyEvent(stripe, await request.text(), signature, webhookSecret);\n",
    `  const payload = await request.text();
  const event = await verifyWithSecret(env, 'STRIPE_WEBHOOK_SECRET', (secret) =>
    verifyEvent(stripe, payload, signature, secret),
  );
`,
  );
  await repository.commit("Verify tokens and webhooks with every key that counts");
}
