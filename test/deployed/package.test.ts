import { mkdir, readdir, readFile, stat } from "node:fs/promises";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import packageJson from "../../package.json" with { type: "json" };
import { buildPackage } from "../../dev/build/package.ts";
import { run } from "../support/run-process.ts";
import { heartbeat } from "../support/start-relay.ts";
import { ownFolder } from "../support/own-folder.ts";

let folder: string;
let tarball: string;
let inputs: string[];
beforeAll(async () => {
  folder = ownFolder();
  const metafile = await buildPackage(join(folder, "package"));
  inputs = Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs));
  await mkdir(join(folder, "empty"));
  const packed = inFolder(["npm", "pack", "./package", "--json"], { place: "." });
  expect(await packed.ended).toBe(0);
  tarball = `heartbeat-relay-${packageJson.version}.tgz`;
}, 20_000);

/** Runs a command where nothing is but the tarball beside it, and no registry answers. */
function inFolder(command: readonly string[], { place = "empty", env = {} } = {}) {
  const alone = { npm_config_offline: "true", npm_config_cache: join(folder, "cache"), ...env };
  return run("sh", ["-c", 'cd "$0" && exec "$@"', join(folder, place), ...command], alone);
}

const npx = (args: readonly string[], env: Record<string, string> = {}) =>
  inFolder(["npx", "--yes", `../${tarball}`, ...args], { env });

/** All that a clone calls as `npm run …`, but what it builds itself with. */
const commands = Object.entries(packageJson.scripts).flatMap(([name, script]) =>
  name !== "start" && script.includes("heartbeat-relay.cjs") ? [name] : [],
);

async function readManifest() {
  const text = await readFile(join(folder, "package/package.json"), "utf8");
  return JSON.parse(text) as Record<string, unknown>;
}

describe("the package", () => {
  test("asks for no other one, and says whose licences are in it", async () => {
    const manifest = await readManifest();
    expect(Object.keys(manifest).filter((name) => /dependencies|scripts/i.test(name))).toEqual([]);
    expect(manifest).toMatchObject({ name: "heartbeat-relay", version: packageJson.version });
    const licences = await readFile(join(folder, "package/LICENSES-OF-OTHERS.txt"), "utf8");
    const packages = inputs.flatMap(
      (input) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? [],
    );
    for (const name of new Set(packages)) expect(licences).toContain(`${name}\n\n`);
  });

  test("holds what runs, and imports nothing but that and Node's own modules", async () => {
    const files = await readdir(join(folder, "package"), { recursive: true });
    const rest = files.filter((file) => !/^parts(?:\/[\w-]+\.mjs)?$/.test(file));
    expect(rest.toSorted()).toEqual([
      "LICENSE",
      "LICENSES-OF-OTHERS.txt",
      "README.md",
      "heartbeat-relay.cjs",
      "main.mjs",
      "package.json",
      "relay.config.schema.json",
    ]);
    expect(inputs.filter((input) => /^(?:lab|test|functions)\/|\/test\//.test(input))).toEqual([]);
    for (const file of files.filter((one) => one.endsWith(".mjs"))) {
      const text = await readFile(join(folder, "package", file), "utf8");
      for (const [, from = ""] of text.matchAll(/\b(?:from ?|import\()"([^"]+)"/g)) {
        const isKnown = /^(?:\.{1,2}\/|node:)/.test(from) || builtinModules.includes(from);
        expect([file, from, isKnown]).toEqual([file, from, true]);
      }
      // Installed beside swagger-ui-dist it would promise a page whose files are not in it.
      expect(text).not.toContain("swagger-ui");
      expect(text).not.toMatch(new RegExp(`npm (?:start|run (?:${commands.join("|")}))`));
    }
    expect((await stat(join(folder, "package/heartbeat-relay.cjs"))).mode & 0o111).toBe(0o111);
  });
});

test("its README names every command", async () => {
  const readme = await readFile(join(folder, "package/README.md"), "utf8");
  const rows = [...readme.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
  expect(rows.toSorted()).toEqual(["serve", ...commands].toSorted());
});

test("npx serves a first heartbeat from the tarball with the embedded CLS", async () => {
  const server = npx(["serve", "--embedded"], { PORT: "0", RELAY_SCHEDULE: "off" });
  const printed = await server.printed(/curl -sS (\S+) [^]*Bearer ([\w-]+)'/);
  const [, url = "", key = ""] = /curl -sS (\S+) [^]*Bearer ([\w-]+)'/.exec(printed) ?? [];
  const body = JSON.stringify(heartbeat);
  const answer = await fetch(url, { method: "POST", body, headers: { "X-Api-Key": key } });
  expect([answer.status, answer.headers.get("x-heartbeat-upstream")]).toEqual([200, "embedded"]);
  expect(await answer.json()).toMatchObject({ consumer: "orders-1" });
  expect(server.stderr()).toBe("");
  server.child.kill("SIGTERM");
  await server.ended;
}, 15_000);

describe("installed without a registry", () => {
  beforeAll(async () => {
    const install = inFolder(["npm", "install", "--no-audit", "--no-fund", `../${tarball}`]);
    expect([await install.ended, install.stderr()]).toEqual([0, ""]);
  }, 15_000);
  const installed = (args: readonly string[], env: Record<string, string> = {}) =>
    inFolder(["node_modules/.bin/heartbeat-relay", ...args], { env });

  test("key, doctor, emulator and serve work together", async () => {
    const emulator = installed(["emulator", "--creates-groups"], { PORT: "0" });
    await emulator.printed(/CLS_CONNECT_TO=\S+/);
    const env = Object.fromEntries(
      [...emulator.stdout().matchAll(/export (\w+)=(\S+)/g)].map(([, name = "", value = ""]) => [
        name,
        value,
      ]),
    );
    const added = installed([
      "key",
      "add",
      "orders",
      "--group",
      "orders",
      "--consumer",
      "orders-*",
      "--json",
    ]);
    expect([await added.ended, added.stderr()]).toEqual([0, ""]);
    const { key } = JSON.parse(added.stdout()) as { key: string };
    const doctor = installed(["doctor", "--json"], env);
    expect([await doctor.ended, doctor.stderr()]).toEqual([0, ""]);
    expect(JSON.parse(doctor.stdout())).toMatchObject({ findings: [] });
    const server = installed(["serve"], { ...env, PORT: "0", RELAY_SCHEDULE: "off" });
    const url = (await server.printed(/http:\S+\/v1\/heartbeats/)).trim();
    const send = async (presented: string) => {
      const headers = { "X-Api-Key": presented };
      return (await fetch(url, { method: "POST", body: JSON.stringify(heartbeat), headers }))
        .status;
    };
    expect([await send(key), await send("another")]).toEqual([200, 401]);
  }, 15_000);

  test.each([
    [
      "--embedded under NODE_ENV=production",
      ["--embedded"],
      { NODE_ENV: "production" },
      /^NODE_ENV=production: the embedded CLS is not started/,
    ],
    [
      "no credentials, and no --embedded",
      [],
      {},
      /^There are no credentials for CLS\. To try the relay without: heartbeat-relay serve --embedded\n/,
    ],
  ])("serve refuses %s", async (_name, args, env, line) => {
    const refused = installed(["serve", ...args], { PORT: "0", ...env });
    expect(await refused.ended).toBe(1);
    expect(refused.stderr()).toMatch(line);
    expect(refused.stdout()).not.toContain("http://127");
  });
});
