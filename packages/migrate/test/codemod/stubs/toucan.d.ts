export class Toucan {
  constructor(options: { dsn?: string | undefined; release?: string });
  captureException(error: unknown): string;
}
