declare global {
  interface CloudflareEnv {}
}
export interface CloudflareContext {
  readonly env: CloudflareEnv;
  readonly ctx: ExecutionContext;
}
export function getCloudflareContext(options: { async: true }): Promise<CloudflareContext>;
export function getCloudflareContext(options?: { async: false }): CloudflareContext;
export function defineCloudflareConfig(config?: object): object;
