/** The providers that requests are proxied to, and how each of them takes a key. */
import { invalidField } from './http';

export interface Provider {
  origin: string;
  authorize(headers: Headers, key: string): void;
}

const PROVIDERS: Record<string, Provider> = {
  openai: {
    origin: 'https://api.openai.com',
    authorize: (headers, key) => headers.set('Authorization', `Bearer ${key}`),
  },
  anthropic: {
    origin: 'https://api.anthropic.com',
    authorize: (headers, key) => headers.set('x-api-key', key),
  },
};

/** @throws HttpError 400 for a provider that is not known. */
export function requireProvider(name: string): Provider {
  const provider = Object.hasOwn(PROVIDERS, name) ? PROVIDERS[name] : undefined;
  if (!provider) {
    throw invalidField('provider', `must be one of ${Object.keys(PROVIDERS).join(', ')}`);
  }
  return provider;
}
