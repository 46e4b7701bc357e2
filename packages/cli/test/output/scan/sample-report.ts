/** A scan's report with something of everything, hostile names among it. */
import { type ScanReport, scanReport } from "@lunakey/contract";

const environment = (name: string, more: object = {}) => ({
  name,
  script: `api-${name}`,
  required: [],
  devVars: [],
  vars: [],
  bindings: [],
  ...more,
});

const read = (line: number, more: object = {}) => ({
  file: "api/src/billing.ts",
  line,
  column: 19,
  name: "STRIPE_SECRET_KEY",
  workers: ["api/wrangler.toml"],
  form: "env",
  taking: "property",
  async: false,
  reaches: [{ kind: "route", name: "POST /billing/checkout", path: "/billing/checkout" }],
  evidence: "types",
  throughHelper: false,
  code: "  const stripe = new Stripe(env.STRIPE_SECRET_KEY);",
  ...more,
});

export const SAMPLE: ScanReport = scanReport.parse({
  v: 1,
  root: "/home/luna/shop",
  workers: [
    {
      name: "api",
      config: "api/wrangler.toml",
      kind: "worker",
      entry: "api/src/index.ts",
      files: 16,
      environments: [
        environment("default", { devVars: ["STRIPE_SECRET_KEY"] }),
        environment("staging", { required: ["STRIPE_SECRET_KEY"] }),
        environment("production", { vars: ["ADMIN_API_KEY"] }),
      ],
    },
    {
      name: "web",
      config: "web/wrangler.jsonc",
      kind: "worker",
      entry: null,
      files: 1,
      environments: [
        environment("default", {
          bindings: [{ name: "ADMIN_API_KEY_STORE", kind: "secrets_store_secrets" }],
        }),
      ],
    },
  ],
  secrets: [
    {
      name: "ADMIN_API_KEY",
      classification: "secret",
      reasons: ["declared_required"],
      workers: [
        { config: "api/wrangler.toml", worker: "api", reads: 0, declaredIn: ["production"] },
        { config: "web/wrangler.jsonc", worker: "web", reads: 1, declaredIn: ["default"] },
      ],
    },
    {
      name: "STRIPE_SECRET_KEY",
      classification: "secret",
      reasons: ["env_member"],
      workers: [
        {
          config: "api/wrangler.toml",
          worker: "api",
          reads: 2,
          declaredIn: ["default", "staging"],
        },
      ],
    },
    {
      name: "STRIPE_PRICE_STARTER",
      classification: "configuration",
      reasons: ["name_of_configuration"],
      workers: [{ config: "api/wrangler.toml", worker: "api", reads: 1, declaredIn: [] }],
    },
  ],
  reads: [
    read(12),
    read(40, { async: true, evidence: "shape" }),
    read(7, {
      file: "web/src/<script>alert(1)</script>.ts",
      name: "ADMIN_API_KEY",
      workers: ["web/wrangler.jsonc"],
      async: null,
      reaches: [],
      code: 'const a = env.ADMIN_API_KEY + "</pre><script>alert(2)</script>\u202e\u001b[2J";',
    }),
  ],
  wholeEnv: [],
  findings: [
    {
      code: "plain_secret_in_vars",
      severity: "high",
      names: ["ADMIN_API_KEY"],
      workers: ["api"],
      environments: ["production"],
      places: [{ file: "api/wrangler.toml", line: 31, column: 1 }],
      message: "ADMIN_API_KEY is in plain text in [vars] of api, environment production.",
      fix: "Take it out of [vars], replace it at its maker, and set it with: npx wrangler secret put ADMIN_API_KEY --env production",
    },
    {
      code: "copied_secret",
      severity: "low",
      names: ["ADMIN_API_KEY"],
      workers: ["api", "web"],
      environments: [],
      places: Array.from({ length: 6 }, (_, index) => ({
        file: "api/src/admin.ts",
        line: index + 1,
        column: 1,
      })),
      message: "ADMIN_API_KEY is held by 2 Workers.",
      fix: "One value in the store would serve both.",
    },
  ],
  problems: [
    {
      code: "source_syntax",
      file: "web/src/broken.ts",
      line: 3,
      column: 1,
      message: "This file does not parse; the rest was looked at.",
    },
  ],
  verdict: {
    choice: "fix",
    message: "Mend what is listed first; individual secrets can stay.",
    reasons: [{ code: "plain", count: 1, message: "1 secret is in plain text." }],
  },
});
