import type { Change } from "./change-keys.ts";
import type { MadeKey } from "./create-key.ts";

/** A key and its entry, for a file that is elsewhere. */
export function madeText({ name, key, sha256 }: MadeKey & { readonly name: string }): string {
  return `
The key, for the caller; it is shown this once and stored nowhere:

  ${key}

Its line, for "keys" in relay.config.json; add "aliases" or "consumerGroups" to narrow it:

  ${JSON.stringify({ name, sha256 })}

`;
}

type Outcome = { readonly path: string; readonly digests: number };

const effect = "A server takes it up by itself; on Lambda, deploy.";

const ended = {
  finish: "has its new key alone",
  cancel: "has its old key alone",
  revoke: "is revoked",
} as const;

/** What was changed, and what is left to do. */
export function toldText(change: Change, { path, digests }: Outcome): string {
  const { name } = change;
  if (!("made" in change)) return `${name} ${ended[change.verb]}. ${effect}\n`;
  const finish = `npm run key -- rotate ${name} --finish`;
  const old = `The old key is accepted as well. Once the caller has the new one: ${finish}\n`;
  return `
The key of ${name}, for the caller; it is shown this once and stored nowhere:

  ${change.made.key}

${path} has its SHA-256. ${effect}
${digests > 1 ? old : ""}
`;
}
