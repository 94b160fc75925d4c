import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import { afterEach, describe, expect, test } from "@jest/globals";
import { examineNetwork } from "../network/examine-network.ts";
import { toCode } from "../network/failures.ts";
import { createProbes, type Lookup } from "../network/probes.ts";
import { routeOf } from "../network/route.ts";
import { startEmulator } from "../../emulator/server.ts";
import { createCredentials } from "../../emulator/credentials.ts";
import { systemClock } from "../../../lib/base/clock.ts";
import type { UpstreamConfig } from "../../../lib/tencent/upstream.ts";
import { startProxy } from "../../../test/support/connect-proxy.ts";
import { createSelfSigned } from "../../emulator/test/self-signed.ts";

const closings: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0)) await close();
});

const endpoint = "cls.intl.tencentcloudapi.com";
const upstream = { credentials: createCredentials(), region: "ap-singapore", endpoint };

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closings.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

function network(more: Partial<UpstreamConfig>, probes = createProbes()) {
  const progress = () => undefined;
  return examineNetwork({ ...upstream, ...more }, { probes, clock: systemClock, progress });
}

const connectTo = (port: number, protocol: "http:" | "https:" = "http:") => ({
  connectTo: { protocol, host: "127.0.0.1", port },
});

async function answering(listener: RequestListener) {
  const server = createHttpServer(listener);
  const port = await listen(server);
  closings.push(() => {
    server.closeAllConnections();
  });
  return network(connectTo(port));
}

async function startTls() {
  const tls = createSelfSigned(endpoint);
  const emulator = await startEmulator({ credentials: [], tls });
  closings.push(() => emulator.close());
  return { port: emulator.port, probes: createProbes({ ca: tls.cert }) };
}

const api = JSON.stringify({ Response: { Error: { Code: "AuthFailure" } } });
const codesOf = ({ found }: Awaited<ReturnType<typeof network>>) => found.map(({ code }) => code);

test("a good way over TLS is examined to its end", async () => {
  const { port, probes } = await startTls();
  const part = await network(connectTo(port, "https:"), probes);
  expect(part.found).toEqual([]);
  expect(part.examined.map(({ check, state }) => [check, state])).toEqual(
    ["DNS", "TCP", "TLS", "HTTP", "clock"].map((check) => [check, "examined"]),
  );
});

test("and so is one through a proxy, by the endpoint's name", async () => {
  const { port, probes } = await startTls();
  const proxy = await startProxy(port);
  closings.push(() => {
    proxy.close();
  });
  const part = await network({ proxy: proxy.url }, probes);
  expect(part.found).toEqual([]);
  expect(proxy.asked).toEqual([`CONNECT ${endpoint}:443 HTTP/1.1`]);
});

test("a proxy that speaks TLS itself is spoken to so, with its own name and password", async () => {
  const tls = createSelfSigned("localhost");
  const asked: unknown[] = [];
  const server = createHttpsServer(tls).on("connect", ({ headers }, socket) => {
    asked.push(headers["proxy-authorization"]);
    socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
  });
  const port = await listen(server);
  const lookup: Lookup = () => Promise.resolve(["127.0.0.1"]);
  const probes = createProbes({ lookup, ca: tls.cert });
  const part = await network({ proxy: `https://me:p%20w@localhost:${port}/` }, probes);
  expect(part.found).toMatchObject([{ code: "proxy-refused", detail: "It says 403." }]);
  expect(asked).toEqual([`Basic ${Buffer.from("me:p w").toString("base64")}`]);
});

describe("what answers", () => {
  test("without a Date is the API all the same, and says nothing of the clock", async () => {
    const part = await answering((_request, response) => {
      response.sendDate = false;
      response.end(api);
    });
    expect(part.found).toEqual([]);
    expect(part.examined.at(-1)).toMatchObject({ check: "clock", state: "not-examined" });
  });

  test.each([
    ["with no JSON", 200, "<html>"],
    ["with JSON of its own", 200, "{}"],
    ["with a status of its own", 503, api],
  ])("%s is not the API", async (_how, status, body) => {
    const part = await answering((_request, response) => response.writeHead(status).end(body));
    expect(codesOf(part)).toEqual(["http-not-api"]);
  });

  test("by hanging up is told as a connection that breaks", async () => {
    const part = await answering((_request, response) => response.destroy());
    expect(codesOf(part)).toEqual(["http-failed"]);
    const cut = await answering((_request, response) => {
      response.writeHead(200, { "Content-Length": "100" }).write("{");
      setImmediate(() => response.destroy());
    });
    expect(codesOf(cut)).toEqual(["http-failed"]);
  });

  test("in another protocol is not the API", async () => {
    const port = await listen(createTcpServer((socket) => socket.end("220 smtp ready\r\n")));
    expect(codesOf(await network(connectTo(port)))).toEqual(["http-not-api"]);
  });
});

test("a name without an address is not found", async () => {
  const part = await network({}, createProbes({ lookup: () => Promise.resolve([]) }));
  expect(codesOf(part)).toEqual(["dns-not-found"]);
  expect(part.examined.map(({ check, state }) => [check, state])).toEqual([
    ["DNS", "examined"],
    ...["TCP", "TLS", "HTTP", "clock"].map((check) => [check, "not-examined"]),
  ]);
});

test("Node's own lookup is asked where none is handed in", async () => {
  expect(await createProbes().lookup("localhost")).toContain("127.0.0.1");
});

test("a step that was given up leaves nothing open", async () => {
  const aborted = AbortSignal.abort();
  const target = { host: "127.0.0.1", port: 9, addresses: ["127.0.0.1"] };
  await expect(createProbes().connect(target, aborted)).rejects.toMatchObject({
    code: "ETIMEDOUT",
  });
});

test.each([
  ["TCP", "ETIMEDOUT", "tcp-unreachable"],
  ["TCP", "EHOSTUNREACH", "tcp-unreachable"],
  ["DNS", "EAI_AGAIN", "dns-timeout"],
  ["TLS", "CERT_HAS_EXPIRED", "tls-expired"],
  ["TLS", "SELF_SIGNED_CERT_IN_CHAIN", "tls-untrusted"],
  ["HTTP", "ECONNRESET", "http-failed"],
] as const)("%s: %s is %s", (step, errorCode, code) => {
  expect(toCode(step, errorCode)).toBe(code);
});

test("the way to a proxy takes the port of its scheme where it names none", () => {
  const port = (proxy: string) => routeOf({ ...upstream, proxy }).port;
  expect([port("http://p.test/"), port("https://p.test/"), port("http://[::1]:81/")]).toEqual([
    80, 443, 81,
  ]);
  expect(routeOf({ ...upstream, proxy: "http://[::1]/" }).host).toBe("::1");
  expect(routeOf({ ...upstream, proxy: "http://a:%zz@p.test/" }).tunnel?.authorization).toBe(
    `Basic ${Buffer.from("a:%zz").toString("base64")}`,
  );
});
