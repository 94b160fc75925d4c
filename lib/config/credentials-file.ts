import { readFileSync } from "node:fs";
import type { Parsed } from "../heartbeat/faults.ts";
import type { Credentials, CredentialSource } from "../tencent/upstream.ts";
import { fileMark } from "./file-mark.ts";
import { orThrow, parseCredentials } from "./parse-credentials.ts";

/** Credentials in one file: of two files one may be old while the other one is new already. */
export type CredentialsFile = CredentialSource & {
  /** Reads it now. */
  readonly load: () => Parsed<Credentials>;
};

export function createCredentialsFile(variable: string, path: string): CredentialsFile {
  let seen: string | undefined;
  const load = () => {
    // Before it is read: a change in between is seen at the next look.
    seen = fileMark(path);
    return read(variable, path);
  };
  return {
    load,
    read: () => orThrow(load()),
    isStale: () => fileMark(path) !== seen,
  };
}

function read(variable: string, path: string): Parsed<Credentials> {
  try {
    return parseCredentials(variable, readFileSync(path, "utf8"));
  } catch {
    const message = "names a file that cannot be read";
    return { ok: false, faults: [{ path: variable, message }] };
  }
}
