declare global {
  namespace App {
    interface Platform {}
  }
}
export interface RequestEvent {
  readonly request: Request;
  readonly platform: App.Platform | undefined;
}
