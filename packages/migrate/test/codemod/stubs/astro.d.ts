export interface APIContext {
  readonly request: Request;
  readonly locals: App.Locals;
}
export type APIRoute = (context: APIContext) => Response | Promise<Response>;
declare global {
  namespace App {
    interface Locals {}
  }
}
