/** Code of the server in Astro files: it waits at its top, and what is shown below it can not. */
import { describe, expect, it } from "vitest";
import { Monorepo, type Texts, worker } from "./monorepo.ts";

const TYPES = `interface Env { API_KEY: string; ADMIN_PASSWORD?: string }
declare module "astro" {
  export interface AstroGlobal {
    readonly locals: { readonly runtime: { readonly env: Env } };
    redirect(path: string): void;
  }
  export type Route = (context: { locals: AstroGlobal["locals"] }) => Response | Promise<Response>;
}
`;
const SIGNED = `/** A text with its signature. */
export function signed(env: Env, text: string): string {
  return \`\${text}.\${env.API_KEY}\`;
}
`;
const ROUTE = `import type { Route } from "astro";
import { signed } from "../lib/signed";

export const GET: Route = ({ locals }) => new Response(signed(locals.runtime.env, "route"));
`;

function siteOf(texts: Texts): Monorepo {
  return new Monorepo({
    ...worker("site", "dist/_worker.js"),
    "apps/site/wrangler.toml": 'name = "site"\npages_build_output_dir = "dist"\n',
    "apps/site/package.json": JSON.stringify({ name: "site", dependencies: { astro: "5.0.0" } }),
    "apps/site/src/env.d.ts": TYPES,
    "apps/site/src/lib/signed.ts": SIGNED,
    "apps/site/src/pages/route.ts": ROUTE,
    ...texts,
  });
}

const PAGE = "apps/site/src/pages/index.astro";

describe("the code of an Astro file", () => {
  it("waits for a look-up at its top, and every other character stays", async () => {
    const page = `---
import Layout from '../layouts/Layout.astro';

const { env } = Astro.locals.runtime;
if (!env.ADMIN_PASSWORD) return Astro.redirect('/login');
const token = env.API_KEY;
const matches = ['a', 'b'].filter((one) => one === env.ADMIN_PASSWORD);
---

<Layout title={\`env.API_KEY\`}>
  {token.length > 3 && <p>{matches.length} — "ok"</p>}
</Layout>

<script>
  const token = window.env.API_KEY;
</script>
`;
    const repository = siteOf({ [PAGE]: page });
    const { workers, changes } = await repository.migrate();
    expect(workers[0]?.plan.gaveUp).toEqual([]);
    const expected = page
      .replace("import L", "import { getSecret, requireSecret } from '../../secrets';\nimport L")
      .replace(
        "if (!env.ADMIN_PASSWORD)",
        "const adminPassword = await getSecret(env, 'ADMIN_PASSWORD');\nif (!adminPassword)",
      )
      .replace("= env.API_KEY;\nconst m", "= await requireSecret(env, 'API_KEY');\nconst m")
      .replace("one === env.ADMIN_PASSWORD", "one === adminPassword");
    const change = changes.find(({ path }) => path === PAGE);
    expect(change?.before).toBe(page);
    expect(change?.after).toBe(expected);
  });

  it("waits for a function that others wait for, too", async () => {
    const page = `---
import { signed } from "../lib/signed";
const text = signed(Astro.locals.runtime.env, "page");
---
<p>{text}</p>
`;
    const { workers, changes } = await siteOf({ [PAGE]: page }).migrate();
    expect(workers[0]?.plan.gaveUp).toEqual([]);
    const after = changes.find(({ path }) => path === PAGE)?.after;
    expect(after).toBe(page.replace("= signed(", "= await signed("));
  });

  it("leaves a function that the template calls, imported or its own", async () => {
    const page = `---
import { signed } from "../lib/signed";
const { env } = Astro.locals.runtime;
const password = (of: Env) => of.ADMIN_PASSWORD ?? "none";
---
<p>{signed(env, "page")} {password(env)}</p>
`;
    const { workers, changes } = await siteOf({ [PAGE]: page }).migrate();
    expect(changes).toEqual([]);
    expect(workers[0]?.plan.gaveUp.map(({ code, names }) => [code, ...names])).toEqual([
      ["outside-caller", "API_KEY"],
      ["outside-caller", "ADMIN_PASSWORD"],
    ]);
  });

  it("keeps process.env, which Node builds pages with", async () => {
    const page = `---
const key = process.env.BUILD_KEY;
---
<p>{key}</p>
`;
    const { workers, changes } = await siteOf({ [PAGE]: page }).migrate();
    expect(changes.map(({ path }) => path)).not.toContain(PAGE);
    expect(workers[0]?.plan.gaveUp.map(({ code, names }) => [code, ...names])).toEqual([
      ["component", "BUILD_KEY"],
    ]);
  });

  it("gets its import where it has none, and is done after that", async () => {
    const page = `---
const { API_KEY } = Astro.locals.runtime.env;
---
<p>{API_KEY.length}</p>
`;
    const repository = siteOf({ [PAGE]: page });
    const { changes } = await repository.migrate();
    const after = changes.find(({ path }) => path === PAGE)?.after ?? "";
    expect(after).toBe(`---
import { requireSecret } from "../../secrets";

const API_KEY = await requireSecret(Astro.locals.runtime.env, "API_KEY");
---
<p>{API_KEY.length}</p>
`);
    repository.write(Object.fromEntries(changes.map(({ path, after }) => [path, after ?? ""])));
    const again = await repository.migrate();
    expect(again.changes).toEqual([]);
    expect(again.workers[0]?.plan.gaveUp).toEqual([]);
  });

  it("is left, and said, where it reads import.meta.env, unless the run is not asked for it", async () => {
    const page = `---
const key = import.meta.env.MAIL_API_KEY ?? import.meta.env.PUBLIC_KEY;
---
<p>{key}</p>
`;
    const repository = siteOf({ [PAGE]: page });
    const said = [
      { code: "build-time", names: ["MAIL_API_KEY"], place: { file: PAGE, line: 2, column: 29 } },
    ];
    for (const [asked, remarks] of [
      [{}, said],
      [{ files: [PAGE] }, said],
      [{ files: ["apps/site/src/pages/route.ts"] }, []],
      [{ routes: ["/route"] }, []],
      [{ except: ["MAIL_API_KEY"] }, []],
    ] as const) {
      const { workers, changes } = await repository.migrateOnly(asked);
      expect(workers[0]?.plan.remarks).toEqual(remarks);
      expect(changes.map(({ path }) => path)).not.toContain(PAGE);
    }
  });
});
