export interface Auth {
  handler(request: Request): Promise<Response>;
}
export function betterAuth(options: {
  secret: string | undefined;
  trustedOrigins?: string[];
}): Auth;
