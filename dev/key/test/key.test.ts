import { readdir, readFile } from "node:fs/promises";
import { describe, expect, test } from "@jest/globals";
import { documentedServer } from "../../../test/support/run-process.ts";
import { keys, startServerProcess } from "../../../test/support/server-process.ts";
import { digestOf, emptyFile, key, place, shownIn } from "./run-key.ts";

describe("make", () => {
  test.concurrent.each(["orders-api", "orders.api_1", "x"])(
    "makes a key for %j, and no file",
    async (name) => {
      const { folder, path } = await place();
      const { status, printed } = await key(path, "make", name);
      const sha256 = digestOf(shownIn(printed));
      expect([status, printed]).toEqual([
        0,
        expect.stringContaining(`  ${JSON.stringify({ name, sha256 })}\n`),
      ]);
      expect(await readdir(folder)).toEqual([]);
    },
  );

  test("is what is done without arguments", async () => {
    const { path } = await place();
    expect((await key(path)).printed).toContain('{"name":"my-service","sha256":"');
  });

  test.concurrent.each(["none", "a  b", " a", "orders\u200b", "", "x".repeat(65), "e\u0301"])(
    "a name that relay.config.json would refuse makes no key: %j",
    async (name) => {
      const { path } = await place();
      expect(await key(path, "make", name)).toEqual({
        status: 64,
        printed: "",
        told: expect.stringMatching(/^npm run key: the name (?:must|is) .+\n$/) as unknown,
      });
    },
  );
});

test("from the first key to its revocation the rest of the file keeps every letter", async () => {
  const { folder, path } = await place(emptyFile);
  const limits = [
    "--alias",
    "1",
    "--group",
    "g",
    "--rate",
    "5",
    "--expires",
    "2099-01-31T00:00:00Z",
  ];
  const added = await key(path, "add", "orders-api", ...limits, "--hook-only");
  expect([added.status, added.told]).toEqual([0, ""]);
  const first = digestOf(shownIn(added.printed));
  const entry = (digests: string) => `"keys": [
    {
      "name": "orders-api",
      "sha256": ${digests},
      "expiresAt": "2099-01-31T00:00:00Z",
      "aliases": ["1"],
      "consumerGroups": ["g"],
      "ratePerSecond": 5,
      "hookOnly": true
    }
  ]`;
  const holds = async (digests: string) => {
    expect(await readFile(path, "utf8")).toBe(emptyFile.replace('"keys": []', entry(digests)));
  };
  await holds(`"${first}"`);
  const rotated = await key(path, "rotate", "orders-api");
  expect(rotated.printed).toContain("npm run key -- rotate orders-api --finish");
  const second = digestOf(shownIn(rotated.printed));
  await holds(`["${first}", "${second}"]`);
  expect((await key(path, "rotate", "orders-api", "--finish")).status).toBe(0);
  await holds(`"${second}"`);
  expect((await key(path, "revoke", "orders-api")).status).toBe(0);
  expect(await readFile(path, "utf8")).toBe(emptyFile);
  expect(await readdir(folder)).toEqual(["relay.config.json"]);
});

test("list tells every key and no digest, and --json what a program needs", async () => {
  const { path } = await place(emptyFile);
  await key(path, "add", "long-lived", "--consumer", "a-*", "--consumer", "b");
  const made = JSON.parse(
    (await key(path, "add", "ends", "--expires", "2099-01-31T01:00:00+01:00", "--json")).printed,
  ) as Record<string, string>;
  expect(made).toEqual({
    file: path,
    verb: "add",
    name: "ends",
    key: expect.any(String) as unknown,
    sha256: digestOf(made["key"] ?? ""),
    digests: 1,
  });
  await key(path, "rotate", "ends");
  expect((await key(path, "list")).printed).toBe(
    "long-lived  consumers a-* b\nends        expires 2099-01-31T00:00:00.000Z; rotation not finished; may send anything\n",
  );
  expect(JSON.parse((await key(path, "list", "--json")).printed)).toEqual({
    file: path,
    keys: [
      {
        name: "long-lived",
        state: "valid",
        isRotating: false,
        consumers: ["a-*", "b"],
        hookOnly: false,
      },
      {
        name: "ends",
        state: "valid",
        isRotating: true,
        expiresAt: "2099-01-31T00:00:00.000Z",
        hookOnly: false,
      },
    ],
  });
});

test("a key that reads is added with its limits, and listed as such", async () => {
  const { path } = await place(emptyFile);
  expect((await key(path, "add", "board", "--read", "--group", "g")).status).toBe(0);
  await key(path, "add", "all", "--read");
  expect(await readFile(path, "utf8")).toMatch(/"consumerGroups": \["g"\],\s+"read": true/);
  expect((await key(path, "list")).printed).toBe(
    "board  reads only; consumerGroups g\nall    reads only; may read anything\n",
  );
  expect(JSON.parse((await key(path, "list", "--json")).printed)).toMatchObject({
    keys: [{ name: "board", read: true }, { name: "all" }],
  });
  const mixed = await key(path, "add", "mixed", "--read", "--hook-only", "--rate", "5");
  expect([mixed.status, mixed.told]).toEqual([
    1,
    expect.stringMatching(/hookOnly must not be combined[^]*ratePerSecond must not be combined/),
  ]);
});

test("a running server takes a rotation up by itself, and no heartbeat is refused on the way", async () => {
  const server = await startServerProcess(documentedServer);
  const old = keys.first.key;
  const statusOf = async (secret: string) => (await server.beat({ key: secret })).status;
  const reloads = (count: number) =>
    server.printed(new RegExp(Array(count).fill("configuration reloaded").join("[^]*")));
  const statuses: number[] = [];
  const rotated = await key(server.configFile, "rotate", "key-0");
  const reloaded = { yes: false };
  const first = reloads(1).then(() => (reloaded.yes = true));
  do statuses.push(await statusOf(old));
  while (!reloaded.yes);
  await first;
  const renewed = shownIn(rotated.printed);
  expect([new Set(statuses), await statusOf(old), await statusOf(renewed)]).toEqual([
    new Set([200]),
    200,
    200,
  ]);
  await key(server.configFile, "rotate", "key-0", "--finish");
  await reloads(2);
  expect([await statusOf(old), await statusOf(renewed)]).toEqual([401, 200]);
});

test.concurrent.each([
  [["orders-api"], "There is no orders-api; choose from make, add, rotate, revoke, list."],
  [["add"], "Whose key? add <name>"],
  [["list", "x"], "list takes no name."],
  [["rotate", "a", "--alias", "b", "--hook-only"], "rotate does not take --alias, --hook-only."],
  [["rotate", "a", "--finish", "--cancel"], "--finish, --cancel and --expires exclude each other."],
])("%j are arguments that say what is right", async (args, line) => {
  const { folder, path } = await place();
  const refused = await key(path, ...args);
  expect([refused.status, refused.printed]).toEqual([64, ""]);
  expect(refused.told).toContain(line);
  expect(await readdir(folder)).toEqual([]);
});
