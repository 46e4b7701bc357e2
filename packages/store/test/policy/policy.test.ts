import { type CommandType, RESULTS, type Role } from "@lunakey/contract";
import { describe, expect, it } from "vitest";
import { ALLOWED_ROLES, isAllowed } from "../../src/policy/policy.ts";

const ALL = Object.keys(RESULTS) as CommandType[];
const VIEWER_MAY = [
  "secret.get",
  "secret.list",
  "secret.history",
  "secret.rollout",
  "grant.list",
  "usage.list",
  "parity.list",
  "copies.plan",
  "copies.list",
  "evidence.list",
  "audit.list",
  "audit.head",
  "audit.verify",
  "store.status",
];
const WRITER_MAY = [
  ...VIEWER_MAY,
  "secret.set",
  "secret.import",
  "secret.delete",
  "secret.undelete",
  "secret.rotate",
  "secret.promote",
  "secret.rollback",
  "secret.retire",
  "changes.apply",
  "copies.send",
];

function allowed(role: Role): CommandType[] {
  return ALL.filter((command) => isAllowed(role, command));
}

describe("policy", () => {
  it("knows every command", () => {
    expect(Object.keys(ALLOWED_ROLES).sort()).toEqual([...ALL].sort());
  });

  it("lets an admin give every command", () => {
    expect(allowed("admin")).toEqual(ALL);
  });

  it("lets a writer change secrets, and see all but tokens", () => {
    expect(allowed("writer").sort()).toEqual([...WRITER_MAY].sort());
  });

  it("lets a viewer see metadata, usage and audit", () => {
    expect(allowed("viewer").sort()).toEqual([...VIEWER_MAY].sort());
  });
});
