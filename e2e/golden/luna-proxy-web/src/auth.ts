/**
 * Sign-in with GitHub and Google by Auth.js, sessions in an encrypted cookie. Cross-site posts are
 * refused by Hono's `csrf` for the whole site, which is why Auth.js does not check them again.
 */
import { Auth, type AuthConfig, skipCSRFCheck } from "@auth/core";
import GitHub from "@auth/core/providers/github";
import Google from "@auth/core/providers/google";
import { findSecret, requireSecret } from "./secrets";
import type { Env } from "./types";

/** Who is signed in. */
export interface User {
  /** The provider and the account's id there: `github:1234`. */
  id: string;
  name: string | null;
  email: string | null;
}

export async function authConfig(env: Env): Promise<AuthConfig> {
  return {
    basePath: "/auth",
    trustHost: true,
    skipCSRFCheck,
    pages: { signIn: "/", signOut: "/", error: "/" },
    secret: await sessionSecrets(env),
    providers: [
      GitHub({
        clientId: env.GITHUB_CLIENT_ID,
        clientSecret: await requireSecret(env, "GITHUB_CLIENT_SECRET"),
      }),
      Google({
        clientId: env.GOOGLE_CLIENT_ID,
        clientSecret: await requireSecret(env, "GOOGLE_CLIENT_SECRET"),
      }),
    ],
    callbacks: {
      jwt({ token, account }) {
        if (account) token.sub = `${account.provider}:${account.providerAccountId}`;
        return token;
      },
      session({ session, token }) {
        return { ...session, user: { ...session.user, id: token.sub ?? "" } };
      },
    },
  };
}

/** Who the request's session cookie belongs to, or null. */
export async function getUser(request: Request, env: Env): Promise<User | null> {
  const url = new URL("/auth/session", request.url);
  const cookie = request.headers.get("Cookie") ?? "";
  const response = await Auth(new Request(url, { headers: { cookie } }), await authConfig(env));
  if (!response.ok) throw new Error(`Auth.js answered status ${response.status}`);
  const session = await response.json<{ user?: User } | null>();
  return session?.user ?? null;
}

/** The first one encrypts; all of them decrypt, so that sessions from before stay valid. */
async function sessionSecrets(env: Env): Promise<string[]> {
  const secrets = [await findSecret(env, "AUTH_SECRET"), await findSecret(env, "NEXTAUTH_SECRET")];
  return secrets.filter((secret): secret is string => Boolean(secret));
}
