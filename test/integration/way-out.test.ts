import { createServer, type IncomingMessage } from "node:http";
import { createServer as createTcpServer, type Socket } from "node:net";
import { setDefaultCACertificates, getCACertificates } from "node:tls";
import { afterAll, afterEach, describe, expect, test } from "@jest/globals";
import { startEmulator } from "../../dev/emulator/server.ts";
import { createClsApi } from "../../lib/tencent/cls-api.ts";
import { node, run } from "../support/run-process.ts";
import { startProxy } from "../support/connect-proxy.ts";
import { createSelfSigned } from "../../dev/emulator/test/self-signed.ts";
import { beatRequest, credentials, heartbeat, json, startRelay } from "../support/start-relay.ts";

const endpoint = "cls.intl.tencentcloudapi.com";
const closings: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closings) await close();
});

describe("signature", () => {
  test.each(["TENCENTCLOUD_SESSION_TOKEN", "TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SECURITY_TOKEN"])(
    "holds with the token in %s",
    async (name) => {
      const relay = await startRelay({
        emulator: { credentials: [{ ...credentials, token: "tokenOfTemporaryCredentials" }] },
        env: { [name]: "tokenOfTemporaryCredentials" },
      });
      expect((await relay.call(beatRequest())).statusCode).toBe(200);
    },
  );

  test("a token that is not expected is refused, so the check above can fail", async () => {
    const relay = await startRelay({ env: { TENCENTCLOUD_TOKEN: "tokenNobodyKnows" } });
    expect(json(await relay.call(beatRequest()))).toMatchObject({ code: "relay-refused" });
  });

  test.each([
    "cls.tencentcloudapi.com",
    "cls.ap-guangzhou.tencentcloudapi.com",
    "cls.internal.tencentcloudapi.com",
  ])("is made for %s where that is the endpoint", async (other) => {
    const relay = await startRelay({ emulator: { endpoint: other }, env: { CLS_ENDPOINT: other } });
    expect((await relay.call(beatRequest())).statusCode).toBe(200);
    expect(relay.emulator.received[0]?.headers.host).toBe(other);
  });
});

describe("https to another address", () => {
  const before = getCACertificates("default");
  afterEach(() => {
    setDefaultCACertificates(before);
  });

  test("verifies the endpoint's name", async () => {
    const tls = createSelfSigned(endpoint);
    setDefaultCACertificates([tls.cert]);
    const relay = await startRelay({ emulator: { tls } });
    expect((await relay.call(beatRequest())).statusCode).toBe(200);
  });

  test("refuses a certificate for any other name, and sends nothing", async () => {
    const tls = createSelfSigned("elsewhere.example");
    setDefaultCACertificates([tls.cert]);
    const relay = await startRelay({ emulator: { tls } });
    expect(json(await relay.call(beatRequest()))["code"]).toBe("upstream-unreachable");
    expect(relay.emulator.received).toEqual([]);
  });

  test("refuses a certificate that nobody vouches for", async () => {
    const relay = await startRelay({ emulator: { tls: createSelfSigned(endpoint) } });
    expect(json(await relay.call(beatRequest()))["code"]).toBe("upstream-unreachable");
  });
});

describe("NODE_TLS_REJECT_UNAUTHORIZED=0", () => {
  /** What a call brings in a process with that variable, which Jest's own processes cannot be given. */
  async function callWithout(way: object): Promise<unknown> {
    const upstream = { credentials, region: "ap-guangzhou", endpoint, ...way };
    const script = `
      import { createClsApi } from "./lib/tencent/cls-api.ts";
      const api = createClsApi(${JSON.stringify(upstream)});
      const options = { signal: AbortSignal.timeout(5000), traceId: "t", freshConnection: false };
      console.log(JSON.stringify(await api.call("DescribeConsumerGroups", { LogsetId: "l" }, options)));
      process.exit();
    `;
    const child = run(node, ["--input-type=module", "-e", script], {
      NODE_TLS_REJECT_UNAUTHORIZED: "0",
      NODE_NO_WARNINGS: "1",
    });
    await child.ended;
    return JSON.parse(child.stdout());
  }

  const untrusted = {
    ok: false,
    failure: { kind: "unreachable", reason: expect.stringContaining("self-signed") as unknown },
  };

  test("verifies CLS all the same", async () => {
    const emulator = await startEmulator({
      credentials: [credentials],
      tls: createSelfSigned(endpoint),
    });
    closings.push(() => emulator.close());
    const { port } = emulator;
    const connectTo = { protocol: "https:", host: "127.0.0.1", port };
    expect(await callWithout({ connectTo })).toMatchObject(untrusted);
    expect(emulator.received).toEqual([]);
  });

  test("verifies CLS behind a proxy, and a proxy that is spoken to by TLS", async () => {
    const tls = createSelfSigned(endpoint);
    const emulator = await startEmulator({ credentials: [credentials], tls });
    closings.push(() => emulator.close());
    const proxy = await startProxy(emulator.port);
    closings.push(proxy.close);
    expect(await callWithout({ proxy: proxy.url })).toMatchObject(untrusted);
    expect(proxy.asked).toHaveLength(1);
    const tlsProxy = `https://127.0.0.1:${emulator.port}`;
    expect(await callWithout({ proxy: tlsProxy })).toMatchObject({ ok: false });
    expect(emulator.received).toEqual([]);
  });
});

test("a redirect is not followed, and no credential reaches where it points", async () => {
  const reached: IncomingMessage[] = [];
  const elsewhere = createServer((request, response) => {
    reached.push(request);
    response.end();
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  closings.push(() => elsewhere.close());
  const { port } = elsewhere.address() as { port: number };
  let calls = 0;
  for (const status of [301, 302, 303, 307, 308]) {
    const relay = await startRelay({
      env: { TENCENTCLOUD_TOKEN: "token" },
      emulator: {
        intercept: (_request, response) => {
          calls += 1;
          response.writeHead(status, { Location: `http://127.0.0.1:${port}/` }).end();
          return true;
        },
      },
    });
    expect(json(await relay.call(beatRequest()))["code"]).toBe("upstream-malformed");
  }
  expect([calls, reached.length]).toEqual([5, 0]);
});

test("connections are kept, and one that the server closed while idle is not used", async () => {
  const relay = await startRelay();
  for (let n = 0; n < 20; n += 1) await relay.call(beatRequest());
  expect(relay.emulator.connections()).toBe(1);
  const { emulator } = relay;
  await emulator.close();
  const revived = await startEmulator({
    credentials: [credentials],
    port: emulator.port,
    createsGroups: true,
    ratePerSecond: 0,
  });
  closings.push(() => revived.close());
  expect((await relay.call(beatRequest())).statusCode).toBe(200);
});

test("the retry opens a connection of its own", async () => {
  let resets = 0;
  const relay = await startRelay({
    emulator: {
      intercept: (request) => {
        if (resets > 0) return false;
        resets += 1;
        request.socket.resetAndDestroy();
        return true;
      },
    },
  });
  expect((await relay.call(beatRequest())).statusCode).toBe(200);
  expect(relay.counted).toMatchObject([{ attempts: 2 }]);
  expect(relay.emulator.connections()).toBe(2);
});

test("the retry leaves aside every connection that was idle", async () => {
  const seen: Socket[] = [];
  let reset = false;
  const relay = await startRelay({
    emulator: {
      intercept: (request) => {
        seen.push(request.socket);
        if (!reset) return false;
        reset = false;
        request.socket.resetAndDestroy();
        return true;
      },
    },
  });
  const other = JSON.stringify({ ...heartbeat, consumer: "orders-2" });
  await Promise.all([relay.call(beatRequest()), relay.call(beatRequest({ body: other }))]);
  expect(relay.emulator.connections()).toBe(2);
  reset = true;
  expect((await relay.call(beatRequest())).statusCode).toBe(200);
  expect(seen.slice(0, 3)).not.toContain(seen[3]);
  expect(relay.emulator.connections()).toBe(3);
});

test("a path that resets every connection that is used again costs no beat and no retry budget", async () => {
  const used = new WeakSet<Socket>();
  let resets = 0;
  const relay = await startRelay({
    emulator: {
      intercept: (request) => {
        const isReused = used.has(request.socket);
        used.add(request.socket);
        if (!isReused) return false;
        resets += 1;
        request.socket.resetAndDestroy();
        return true;
      },
    },
  });
  const statuses = [];
  for (let beat = 0; beat < 40; beat += 1) {
    statuses.push((await relay.call(beatRequest())).statusCode);
  }
  expect(statuses).toEqual(Array.from({ length: 40 }, () => 200));
  // Then no connection is used twice.
  expect(resets).toBe(3);
});

test("a new connection that is reset costs the retry budget", async () => {
  const relay = await startRelay({
    emulator: {
      intercept: (request) => {
        request.socket.resetAndDestroy();
        return true;
      },
    },
  });
  for (let beat = 0; beat < 12; beat += 1) await relay.call(beatRequest());
  expect(relay.counted.at(-1)).toMatchObject({ outcome: "upstream-unreachable", attempts: 1 });
});

test("a call whose time is over already is not sent", async () => {
  const emulator = await startEmulator({ credentials: [credentials] });
  closings.push(() => emulator.close());
  const { port } = emulator;
  const connectTo = { protocol: "http:", host: "127.0.0.1", port } as const;
  const api = createClsApi({ credentials, region: "ap-guangzhou", endpoint, connectTo });
  const options = { signal: AbortSignal.abort(), traceId: "t", freshConnection: false };
  const answer = await api.call("DescribeConsumerGroups", { LogsetId: "l" }, options);
  expect(answer).toEqual({ ok: false, failure: { kind: "timeout" } });
  expect([emulator.connections(), emulator.received.length]).toEqual([0, 0]);
});

test("a large refused body does not keep its socket", async () => {
  const sockets = new Set<Socket>();
  let large = true;
  const relay = await startRelay({
    emulator: {
      intercept: (request, response) => {
        sockets.add(request.socket);
        if (large) response.writeHead(503).end("x".repeat(5_000_000));
        return large;
      },
    },
  });
  await relay.call(beatRequest());
  large = false;
  await relay.call(beatRequest());
  const open = [...sockets].filter((socket) => !socket.destroyed);
  expect(open.length).toBe(1);
});

describe("proxies", () => {
  test("RELAY_PROXY is gone through, with the endpoint's own TLS inside", async () => {
    const before = getCACertificates("default");
    const tls = createSelfSigned(endpoint);
    setDefaultCACertificates([tls.cert]);
    const emulator = await startEmulator({ credentials: [credentials], tls, createsGroups: true });
    closings.push(() => emulator.close());
    const proxy = await startProxy(emulator.port);
    closings.push(proxy.close);
    const relay = await startRelay({ env: { CLS_CONNECT_TO: "", RELAY_PROXY: proxy.url } });
    const answer = await relay.call(beatRequest());
    setDefaultCACertificates(before);
    expect(answer.statusCode).toBe(200);
    expect(proxy.asked).toEqual([`CONNECT ${endpoint}:443 HTTP/1.1`]);
  });

  test("http_proxy alone is ignored", async () => {
    process.env["http_proxy"] = "http://127.0.0.1:9";
    try {
      const relay = await startRelay();
      expect((await relay.call(beatRequest())).statusCode).toBe(200);
    } finally {
      delete process.env["http_proxy"];
    }
  });
});

test("a name that does not resolve is unreachable", async () => {
  const relay = await startRelay({
    env: { CLS_CONNECT_TO: "https://nowhere.invalid:443", RELAY_DEADLINE_MS: "5000" },
  });
  expect(json(await relay.call(beatRequest()))["code"]).toBe("upstream-unreachable");
});

test("after a proxy that stays silent past the deadline, no heartbeat follows", async () => {
  const silent = createTcpServer((client) => client.on("error", () => client.destroy()));
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const { port } = silent.address() as { port: number };
  const heard: string[] = [];
  silent.on("connection", (client: Socket) => {
    closings.push(() => client.destroy());
    client.on("data", (chunk: Buffer) => heard.push(chunk.toString()));
  });
  closings.push(() => silent.close());
  const relay = await startRelay({
    env: { CLS_CONNECT_TO: "", RELAY_PROXY: `http://127.0.0.1:${port}`, RELAY_DEADLINE_MS: "200" },
  });
  expect(json(await relay.call(beatRequest()))["code"]).toBe("deadline-exceeded");
  expect(heard.join("")).not.toMatch(/POST|Authorization/i);
});
