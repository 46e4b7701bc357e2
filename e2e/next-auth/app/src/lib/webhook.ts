/** Is a call to the webhook from who it says? Nobody's is while no secret is configured. */
export function isSigned(request: Request): boolean {
  const secret = process.env.WEBHOOK_SECRET;
  if (!secret) return false;
  return request.headers.get("x-webhook-secret") === secret;
}
