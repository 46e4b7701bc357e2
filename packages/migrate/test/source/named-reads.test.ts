import { describe, expect, it } from "vitest";
import { findNamedReads } from "../../src/source/named-reads.ts";
import { programOf, ROOT, type SourceTexts } from "./program-of.ts";

const LISTEN = 'addEventListener("fetch", (event) => event.respondWith(answer(event.request)));\n';

/** `file:line NAME form evidence` of each. */
function namedReads(texts: SourceTexts, entry: string | null = "src/index.js"): string[] {
  const program = programOf(texts);
  const found = findNamedReads({ program, root: ROOT, include: () => true, entry });
  return found
    .map(({ name, place, form, evidence }) =>
      [`${place.file}:${place.line}`, name, form, evidence].join(" "),
    )
    .sort();
}

describe("globals of the service-worker syntax", () => {
  it("are found where nobody declares them, in all files of the Worker", () => {
    const texts = {
      "src/index.js": `import { key } from "./key.js";
${LISTEN}const AUTH_HEADER = { authorization: API_TOKEN };
async function answer(request) {
  const LIMIT = 3;
  if (typeof DEBUG_KEY === "undefined" || LIMIT > 2) return new Response(key());
  return fetch(request, { headers: AUTH_HEADER, body: JSON.stringify({ API_SECRET: 1, x: { SHARED_KEY } }) });
}
`,
      "src/key.js": "export const key = () => OTHER_KEY.trim();\n",
    };
    expect(namedReads(texts)).toEqual([
      "src/index.js:3 API_TOKEN global shape",
      "src/index.js:6 DEBUG_KEY global shape",
      "src/index.js:7 SHARED_KEY global shape",
      "src/key.js:1 OTHER_KEY global shape",
    ]);
    expect(namedReads(texts, null)).toHaveLength(4);
  });

  it("are found where they are only said to be there, if they are texts", () => {
    expect(
      namedReads({
        "src/index.js": `${LISTEN}const answer = () => new Response(API_KEY + DB_TOKEN + KV_STORE.get("a"));\n`,
        "src/bindings.d.ts":
          "declare const API_KEY: string;\ndeclare const KV_STORE: { get(name: string): string };\n",
        "src/global.ts": "declare global { const DB_TOKEN: string }\nexport {};\n",
      }),
    ).toEqual(["src/index.js:2 API_KEY global types", "src/index.js:2 DB_TOKEN global types"]);
  });

  it("are no matter of a Worker of modules, nor of a page's service worker beside it", () => {
    const module = "export default { fetch: () => new Response(API_KEY) };\n";
    expect(namedReads({ "src/index.js": module })).toEqual([]);
    expect(namedReads({ "src/index.js": module, "public/sw.js": `${LISTEN}CACHE_KEY;\n` })).toEqual(
      [],
    );
    expect(namedReads({ "src/index.js": LISTEN + module })).toEqual([]);
  });
});

describe("secrets of astro:env/server", () => {
  it("are found where they are used, by the name that the module has, or is given", () => {
    expect(
      namedReads({
        "src/index.js": `import { RESEND_API_KEY, STRIPE_KEY as stripe, getSecret } from "astro:env/server";
export const send = (name) => [RESEND_API_KEY, getSecret("X_TOKEN"), getSecret(name)];
export const STRIPE = () => stripe;
`,
      }),
    ).toEqual([
      "src/index.js:2 RESEND_API_KEY astro-env types",
      "src/index.js:2 X_TOKEN astro-env types",
      "src/index.js:3 STRIPE_KEY astro-env types",
    ]);
  });
});
