/**
 * The source of modules that go in front of a Worker's own: they give its isolate a `Date` that can be
 * moved, as a test's fake timers do, and an entrypoint through which it is moved. The Worker's code is
 * what was uploaded, byte for byte.
 */

/** The entrypoint's class, in every isolate that has the module. */
export const CLOCK_ENTRYPOINT = "LifeClock";

/** @param offsetMs how far from the real time it begins. */
function renderClock(offsetMs: number): string {
  return `
import { WorkerEntrypoint } from "cloudflare:workers";
const RealDate = Date;
let offset = ${offsetMs};
class MovedDate extends RealDate {
  constructor(...args) { super(...(args.length === 0 ? [MovedDate.now()] : args)); }
  static now() { return RealDate.now() + offset; }
}
globalThis.Date = MovedDate;
export class ${CLOCK_ENTRYPOINT} extends WorkerEntrypoint {
  set(ms) { offset = ms; }
}

let original;
let alarm;
/** The platform's alarms follow the real time: they are set, and set again, by how far it is moved. */
function moveAlarms(storage) {
  const proto = Object.getPrototypeOf(storage);
  // Of several instances one after the other, each has a storage of its own.
  const arm = (of, at) => {
    alarm = { at, offset };
    return original.call(of, at - offset);
  };
  if (original === undefined) {
    original = proto.setAlarm;
    proto.setAlarm = function (at) { return arm(this, Number(at)); };
  }
  return async () => {
    if (alarm === undefined) {
      const real = await storage.getAlarm();
      if (real !== null) alarm ??= { at: real + offset, offset };
    }
    if (alarm !== undefined && alarm.offset !== offset) await arm(storage, alarm.at);
  };
}

/** A Durable Object whose alarms come when the moved time has come, at the latest with the next call. */
export function withAlarms(Base) {
  return class extends Base {
    #align;
    constructor(ctx, env) {
      const align = moveAlarms(ctx.storage);
      super(ctx, env);
      this.#align = align;
    }
    async read(...args) { await this.#align(); return super.read(...args); }
    async report(...args) { await this.#align(); return super.report(...args); }
    async execute(...args) { await this.#align(); return super.execute(...args); }
  };
}`;
}

export interface MovedModule {
  readonly type: "ESModule";
  readonly path: string;
  readonly contents: string;
}

export interface MovableCode {
  readonly modules: Readonly<Record<string, string>>;
  readonly mainModule: string;
  /** Names of the classes of its Durable Objects. */
  readonly objects: readonly string[];
}

/** The Worker's modules behind one that moves its clock first. */
export function moveClockOf(
  { modules, mainModule, objects }: MovableCode,
  offsetMs: number,
): MovedModule[] {
  const main = JSON.stringify(`./${mainModule}`);
  const moved = objects.map((name) => `export const ${name} = withAlarms(main.${name});`);
  const entry = [
    `import { ${CLOCK_ENTRYPOINT}, withAlarms } from "./life-clock.js";`,
    `import * as main from ${main};`,
    `export * from ${main};`,
    `export { ${CLOCK_ENTRYPOINT} };`,
    "export default main.default;",
    ...moved,
  ];
  const all = Object.entries({
    "life-entry.js": entry.join("\n"),
    "life-clock.js": renderClock(offsetMs),
    ...modules,
  });
  return all.map(([path, contents]) => ({ type: "ESModule", path, contents }));
}
