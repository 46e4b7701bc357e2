export default class Stripe {
  constructor(key: string, options?: { timeout?: number });
  readonly prices: { list(): Promise<string[]> };
}
