import { hash } from "node:crypto";
import type { AccessKey } from "../../../lib/config/access.ts";
import type { Found } from "../finding.ts";

/** What a script hashes whose variable was not set. */
const nothings = ["\n", " ", "undefined", "null", "undefined\n", "null\n", '""', "''", "{}"];
const digestsOfNothing = new Set(nothings.map((text) => hash("sha256", text)));

/** Keys that anybody could guess, and Tencent's own secret used as one. */
export function findDigests(keys: readonly AccessKey[], secretKey: string): Found[] {
  const forbidden = secretKey === "" ? "" : hash("sha256", secretKey);
  return keys.flatMap(({ name, digests }, index) => {
    const subject = `keys.${index}.sha256`;
    const detail = `It is the key ${name}.`;
    return digests.flatMap((digest): Found[] => {
      const hex = digest.toString("hex");
      if (digestsOfNothing.has(hex)) return [{ code: "key-digest-of-nothing", subject, detail }];
      return hex === forbidden ? [{ code: "key-is-secret-key", subject, detail }] : [];
    });
  });
}
