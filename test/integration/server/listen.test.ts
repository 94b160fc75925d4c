import { createServer as createHttpServer, Server } from "node:http";
import { type AddressInfo, connect, createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { listenOn } from "../../../server/listen.ts";
import { documentedServer, node, run } from "../../support/run-process.ts";
import { needs } from "../../support/tools/needs.ts";

const start = (env: Record<string, string> = {}) =>
  run(node, documentedServer, { PORT: "0", ...env });

const urlLine = /^ {2}relay +http:\/\/(\S+)$/m;

/** Whether something accepts a connection there. */
function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => {
      resolve(false);
    });
  });
}

const outward = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.family === "IPv4" && !one.internal)?.address;
const hasIpv6 = Object.values(networkInterfaces())
  .flat()
  .some((one) => one?.address === "::1");

test.each([
  ["not set", {}],
  ["empty", { RELAY_HOST: "" }],
  ["blank", { RELAY_HOST: " " }],
])("with RELAY_HOST %s it listens on both loopbacks and nowhere else", async (_name, env) => {
  const server = start({ RELAY_SCHEDULE: "off", ...env });
  const line = await server.printed(urlLine);
  const [, host = "", port = ""] = /http:\/\/(.+):(\d+)/.exec(line) ?? [];
  expect(host).toBe("127.0.0.1");
  expect(await accepts("127.0.0.1", Number(port))).toBe(true);
  expect(await accepts("::1", Number(port))).toBe(hasIpv6);
  if (outward !== undefined) expect(await accepts(outward, Number(port))).toBe(false);
  server.child.kill("SIGTERM");
  expect(await server.ended).toBe(0);
});

test.each([
  [" 127.0.0.1", "127.0.0.1"],
  ["0.0.0.0", "127.0.0.1"],
  ...(hasIpv6 ? [["::1", "[::1]"] as const] : []),
])("RELAY_HOST=%s is shown as %s", async (host, shown) => {
  const server = start({ RELAY_SCHEDULE: "off", RELAY_HOST: host });
  expect(await server.printed(urlLine)).toContain(`http://${shown}:`);
});

/** A server of a machine on which some addresses cannot be had. */
class Elsewhere extends Server {
  readonly codes: Readonly<Record<string, string>>;
  constructor(codes: Readonly<Record<string, string>>) {
    super();
    this.codes = codes;
  }

  override listen(...args: unknown[]): this {
    const [port, host, done] = args as [number, string, () => void];
    const code = this.codes[host];
    if (code === undefined) return super.listen(port, host, done);
    queueMicrotask(() => this.emit("error", Object.assign(new Error(code), { code })));
    return this;
  }
}

describe("both loopbacks, on a machine", () => {
  const nowhere = { port: 0, host: undefined };
  const listened = async (port: number, codes: Readonly<Record<string, string>>) => {
    const servers = await listenOn({ ...nowhere, port }, () => new Elsewhere(codes));
    const found = servers.map((server) => (server.address() as AddressInfo).address);
    for (const server of servers) server.close();
    return found;
  };

  test("that has one of them, are that one", async () => {
    expect(await listened(0, { "::1": "EAFNOSUPPORT" })).toEqual(["127.0.0.1"]);
    expect(await listened(0, { "::1": "EADDRNOTAVAIL" })).toEqual(["127.0.0.1"]);
    if (hasIpv6) expect(await listened(0, { "127.0.0.1": "EADDRNOTAVAIL" })).toEqual(["::1"]);
  });

  test("on which another one has the port of either, are refused", async () => {
    const inUse = { code: "EADDRINUSE" };
    await expect(listened(0, { "127.0.0.1": "EADDRINUSE" })).rejects.toMatchObject(inUse);
    const taken = await listenOn(nowhere, () => createHttpServer());
    const { port } = taken[0].address() as AddressInfo;
    for (const server of taken) server.close();
    await expect(listened(port, { "::1": "EADDRINUSE" })).rejects.toMatchObject(inUse);
    // Any port will do, and this one is free at one of them.
    expect(await listened(0, { "::1": "EADDRINUSE" })).toEqual(["127.0.0.1"]);
  });
});

needs(["python3"], "a terminal that nobody reads", () => {
  test("keeps no request from its answer, and the server ends when told", async () => {
    const terminal = `
import os, pty, sys, time
pid, _ = pty.fork()
if pid == 0: os.execvp(sys.argv[1], sys.argv[1:])
print(pid, flush=True)
time.sleep(60)`;
    const free = createServer();
    await new Promise<void>((resolve) => free.listen(0, "127.0.0.1", resolve));
    const { port } = free.address() as { port: number };
    await new Promise((resolve) => free.close(resolve));
    const env = { PORT: `${port}`, RELAY_AUTH: "none", RELAY_SCHEDULE: "off" };
    const reader = run("python3", ["-c", terminal, node, ...documentedServer], env);
    const pid = Number(await reader.printed(/^\d+$/m));
    while (!(await accepts("127.0.0.1", port))) await sleep(50);
    // Each leaves a line of 300 bytes; a terminal holds a few KB.
    for (let request = 0; request < 600; request += 1) {
      const answer = await fetch(`http://127.0.0.1:${port}/v1/heartbeats`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: '{"consumer":"orders-1"}',
        signal: AbortSignal.timeout(5000),
      });
      expect(answer.status).toBe(400);
    }
    process.kill(pid, "SIGTERM");
    while (await accepts("127.0.0.1", port)) await sleep(50);
    reader.child.kill("SIGKILL");
  });
});
