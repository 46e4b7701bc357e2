/** Reads that were left as they are, in English. */
import { countWords } from "../language.ts";
import { type GiveUpWords, of } from "./left-alone.ts";

export const LEFT_ALONE_EN: GiveUpWords = {
  reasons: {
    constructor: {
      reason: ({ subject }) => `the constructor${of(" of ", subject)} can not wait`,
      edit: ({ names }) =>
        `Read ${names} where the object is made, and give the value to the constructor; or make it in a static async create().`,
    },
    "platform-constructor": {
      reason: ({ subject }) =>
        `a constructor can not wait, and the platform makes ${subject ?? "the object"}`,
      edit: ({ names }) =>
        `Read ${names} in the async methods that need it. (A Durable Object can fill it in inside ctx.blockConcurrencyWhile, too.)`,
    },
    getter: {
      reason: ({ subject }) => `a getter can not wait${of(", here ", subject)}`,
      edit: () => "Make it a method that is async, and await it where it is read.",
    },
    setter: {
      reason: ({ subject }) => `a setter can not wait${of(", here ", subject)}`,
      edit: () => "Read the secret before, and set the value.",
    },
    generator: {
      reason: ({ subject }) => `a generator can not wait${of(", here ", subject)}`,
      edit: () => "Make it an async generator, and read it with for await.",
    },
    "field-initialiser": {
      reason: ({ subject }) =>
        `a class field is filled in without waiting${of(", here ", subject)}`,
      edit: () => "Fill it on first use, in an async method.",
    },
    "static-block": {
      reason: () => "a static block can not wait",
      edit: () => "Move it into an async function that is called from a handler.",
    },
    "default-parameter": {
      reason: ({ subject }) => `a parameter's default can not wait${of(" in ", subject)}`,
      edit: () => "Read the secret in the function's body where the parameter is undefined.",
    },
    "module-level": {
      reason: ({ subject }) =>
        `it runs when the module is loaded, before any request${of(", for ", subject)}`,
      edit: ({ subject }) =>
        `Make ${subject ?? "it"} a function that is called in a handler and keeps what it made.`,
    },
    decorator: {
      reason: () => "a decorator's argument can not wait",
      edit: () => "Read the secret in the decorated method.",
    },
    "super-call": {
      reason: () => "an argument of super() can not wait",
      edit: () => "Read the secret where the object is made, and pass the value.",
    },
    "sync-callback": {
      reason: ({ subject }) =>
        `it is in a callback that ${subject ?? "its caller"} does not wait for`,
      edit: ({ names }) => `Read ${names} before the call, and use the value inside.`,
    },
    "between-storage": {
      reason: ({ subject }) =>
        `another event could come in between${of(", in ", subject)}, before the storage is written that was read`,
      edit: ({ names }) => `Read ${names} before the storage, and give the value on.`,
    },
    "at-once": {
      reason: ({ subject }) =>
        `the code that calls ${subject ?? "the function"} relies on what it sets before it first waits, and a look-up would put that off`,
      edit: ({ subject, names }) =>
        `Read ${names} where ${subject ?? "it"} is called, and give the value on.`,
    },
    "module-callback": {
      reason: ({ subject }) =>
        `it is in a callback that ${subject ?? "its caller"} does not wait for, and that is given when the module is loaded`,
      edit: ({ names }) =>
        `Leave ${names} among the Worker's own secrets: lunakey sync keeps such copies at the store's value.`,
    },
    "type-predicate": {
      reason: ({ subject }) => `a type guard can not be async${of(", here ", subject)}`,
      edit: () => "Read the secret before, and give the value to the guard.",
    },
    "library-type": {
      reason: ({ subject }) =>
        `a type of a library wants a plain value${of(" from ", subject)}, no promise`,
      edit: ({ names }) => `Read ${names} before, and let the function use the value.`,
    },
    "used-as-value": {
      reason: ({ subject }) => `${subject ?? "the function"} is handed on as a value`,
      edit: () => "Hand on an async function that awaits it, where its receiver can wait.",
    },
    "unknown-callback": {
      reason: ({ subject }) => `it is not known whether ${subject ?? "the receiver"} waits for it`,
      edit: () => "If it does, write await getSecret(…) there by hand.",
    },
    "outside-caller": {
      reason: ({ subject }) =>
        `${subject ?? "it"} is called from a file that the compiler can not follow`,
      edit: () => "Write the await there by hand, or make its import one that resolves.",
    },
    component: {
      reason: () =>
        "it is in a component, whose script can not wait or runs where no store can be reached",
      edit: ({ names }) =>
        `Read ${names} in a file of the server, and hand on what the component needs; in Astro's frontmatter, read it from Astro.locals.runtime.env or cloudflare:workers instead of process.env, and run migrate again.`,
    },
    "service-worker": {
      reason: () => "the Worker is in the service-worker syntax, where secrets are globals",
      edit: () =>
        "Turn it into the module syntax (export default { fetch(request, env) { … } }), hand env on, and run migrate again.",
    },
    "astro-env": {
      reason: () => "it is imported from astro:env/server, which reads it without waiting",
      edit: ({ names }) =>
        `Where ${names} is used, write await getSecret(env, …), with the env of cloudflare:workers or of locals.runtime, and take it out of env.schema.`,
    },
    "runs-in-node": {
      reason: () =>
        "Node or another service runs this file by itself, and reaches no store through process.env",
      edit: () => "Give the code its environment as an argument.",
    },
    "kept-by-others": {
      reason: () => "what is made of it is kept, and code that does not move yet makes it, too",
      edit: () => "Move all of it at once, without --route.",
    },
    "empty-string": {
      reason: () => "the code tells an empty string from a missing one, and the helper does not",
      edit: () => "Let both mean missing, or keep this one as a variable.",
    },
    "store-object": {
      reason: () => "it is bound from Cloudflare's Secrets Store, and get() is awaited already",
      edit: ({ names }) =>
        `For ${names}: write await requireSecret(env, "NAME") in place of await env.NAME.get(), and take the binding out.`,
    },
    "no-text": {
      reason: ({ subject }) =>
        `its type here is no text${of(", but ", subject)}, and a secret is nothing else`,
      edit: ({ names }) =>
        `Leave ${names} where it is a variable; where it is a secret, mend its type and run migrate again.`,
    },
    "rest-destructuring": {
      reason: () => "the rest of the environment is taken along with it",
      edit: () => "Take the secret out on its own, before the rest.",
    },
    "write-target": {
      reason: () => "it is written to, not read",
      edit: () => "Nothing has to change here.",
    },
    overridden: {
      reason: () => "the code puts another value in its place, which the store does not know",
      edit: ({ names, subject }) =>
        `Hand the other value on by itself, not as ${subject ?? names} of an environment; then run migrate again.`,
    },
    "no-environment": {
      reason: () => "no environment is at hand there that the helper could read from",
      edit: () =>
        "Hand env on to this function; a Next.js app asks its adapter for it (getRequestContext().env).",
    },
    accessor: {
      reason: ({ subject }) => `it is read through ${subject ?? "a function"} of the repository`,
      edit: ({ subject }) => `Let ${subject ?? "that function"} call getSecret, and await it.`,
    },
    "unknown-shape": {
      reason: () => "the code around it has a form that is not known here",
      edit: () => "Write await getSecret(…) by hand.",
    },
    "several-names": {
      reason: () => "which of several secrets is read is only known when it runs",
      edit: () => "Call getSecret(env, name) there by hand.",
    },
    excepted: {
      reason: () => "it is left by --except",
      edit: ({ names }) => `To move ${names}, run migrate without that.`,
    },
    "mixed-names": {
      reason: () => "secrets and other names are read in one place, by the name that is asked for",
      edit: () => "Read the secrets apart from the others, with await getSecret(env, name).",
    },
    "dynamic-key": {
      reason: () => "the name is only known when it runs",
      edit: () => "Call getSecret(env, name) there by hand, if the names are secrets.",
    },
    spread: {
      reason: () => "the whole environment is copied",
      edit: () => "Nothing has to change, unless a secret is read from the copy.",
    },
    keys: {
      reason: () => "the names of the environment are listed",
      edit: () => "Nothing has to change: a secret that is only in the store is not among them.",
    },
    "schema-parse": {
      reason: () => "the whole environment is checked by a schema",
      edit: () => "Take the secrets out of the schema before the individual ones are removed.",
    },
    "passed-to-library": {
      reason: () => "a library is given the whole environment, and reads from it itself",
      edit: () => "Keep the individual secrets that it reads (delivery synced).",
    },
    "kept-in-variable": {
      reason: () => "the environment is kept for later",
      edit: () => "Nothing has to change, unless a secret is read from what was kept.",
    },
    "type-error": {
      reason: ({ subject, error }) =>
        `the change would have made a new type error${of(" in ", subject)}, and was not written${of(": ", error)}`,
      edit: () => "Write await getSecret(…) by hand, where the types show what else must change.",
    },
    "helper-type-error": {
      reason: ({ subject }) =>
        `the helper itself has a type error under this tsconfig, so nothing was written${of(": ", subject)}`,
      edit: ({ subject }) =>
        subject !== null
          ? "Mend that first (types of the platform that are not installed for this folder, or are of an old version, do this), and run migrate again."
          : 'In that tsconfig, set "module" to "ESNext" and "lib" ("target" where there is no "lib") to ES2019 or later, as far as they are lower, and run migrate again: the Worker is built the same.',
    },
    "not-awaited": {
      reason: ({ subject }) =>
        `a call of ${subject ?? "the function"} could not be made to wait, so nothing was written`,
      edit: () => "Await that call by hand, and run migrate again.",
    },
    "not-stable": {
      reason: () => "a second run would have changed it again, so it was not written",
      edit: () => "Write await getSecret(…) by hand, and please report it.",
    },
    "internal-error": {
      reason: ({ subject }) => `lunakey itself failed at it${of(", in ", subject)}`,
      edit: () => "Write await getSecret(…) by hand, and please report it, with the code around.",
    },
  },
  remarks: {
    "memoised-client": (names) =>
      `What is made here is kept, with the ${names} that it was made with. Where it is a client, withSecret makes a new one after a rotation.`,
    "made-twice": (names) =>
      `What is made here and kept, or done once, waits for ${names} now: two requests at once may each do it. Give ${names} to what does it to rule that out.`,
    "checked-later": (names) =>
      `Without ${names}, this check throws when the value is first needed, and no longer when the module is loaded.`,
    "opens-without": (names) =>
      `Without ${names} this check lets everybody in, as before. A store can also refuse, or not be reached: requireSecret in its place refuses then.`,
    "known-default": (names) =>
      `Where ${names} has no value, a text of the code takes its place, as before. A store can also refuse, or not be reached: who knows the code then knows what is signed or checked with. requireSecret, without that text, ends the request instead.`,
    "build-time": (names) =>
      `${names} is read through import.meta.env here: its value is put into the build, and stays in it when the secret is rotated. Read env.${names} of the Worker's environment instead; migrate can move that.`,
    "widely-called": (names, { name, calls, files, command }) =>
      `\`${name}\` becomes async: ${countWords("en", calls, "call", "calls")} in ${countWords("en", files, "file", "files")} ${calls === 1 ? "is" : "are"} awaited.${of(` To leave it for later, with all reads of ${names}: `, command)}`,
    "generated-env-type": () => "The type of the environment is generated: run npx wrangler types.",
  },
};
