import { expect, test } from "@jest/globals";
import { createKeyring, type KeyringOptions } from "../../../lib/tencent/keyring.ts";
import type { Credentials, CredentialSource } from "../../../lib/tencent/upstream.ts";
import { createHandClock } from "../../support/hand-clock.ts";

const { signal } = new AbortController();
const set = (name: string): Credentials => ({
  secretId: `AKID-of-${name}-000000000000`,
  secretKey: `key-of-${name}-000000000000`,
});
const old = set("old");

function create(source: Partial<CredentialSource>, more: Partial<KeyringOptions> = {}) {
  const clock = createHandClock();
  const whole = { read: () => old, isStale: () => false, ...source };
  const told: string[] = [];
  const keyring = createKeyring(
    { credentials: old, source: whole },
    {
      clock,
      onChange: () => told.push("changed"),
      onFailure: ({ reason }) => told.push(reason),
      ...more,
    },
  );
  return { clock, keyring, told };
}

test("credentials that stay as they are are not looked for again when they are refused", async () => {
  const keyring = createKeyring({ credentials: old }, { clock: createHandClock() });
  expect(await keyring.replace(old, signal)).toBe(false);
  expect(await keyring.current(signal)).toBe(old);
});

test("looking for newer ones takes a second of a beat at most, and those that are there are given", async () => {
  const read: CredentialSource["read"] = (given) =>
    new Promise((_resolve, reject) => {
      given.addEventListener("abort", () => {
        reject(new Error("no answer in time"));
      });
    });
  const { clock, keyring, told } = create({ read, isStale: () => true });
  const given = keyring.current(signal);
  clock.advance(1000);
  expect(await given).toBe(old);
  expect(told).toEqual(["no answer in time"]);
  expect(clock.pending()).toBe(0);
});

test("what is read again and is the same is no change", async () => {
  const { keyring, told } = create({ read: () => ({ ...old }), isStale: () => true });
  expect(await keyring.current(signal)).toBe(old);
  expect(told).toEqual([]);
});

test.each([
  ["key", { ...old, secretKey: "another key of the same id" }],
  ["token", { ...old, token: "a token for it" }],
])("another %s alone is a change", async (_part, next) => {
  const { keyring, told } = create({ read: () => next, isStale: () => true });
  expect(await keyring.current(signal)).toBe(next);
  expect(told).toEqual(["changed"]);
});

test("who comes with refused credentials after they were replaced need not wait", async () => {
  let reads = 0;
  const next = set("new");
  const { keyring } = create({
    read() {
      reads += 1;
      return next;
    },
  });
  expect(await keyring.replace(old, signal)).toBe(true);
  expect(await keyring.replace(old, signal)).toBe(true);
  expect(reads).toBe(1);
});

test("the sets before are masked and known as secrets, but not without end", async () => {
  let count = 0;
  const { keyring } = create({ read: () => set(`${count}`), isStale: () => true });
  for (count = 1; count <= 5; count += 1) await keyring.current(signal);
  const hidden = (name: string) => keyring.mask(`it is ${set(name).secretKey}`) === "it is ***";
  expect(["old", "1", "2", "5"].map(hidden)).toEqual([false, false, true, true]);
  expect(keyring.secrets()).toContain(set("2").secretId);
  expect(keyring.secrets()).not.toContain(old.secretId);
});

test("who is told nothing still gets what there is; what is thrown is no error's text", async () => {
  const read = () => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- a source of a library might
    throw "a secret";
  };
  const source = { read, isStale: () => true };
  const keyring = createKeyring({ source }, { clock: createHandClock() });
  expect(await keyring.current(signal)).toBeUndefined();
  expect(keyring.whyNone()).toBe("unknown");
  const next = createKeyring(
    { credentials: old, source: { ...source, read: () => set("new") } },
    { clock: createHandClock() },
  );
  expect(await next.current(signal)).toEqual(set("new"));
});
