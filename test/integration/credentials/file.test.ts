import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createCredentials } from "../../../dev/emulator/credentials.ts";
import {
  serverForms,
  type ServerProcess,
  startServerProcess,
} from "../../support/server-process.ts";

const folder = await mkdtemp(join(tmpdir(), "credentials-"));
afterAll(() => rm(folder, { recursive: true }));

const inEnvironment = { TENCENTCLOUD_SECRET_ID: "", TENCENTCLOUD_SECRET_KEY: "" };

/** Puts a new file in the place of the old one, as a secret agent does. */
async function replace(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}

describe.each(serverForms)("%s with credentials in a file", (_name, createArguments) => {
  let args: readonly string[];
  beforeAll(async () => {
    args = await createArguments();
  });

  /** A server whose credentials are in a file; CLS knows these and the next ones. */
  async function start(path = join(folder, `${Math.random()}.json`)) {
    const [first, second] = [createCredentials(), createCredentials()];
    await writeFile(path, JSON.stringify(first));
    const server = await startServerProcess(args, {
      ...inEnvironment,
      RELAY_CREDENTIALS_FILE: path,
    });
    server.accepted.splice(0, 1, first, second);
    return { ...server, path, first, second };
  }

  const statuses = async ({ beat }: ServerProcess, count = 1) => {
    const beats = Array.from({ length: count }, (_, index) =>
      beat({ consumer: `orders-${index}` }),
    );
    return (await Promise.all(beats)).map(({ status }) => status);
  };
  const lastSigner = ({ emulator }: ServerProcess) =>
    /Credential=([^/]+)/.exec(emulator.received.at(-1)?.headers.authorization ?? "")?.[1];

  test("a rotation without a deployment loses no beat", async () => {
    const server = await start();
    const { first, second, path, accepted } = server;
    let isOver = false;
    const seen: number[] = [];
    const callers = Array.from({ length: 8 }, async (_, index) => {
      while (!isOver) seen.push((await server.beat({ consumer: `orders-${index}` })).status);
    });
    await server.printed(/heartbeat renewed/);
    await replace(path, JSON.stringify(second));
    await server.printed(/credentials changed/);
    accepted.shift();
    expect(await statuses(server, 10)).toEqual(Array.from({ length: 10 }, () => 200));
    isOver = true;
    await Promise.all(callers);
    expect(new Set(seen)).toEqual(new Set([200]));
    expect(lastSigner(server)).toBe(second.secretId);
    const printed = server.stdout() + server.stderr();
    for (const secret of [first, second].flatMap((set) => Object.values(set))) {
      expect(printed).not.toContain(secret);
    }
  });

  test("the old key is refused the moment after the file has changed, while beats are under way", async () => {
    const server = await start();
    const { second, path, accepted } = server;
    const hold = server.hold();
    const underWay = server.beat();
    await hold.next();
    await replace(path, JSON.stringify(second));
    accepted.shift();
    hold.letGo();
    expect((await underWay).status).toBe(200);
    expect(lastSigner(server)).toBe(second.secretId);
  });

  test("a file that is written half is refused loudly once, and used as soon as it is whole", async () => {
    const server = await start();
    const { first, second, path } = server;
    const text = JSON.stringify(second);
    await writeFile(path, text.slice(0, 30));
    expect(await statuses(server, 3)).toEqual([200, 200, 200]);
    expect(lastSigner(server)).toBe(first.secretId);
    const line = await server.printed(/\{.*credentials could not be read: those before stay.*\}/);
    expect(JSON.parse(line)).toMatchObject({
      level: "ERROR",
      reason: expect.stringMatching(/^RELAY_CREDENTIALS_FILE must name JSON/) as unknown,
    });
    await writeFile(path, text);
    expect(await statuses(server)).toEqual([200]);
    expect(lastSigner(server)).toBe(second.secretId);
    expect(server.stderr().match(/credentials could not be read/g)).toHaveLength(1);
    expect(server.stderr()).not.toContain(second.secretId.slice(0, 12));
  });

  test("a file that is gone leaves the credentials as they are", async () => {
    const server = await start();
    await rm(server.path);
    expect(await statuses(server)).toEqual([200]);
    await server.printed(/credentials could not be read.*names a file that cannot be read/);
  });

  test("a link to its folder that changes brings the new file, as Kubernetes changes what it mounts", async () => {
    const mount = await mkdtemp(join(folder, "mount-"));
    const mounted = async (version: string, text: string) => {
      await mkdir(join(mount, version));
      await writeFile(join(mount, version, "credentials.json"), text);
      await symlink(version, join(mount, "..data_tmp"));
      await rename(join(mount, "..data_tmp"), join(mount, "..data"));
    };
    await mounted("..1", "");
    const path = join(mount, "credentials.json");
    await symlink("..data/credentials.json", path);
    const server = await start(path);
    expect(await statuses(server)).toEqual([200]);
    await mounted("..2", JSON.stringify(server.second));
    await rm(join(mount, "..1"), { recursive: true });
    server.accepted.shift();
    expect(await statuses(server)).toEqual([200]);
    expect(lastSigner(server)).toBe(server.second.secretId);
  });

  test("is told of a changed file without a beat, and on SIGHUP of a faulty one", async () => {
    const server = await start();
    await replace(server.path, JSON.stringify(server.second));
    await server.printed(/configuration reloaded/);
    await replace(server.path, "{}");
    server.child.kill("SIGHUP");
    await server.printed(/configuration not reloaded.*secretId is missing/);
    expect(await statuses(server)).toEqual([200]);
  });
});
