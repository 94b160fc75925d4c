import type { Environment } from "../../../lib/config/env-reader.ts";
import { isQuoted } from "../../../lib/config/env-values.ts";
import type { Found } from "../finding.ts";
import { isSet, known } from "./names.ts";

/** Quotes and blanks around the values of the relay's variables. */
export function findWrapped(env: Environment): Found[] {
  return known
    .filter((name) => isSet(env, name))
    .flatMap((subject): Found[] => {
      const raw = env[subject] ?? "";
      if (isQuoted(raw.trim())) return [{ code: "value-quoted", subject }];
      return raw === raw.trim() ? [] : [{ code: "value-blanks", subject }];
    });
}

const id = "TENCENTCLOUD_SECRET_ID";
const key = "TENCENTCLOUD_SECRET_KEY";
const tokens = ["TENCENTCLOUD_SESSION_TOKEN", "TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SECURITY_TOKEN"];

/** Of Tencent's two sites: `AKID` of the mainland's, `IKID` of the international one. */
const idStart = /^[AI]KID/;
const permanentIdCharacters = 36;
const permanentKeyCharacters = 32;

/** The pair and its token, as far as their shapes tell; never their values. */
export function findCredentialShapes(env: Environment): Found[] {
  const [secretId, secretKey] = [env[id]?.trim() ?? "", env[key]?.trim() ?? ""];
  if (secretId === "" || secretKey === "") return [];
  if (secretId === secretKey) return [{ code: "credentials-same", subject: id }];
  if (idStart.test(secretKey) && !idStart.test(secretId)) {
    return [{ code: "credentials-swapped", subject: id }];
  }
  const found: Found[] = [];
  const given = new Set(tokens.map((name) => env[name]?.trim()).filter(Boolean));
  const temporary = secretId.length > permanentIdCharacters;
  if (!idStart.test(secretId)) found.push({ code: "secret-id-shape", subject: id });
  if (given.size > 1) found.push({ code: "token-ambiguous", subject: firstToken(env) });
  if (given.size > 0) return found;
  if (temporary) found.push({ code: "token-missing", subject: "TENCENTCLOUD_SESSION_TOKEN" });
  else if (secretKey.length !== permanentKeyCharacters) {
    const detail = `It has ${secretKey.length}.`;
    found.push({ code: "secret-key-shape", subject: key, detail });
  }
  return found;
}

function firstToken(env: Environment): string {
  return tokens.find((name) => isSet(env, name)) ?? "";
}
