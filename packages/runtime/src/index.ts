export {
  type Found,
  find,
  findSecret,
  getSecret,
  getSecrets,
  type NameIn,
  requireSecret,
  SecretError,
  type SecretName,
  secretName,
} from "./secrets.ts";
export { compareInShadow } from "./shadow.ts";
export { reportUsage } from "./usage.ts";
export { verifyWithSecret } from "./verify-with-secret.ts";
export { withSecret } from "./with-secret.ts";
