import { type AccessKey, expiryOf } from "../../lib/config/access.ts";
import { parseRelayFile } from "../../lib/config/relay-file.ts";
import type { Parsed } from "../../lib/heartbeat/faults.ts";
import type { MadeKey } from "./create-key.ts";
import type { Edited } from "./edit-file.ts";
import { appendKey, emptyFile, type Entry, removeKey, setField } from "./edit-text.ts";

/** What is to become of one key. */
export type Change = { readonly name: string } & (
  | { readonly verb: "add"; readonly made: MadeKey; readonly rest: Entry }
  | { readonly verb: "rotate"; readonly made: MadeKey; readonly expiresAt: string | undefined }
  | { readonly verb: "finish" | "cancel" | "revoke" }
);

/** How many digests the key has now: none once it is revoked. */
export type Told = { readonly digests: number };

/**
 * The text of a configuration file with one key changed, or every reason against it. What the relay's own reader would
 * refuse is refused here.
 *
 * @param text undefined where there is no file yet
 */
export function changeKeys(
  text: string | undefined,
  change: Change,
  nowEpochMs: number,
): Parsed<Edited<Told>> {
  if (text === undefined && change.verb !== "add") return fault("", "does not exist");
  const { mark, body } = apart(text ?? emptyFile);
  const before = parseRelayFile(body);
  if (!before.ok) return before;
  const { keys } = before.value;
  const found = keys.findIndex(({ name }) => name === change.name);
  const index = change.verb === "add" ? keys.length : found;
  const edited = edit(body, change, { index, keys, nowEpochMs });
  if (!edited.ok) return edited;
  const after = parseRelayFile(edited.value);
  if (!after.ok) return { ok: false, faults: after.faults.map((one) => ofEntry(one, index)) };
  if (change.verb === "revoke") return told(mark + edited.value, 0);
  const key = after.value.keys[index];
  if (key && "made" in change && expiryOf(key, nowEpochMs) === "expired") {
    return fault("expiresAt", "has passed; give a later time with --expires");
  }
  return told(mark + edited.value, key?.digests.length ?? 0);
}

type Place = {
  readonly index: number;
  readonly keys: readonly AccessKey[];
  readonly nowEpochMs: number;
};

function edit(text: string, change: Change, { index, keys, nowEpochMs }: Place): Parsed<string> {
  const { name, verb } = change;
  if (verb === "add") {
    const { made, rest } = change;
    return { ok: true, value: appendKey(text, { name, sha256: made.sha256, ...rest }) };
  }
  const key = keys[index];
  if (key === undefined) {
    const names = keys.map((one) => one.name).join(", ") || "none";
    return fault(name, `is no key of this file; its keys: ${names}`);
  }
  const [first, second] = key.digests.map((digest) => digest.toString("hex"));
  if (verb === "revoke") return { ok: true, value: removeKey(text, index) };
  if (verb === "rotate") {
    if (second !== undefined) {
      return fault(name, "is being rotated; end that first, with --finish or --cancel");
    }
    const { made, expiresAt } = change;
    // A new end must not bring back a key that has expired.
    const isOver = expiryOf(key, nowEpochMs) === "expired";
    const sha256 = isOver ? made.sha256 : [first, made.sha256];
    const rotated = setField(text, index, "sha256", sha256);
    const value =
      expiresAt === undefined ? rotated : setField(rotated, index, "expiresAt", expiresAt);
    return { ok: true, value };
  }
  if (second === undefined) return fault(name, "is not being rotated");
  return { ok: true, value: setField(text, index, "sha256", verb === "finish" ? second : first) };
}

/** The mark that some editors put before a text, and the text. */
function apart(text: string): { readonly mark: string; readonly body: string } {
  const length = text.startsWith("\uFEFF") ? 1 : 0;
  return { mark: text.slice(0, length), body: text.slice(length) };
}

/** Of the entry that is changed the field is enough: the caller did not choose its place. */
function ofEntry({ path, message }: { path: string; message: string }, index: number) {
  const prefix = `keys.${index}.`;
  return { path: path.startsWith(prefix) ? path.slice(prefix.length) : path, message };
}

function told(text: string, digests: number): Parsed<Edited<Told>> {
  return { ok: true, value: { text, told: { digests } } };
}

function fault<T>(path: string, message: string): Parsed<T> {
  return { ok: false, faults: [{ path, message }] };
}
