/** A Worker in an environment, as bind deals with it. */
import type { WranglerConfig } from "@lunakey/migrate";

export interface BindTarget {
  readonly config: WranglerConfig;
  /** The identity in the binding's props, and in grants. */
  readonly worker: string;
  readonly environment: string;
  /** Secrets that its code reads. */
  readonly names: readonly string[];
}
