/** What the Worker is bound to. Its secrets are read from `process.env`. */
interface CloudflareEnv {
  ASSETS: { fetch(request: Request): Promise<Response> };
  NEXTAUTH_URL: string;
  GITHUB_ID: string;
}
