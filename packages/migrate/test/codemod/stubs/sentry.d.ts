export interface Options {
  dsn?: string | undefined;
  release?: string;
}
/** Calls `options` once for each request, and takes no promise. */
export function withSentry<E>(
  options: (env: E) => Options,
  handler: ExportedHandler<E>,
): ExportedHandler<E>;
export type OptionsOf<E> = (env: E) => Options;
