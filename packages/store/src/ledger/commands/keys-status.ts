/** `keys.status`: which root keys there are, and which of them nothing needs any more. */
import type { ResultOf } from "@lunakey/contract";
import { findNote } from "../backup/notes.ts";
import { countUnderRootKey, listRootKeys } from "../backup/stored-versions.ts";
import type { LedgerParts } from "../parts.ts";

export function describeKeys({ sql, keyring }: LedgerParts): ResultOf<"keys.status"> {
  const current = keyring.currentVersion;
  const adopted = findNote(sql, "adopted") ?? [];
  const known = new Set([...keyring.versions, ...listRootKeys(sql)]);
  return {
    current,
    keys: [...known]
      .sort((a, b) => a - b)
      .map((version) => {
        const versions = countUnderRootKey(sql, version);
        const present = keyring.has(version);
        // Not before its audit key is tied to the newest: old checkpoints would prove nothing.
        const isTied = adopted.includes(`${version}:${current}`);
        return { version, present, versions, removable: present && versions === 0 && isTied };
      }),
  };
}
