import { expect, test } from "@jest/globals";
import { type Change, changeKeys } from "../change-keys.ts";
import { createKey } from "../create-key.ts";

const nowEpochMs = Date.UTC(2027, 0, 1);
const [first, second, made] = [createKey(), createKey(), createKey()];
const file = (...keys: object[]) => JSON.stringify({ keys });
const key = { name: "a", sha256: first.sha256 };
const rotating = { name: "a", sha256: [first.sha256, second.sha256] };
const rotate = (expiresAt?: string): Change => ({ verb: "rotate", name: "a", made, expiresAt });
const add = (rest: object = {}, name = "b"): Change => ({
  verb: "add",
  name,
  made,
  rest: { ...rest },
});

const keysAfter = (text: string | undefined, change: Change) => {
  const changed = changeKeys(text, change, nowEpochMs);
  if (!changed.ok) return changed.faults.map(({ path, message }) => `${path} ${message}`);
  return (JSON.parse(changed.value.text.replace("\uFEFF", "")) as { keys: object[] }).keys;
};

test.each<[string, string | undefined, Change, object[]]>([
  ["a first key makes the file", undefined, add(), [{ name: "b", sha256: made.sha256 }]],
  [
    "another one comes last",
    file(key),
    add({ aliases: ["x"] }),
    [key, { name: "b", sha256: made.sha256, aliases: ["x"] }],
  ],
  [
    "a rotation keeps the old digest",
    file(key),
    rotate(),
    [{ ...key, sha256: [first.sha256, made.sha256] }],
  ],
  [
    "and may have a new end",
    file({ ...key, expiresAt: "2027-01-02T00:00:00Z" }),
    rotate("2028-01-01T00:00:00Z"),
    [{ ...key, sha256: [first.sha256, made.sha256], expiresAt: "2028-01-01T00:00:00Z" }],
  ],
  [
    "a key that has expired does not come back",
    file({ ...key, expiresAt: "2027-01-01T00:00:00Z" }),
    rotate("2028-01-01T00:00:00Z"),
    [{ ...key, sha256: made.sha256, expiresAt: "2028-01-01T00:00:00Z" }],
  ],
  [
    "finished, the new one stays",
    file(rotating),
    { verb: "finish", name: "a" },
    [{ ...key, sha256: second.sha256 }],
  ],
  ["cancelled, the old one stays", file(rotating), { verb: "cancel", name: "a" }, [key]],
  [
    "revoked, none stays",
    `\uFEFF${file(key, { ...rotating, name: "c", sha256: second.sha256 })}`,
    { verb: "revoke", name: "c" },
    [key],
  ],
])("%s", (_name, text, change, keys) => {
  expect(keysAfter(text, change)).toEqual(keys);
});

test.each<[string, string | undefined, Change, string]>([
  ["without a file", undefined, rotate(), " does not exist"],
  ["in a file that is not JSON", "{ // keys", add(), " is not JSON"],
  ["in a file with another fault", '{"keys":[],"alias":{}}', add(), "alias is not a field"],
  ["with a name that is there", file(key), add({}, "a"), "name is also that of another key"],
  ["with an invalid name", file(key), add({}, "a b"), "name must be 1 to 64"],
  [
    "with an invalid limit",
    file(),
    add({ aliases: ["a*b"] }),
    "aliases.0 may have a * at its end only",
  ],
  [
    "with an end that is over",
    file(),
    add({ expiresAt: "2027-01-01T00:00:00Z" }),
    "expiresAt has passed",
  ],
  [
    "of a name that is not there",
    file(key, { ...key, name: "c", sha256: second.sha256 }),
    { verb: "revoke", name: "d" },
    "d is no key of this file; its keys: a, c",
  ],
  [
    "of a name where there is none",
    file(),
    { verb: "revoke", name: "d" },
    "d is no key of this file; its keys: none",
  ],
  ["by a second rotation", file(rotating), rotate(), "a is being rotated"],
  [
    "by a rotation that ends too early",
    file(key),
    rotate("2026-12-31T00:00:00Z"),
    "expiresAt has passed",
  ],
  [
    "by a rotation of what has expired",
    file({ ...key, expiresAt: "2027-01-01T00:00:00Z" }),
    rotate(),
    "expiresAt has passed; give a later time with --expires",
  ],
  [
    "by finishing what has not begun",
    file(key),
    { verb: "finish", name: "a" },
    "a is not being rotated",
  ],
])("nothing is changed %s", (_name, text, change, fault) => {
  expect(keysAfter(text, change)).toEqual([expect.stringContaining(fault)]);
});

test("the mark before a text stays", () => {
  const changed = changeKeys(`\uFEFF${file(key)}`, { verb: "revoke", name: "a" }, nowEpochMs);
  expect(changed).toEqual({ ok: true, value: { text: '\uFEFF{"keys":[]}', told: { digests: 0 } } });
});
