import { createSecretReader, type SecretConfig } from "../aws/secret.ts";
import type { CredentialSource, LastRead, UpstreamConfig } from "../tencent/upstream.ts";
import { createCredentialsFile } from "./credentials-file.ts";
import { createReader, type Environment, type Reader } from "./env-reader.ts";
import { type CredentialNames, orThrow, parseCredentials, readSet } from "./parse-credentials.ts";
import { readAws } from "./read-aws.ts";

const usual: CredentialNames = {
  id: "TENCENTCLOUD_SECRET_ID",
  key: "TENCENTCLOUD_SECRET_KEY",
  tokens: ["TENCENTCLOUD_SESSION_TOKEN", "TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SECURITY_TOKEN"],
};

/** For where a platform keeps `TENCENTCLOUD_…` to itself, as SCF does. */
const own: CredentialNames = {
  id: "RELAY_SECRET_ID",
  key: "RELAY_SECRET_KEY",
  tokens: ["RELAY_SESSION_TOKEN"],
};

/** The credentials of a function's role, as SCF sets them. */
const ofRole: CredentialNames = {
  id: "TENCENTCLOUD_SECRETID",
  key: "TENCENTCLOUD_SECRETKEY",
  tokens: ["TENCENTCLOUD_SESSIONTOKEN"],
};

const fileVariable = "RELAY_CREDENTIALS_FILE";
const secretVariable = "RELAY_CREDENTIALS_SECRET";

/** Whether the environment says where credentials are: then they must be right. */
export function hasCredentials(env: Environment): boolean {
  const { places, sets } = findGiven(createReader(env));
  return places.length + sets.length > 0;
}

/** Where the file with the credentials is, if they are in one. */
export function credentialsPath(env: Environment): string | undefined {
  return createReader(env).optional(fileVariable);
}

/** The credentials, or where they are read from, and a fault for whatever is wrong with them. */
export function readCredentials(
  reader: Reader,
  env: Environment,
): Pick<UpstreamConfig, "credentials" | "source"> {
  const { places, sets } = findGiven(reader);
  const [place, ...others] = [
    ...places,
    ...sets.filter((set) => set !== ofRole).map(({ id }) => id),
  ];
  for (const other of others) {
    reader.fault(other, `must not be combined with ${String(place)}; set one of the two`);
  }
  const path = reader.optional(fileVariable);
  if (path !== undefined) return readFile(reader, path);
  if (place === secretVariable) return { source: readSecret(reader) };
  const [set = usual] = sets;
  const credentials = readSet(reader, set);
  return set === ofRole ? { credentials, source: createRoleSource(env) } : { credentials };
}

/** What is set of all that can be; every name is looked at, since one that nobody asks for counts as misspelt. */
function findGiven(reader: Reader) {
  const isSet = (name: string) => reader.optional(name) !== undefined;
  const isScf = reader.optional("TENCENTCLOUD_RUNENV") === "SCF";
  const areGiven = ({ id, key, tokens }: CredentialNames) =>
    [id, key, ...tokens].map(isSet).slice(0, 2).includes(true);
  return {
    places: [fileVariable, secretVariable].filter(isSet),
    sets: [own, usual, ofRole].filter((set) => areGiven(set) && (set !== ofRole || isScf)),
  };
}

function readFile(reader: Reader, path: string): Pick<UpstreamConfig, "credentials" | "source"> {
  const { load, ...source } = createCredentialsFile(fileVariable, path);
  const credentials = reader.take(fileVariable, load());
  return { ...(credentials && { credentials }), source };
}

/** Old enough not to cost much, young enough that a rotation needs no patience. */
const secretIsOldAfterMs = 300_000;
const askAgainAfterMs = 30_000;

function readSecret(reader: Reader): CredentialSource {
  const secretRule = {
    // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
    isRight: (value: string) => /^[\w/+=.@:-]{1,2048}$/.test(value),
    rule: "the ARN or the name of a secret",
  };
  const secret = reader.text(secretVariable, secretRule) ?? "";
  const aws = readAws(reader, {
    service: "secretsmanager",
    variable: "SECRETS_MANAGER",
    user: secretVariable,
    rights: "read",
  });
  return createSecretSource({ secret, ...aws });
}

function createSecretSource(config: SecretConfig): CredentialSource {
  let readText: ReturnType<typeof createSecretReader> | undefined;
  return {
    async read(signal, clock) {
      readText ??= createSecretReader(config, clock);
      return orThrow(parseCredentials(secretVariable, await readText(signal)));
    },
    isStale: ({ ageMs, hasFailed }: LastRead) =>
      ageMs >= (hasFailed ? askAgainAfterMs : secretIsOldAfterMs),
  };
}

/** Whether SCF changes them while an instance lives is not established: CLS says when they have ended. */
function createRoleSource(env: Environment): CredentialSource {
  return {
    read() {
      const reader = createReader(env);
      const value = readSet(reader, ofRole);
      return orThrow(
        reader.faults.length === 0 ? { ok: true, value } : { ok: false, faults: reader.faults },
      );
    },
    isStale: () => false,
  };
}
