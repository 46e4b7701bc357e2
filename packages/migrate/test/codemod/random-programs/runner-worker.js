/**
 * Runs programs that come as text, each with fresh modules, and says what it saw. The store, where a
 * run has one, answers late, as one behind RPC does, and lets no value be kept: each read waits.
 */
export default {
  async fetch(request, { EVAL }) {
    const { programs, runs } = await request.json();
    // Each has modules and notes of its own, so that all of them can wait at the same time.
    const results = runs.map((run) =>
      Promise.all(programs.map((program) => execute(EVAL, program, run))),
    );
    return Response.json(await Promise.all(results));
  },
};

async function execute(EVAL, program, run) {
  const env = { ...run.values };
  if (run.stored) env.SECRETS = createStore(run.stored);
  const load = createLoader(EVAL, program, env);
  const { paths = ["/", "/"] } = run;
  const ask = (path) => answer(load, env, path, run.text);
  const answers = [];
  if (run.together) answers.push(...(await Promise.all(paths.map(ask))));
  else for (const path of paths) answers.push(await ask(path));
  // What was not waited for is seen in what comes after the answers.
  await new Promise((resolve) => setTimeout(resolve, 3));
  const { thrown = [] } = program["src/secrets"] ? load("src/secrets") : {};
  return { answers, trace: [...load("src/trace").trace], thrown };
}

async function answer(load, env, path, text) {
  const request = new Request(`https://worker.example${path}`, { headers: { text } });
  try {
    const response = await load("src/index").default.fetch(request, env, {});
    return { body: await response.text() };
  } catch (error) {
    return { error: `${error.name}: ${error.message}` };
  }
}

function createLoader(EVAL, program, env) {
  const modules = new Map();
  const load = (path) => {
    const known = modules.get(path);
    if (known) return known;
    const module = { exports: {} };
    modules.set(path, module.exports);
    const body = EVAL.newFunction(program[path], "program", "require", "module", "exports");
    const required = (name) => {
      if (name === "cloudflare:workers") return { env };
      return load(name.startsWith("./") ? `src/${name.slice(2)}` : name);
    };
    body(required, module, module.exports);
    modules.set(path, module.exports);
    return module.exports;
  };
  return load;
}

function createStore(values) {
  const item = (name) =>
    values[name]
      ? {
          name,
          status: "ok",
          value: values[name],
          version: 1,
          maxAgeSeconds: 0,
          fallback: "allowed",
        }
      : { name, status: "missing", maxAgeSeconds: 0, fallback: "allowed" };
  return {
    get: async (name) => values[name] ?? null,
    async read({ names }) {
      await new Promise((resolve) => setTimeout(resolve));
      return { v: 1, items: names.map(item) };
    },
  };
}
