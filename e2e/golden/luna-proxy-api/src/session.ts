/** Session tokens: JWTs under JWT_SECRET (HS256) that name a user and last for an hour. */
import { errors, jwtVerify, SignJWT } from 'jose';
import { bearerToken, HttpError } from './http';
import { requireSecret } from './secrets';
import type { Env } from './types';

const ISSUER = 'luna-proxy-api';
const LIFETIME_SECONDS = 3_600;

export interface Session {
  userId: string;
  email: string | null;
  /** Seconds since 1970. */
  expiresAt: number;
}

async function sessionKey(env: Env): Promise<Uint8Array> {
  return new TextEncoder().encode(await requireSecret(env, 'JWT_SECRET'));
}

/** A new token for the user, with the moment it expires at in seconds since 1970. */
export async function issueSession(
  env: Env,
  userId: string,
  email: string | null,
): Promise<{ token: string; expiresAt: number }> {
  const now = Math.floor(Date.now() / 1_000);
  const expiresAt = now + LIFETIME_SECONDS;
  const token = await new SignJWT({ email })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(ISSUER)
    .setSubject(userId)
    .setIssuedAt(now)
    .setExpirationTime(expiresAt)
    .sign(await sessionKey(env));
  return { token, expiresAt };
}

/** @throws HttpError 401 unless the request carries a session token that is ours and not expired. */
export async function requireSession(request: Request, env: Env): Promise<Session> {
  const token = bearerToken(request);
  if (token === null) {
    throw new HttpError(401, 'unauthenticated', 'Send a session token as Authorization: Bearer.');
  }

  const key = await sessionKey(env);
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['HS256'],
      issuer: ISSUER,
      requiredClaims: ['sub', 'exp'],
    });
    const email = typeof payload.email === 'string' ? payload.email : null;
    return { userId: payload.sub ?? '', email, expiresAt: payload.exp ?? 0 };
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    throw new HttpError(401, 'unauthenticated', 'The session token is not valid, or has expired.');
  }
}
