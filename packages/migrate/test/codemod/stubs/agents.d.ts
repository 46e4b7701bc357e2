export abstract class Agent<E> {
  constructor(ctx: unknown, env: E);
  protected readonly env: E;
  onStart(): void | Promise<void>;
  /** Not awaited by the library. */
  onClose(): void;
}
export abstract class Voice<E> extends Agent<E> {
  abstract tts: TTS;
}
export class TTS {
  constructor(options: { apiKey: string });
  speak(text: string): Promise<void>;
}
