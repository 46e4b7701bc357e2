/** A token's row as people see it: without its digest. */
import type { TokenMetadata } from "@lunakey/contract";
import type { TokenRow } from "../calls/token-rows.ts";

export function describeToken(row: TokenRow): TokenMetadata {
  return {
    id: row.id,
    label: row.label,
    role: row.role,
    createdAt: row.created_at,
    createdBy: row.created_by,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
  };
}
