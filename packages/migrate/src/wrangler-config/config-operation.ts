/** What can be asked of a config's text, in either format. Each changes only the lines it names. */

export type ConfigValue =
  | string
  | number
  | boolean
  | readonly ConfigValue[]
  | { readonly [key: string]: ConfigValue };

/** An entry of a list of tables, in the order of its members. */
export type ConfigEntry = Readonly<Record<string, ConfigValue>>;

export type ConfigOperation =
  /** A new entry behind the others, for example of `services`. */
  | {
      readonly type: "add-entry";
      readonly environment: string;
      readonly kind: string;
      readonly entry: ConfigEntry;
      /** Stands above the entry; null for none. */
      readonly comment: string | null;
    }
  /** Another entry where one stands; of another kind, perhaps. Comments above it stay. */
  | {
      readonly type: "replace-entry";
      readonly environment: string;
      readonly kind: string;
      /** From 0, in the list of its kind. */
      readonly index: number;
      readonly newKind: string;
      readonly entry: ConfigEntry;
    }
  | {
      readonly type: "remove-entry";
      readonly environment: string;
      readonly kind: string;
      readonly index: number;
    }
  /** Adds a var, or gives it another value. */
  | {
      readonly type: "set-var";
      readonly environment: string;
      readonly name: string;
      readonly value: ConfigValue;
    }
  | { readonly type: "remove-var"; readonly environment: string; readonly name: string }
  /** Takes a string out of a list of strings, such as `secrets.required`. */
  | {
      readonly type: "remove-string";
      readonly environment: string;
      readonly path: string;
      readonly value: string;
    }
  | {
      readonly type: "add-environment";
      readonly environment: string;
      readonly members: ConfigEntry;
      readonly comment: string | null;
    };

/** Where an environment's own members stand. */
export function environmentPath(environment: string): readonly string[] {
  return environment === "default" ? [] : ["env", environment];
}

/** The config is written in a way that this can not be done to without touching other lines. */
export class ConfigEditError extends Error {
  override readonly name = "ConfigEditError";
  readonly operation: ConfigOperation["type"];

  constructor(operation: ConfigOperation["type"], reason: string) {
    super(`${operation}: ${reason}`);
    this.operation = operation;
  }
}
