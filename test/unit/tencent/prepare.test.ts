import { request, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { createServer as createHttpServer, type RequestListener } from "node:http";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, afterEach, describe, expect, test } from "@jest/globals";
import { createSelfSigned } from "../../../dev/emulator/test/self-signed.ts";
import { createAgent, type HeartbeatAgent } from "../../../lib/tencent/agent.ts";
import { createClsApi } from "../../../lib/tencent/cls-api.ts";
import { createHeartbeatClient } from "../../../lib/tencent/heartbeat-client.ts";
import { heartbeat } from "../../support/relay-beat.ts";
import type { UpstreamConfig } from "../../../lib/tencent/upstream.ts";
import { startProxy } from "../../support/connect-proxy.ts";
import { createHandClock } from "../../support/hand-clock.ts";

const closings: (() => void)[] = [];
afterAll(() => {
  for (const close of closings) close();
});
const before = getCACertificates("default");
afterEach(() => {
  setDefaultCACertificates(before);
});

const endpoint = "cls.intl.tencentcloudapi.com";
const { signal } = new AbortController();

/** A server, and the connections that it was asked for. */
async function start(server: Server | ReturnType<typeof createServer>) {
  const sockets: Socket[] = [];
  server.on("connection", (socket: Socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closings.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return { sockets, port: (server.address() as AddressInfo).port };
}

const answer: RequestListener = (_request, response) => void response.end("{}");

function open(way: Partial<UpstreamConfig>): HeartbeatAgent {
  const credentials = { secretId: "AKIDtest", secretKey: "key" };
  const agent = createAgent(
    { credentials, region: "ap-guangzhou", endpoint, ...way },
    createHandClock(),
  );
  closings.push(() => {
    agent.destroy();
  });
  return agent;
}

const at = (port: number, protocol: "http:" | "https:" = "http:"): Partial<UpstreamConfig> => ({
  connectTo: { protocol, host: "127.0.0.1", port },
});

const idle = (agent: HeartbeatAgent) => Object.values(agent.freeSockets).flat();

/** Sends a request, and gives the error of one that has no answer. */
function ask(agent: HeartbeatAgent): Promise<string> {
  const { defaultPort: port, protocol } = agent as HeartbeatAgent & { protocol: string };
  return new Promise((resolve) => {
    const asking = request({ agent, port, protocol, host: endpoint }, (response) => {
      response.resume().once("end", () => {
        // The agent takes the socket back in a later turn.
        setImmediate(() => {
          resolve("answered");
        });
      });
    });
    asking.once("error", ({ message }) => {
      resolve(message);
    });
    asking.end();
  });
}

describe("a connection that is prepared is open, and the next request goes over it,", () => {
  test("without TLS", async () => {
    const { port, sockets } = await start(createHttpServer(answer));
    const agent = open(at(port));
    await agent.prepare(signal);
    expect(idle(agent)).toHaveLength(1);
    expect([await ask(agent), await ask(agent), sockets.length]).toEqual([
      ...["answered", "answered"],
      1,
    ]);
  });

  test("with TLS", async () => {
    const tls = createSelfSigned(endpoint);
    setDefaultCACertificates([tls.cert]);
    const { port, sockets } = await start(createTlsServer(tls, answer));
    const agent = open(at(port, "https:"));
    await agent.prepare(signal);
    expect([await ask(agent), sockets.length]).toEqual(["answered", 1]);
  });

  test("by way of a proxy", async () => {
    const tls = createSelfSigned(endpoint);
    setDefaultCACertificates([tls.cert]);
    const { port, sockets } = await start(createTlsServer(tls, answer));
    const proxy = await startProxy(port);
    closings.push(proxy.close);
    const agent = open({ proxy: proxy.url });
    await agent.prepare(signal);
    expect([await ask(agent), sockets.length]).toEqual(["answered", 1]);
    expect(proxy.asked).toEqual([`CONNECT ${endpoint}:443 HTTP/1.1`]);
  });
});

test("for each request that is to come one is open, and none is opened for one that is idle", async () => {
  const { port, sockets } = await start(createHttpServer(answer));
  const agent = open(at(port));
  const prepareTwo = async () => [await agent.prepare(signal), await agent.prepare(signal)];
  const unsent = await prepareTwo();
  expect(sockets).toHaveLength(2);
  // What was opened for those that are not sent serves the next ones.
  for (const end of unsent) end();
  const sent = await prepareTwo();
  expect(sockets).toHaveLength(2);
  await Promise.all([ask(agent), ask(agent)]);
  for (const end of sent) end();
  await agent.prepare(signal);
  expect(sockets).toHaveLength(2);
});

test("for requests that come at once as many are opened, also after one that was ended twice", async () => {
  const { port } = await start(createHttpServer(answer));
  const agent = open(at(port));
  const end = await agent.prepare(signal);
  for (let count = 0; count < 2; count += 1) end();
  await Promise.all([agent.prepare(signal), agent.prepare(signal), agent.prepare(signal)]);
  expect(idle(agent)).toHaveLength(3);
});

test("for all who wait behind each other no more than twenty are opened", async () => {
  const { port } = await start(createHttpServer(answer));
  const agent = open(at(port));
  await Promise.all(Array.from({ length: 30 }, () => agent.prepare(signal)));
  await agent.prepare(signal);
  expect(idle(agent)).toHaveLength(20);
});

test("requests whose deadline was over leave no connection too many behind", async () => {
  const { port, sockets } = await start(createHttpServer(answer));
  const credentials = { secretId: "AKIDtest", secretKey: "key" };
  const api = createClsApi({ credentials, region: "ap-guangzhou", endpoint, ...at(port) });
  const client = createHeartbeatClient(api);
  const beat = async (called: AbortSignal) => {
    const end = await client.prepare({ signal, freshConnection: false });
    await client.send(heartbeat, { signal: called, traceId: "t" });
    end();
    // The agent takes the socket back in a later turn.
    await new Promise((next) => setImmediate(next));
  };
  await beat(signal);
  for (let count = 0; count < 5; count += 1) await beat(AbortSignal.abort());
  for (let count = 0; count < 5; count += 1) await beat(signal);
  expect(sockets).toHaveLength(1);
});

describe("a connection that does not open", () => {
  test("because nobody is there is told, and the next one is opened anew", async () => {
    const agent = open(at(1));
    await expect(agent.prepare(signal)).rejects.toThrow("ECONNREFUSED");
    // The agent forgets it when it has closed.
    while (Object.keys(agent.sockets).length > 0) await new Promise((next) => setImmediate(next));
    expect(Object.keys(agent.freeSockets)).toEqual([]);
    await expect(agent.prepare(signal)).rejects.toThrow("ECONNREFUSED");
  });

  test("because a certificate is not trusted is told", async () => {
    const { port } = await start(createTlsServer(createSelfSigned(endpoint), answer));
    await expect(open(at(port, "https:")).prepare(signal)).rejects.toThrow("self-signed");
  });

  test("because a proxy refuses it is told", async () => {
    const refusing = createServer((socket) => {
      socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    });
    const { port } = await start(refusing);
    const agent = open({ proxy: `http://127.0.0.1:${port}` });
    await expect(agent.prepare(signal)).rejects.toThrow("407");
  });

  test("before the signal aborts leaves nothing open", async () => {
    // It never shakes hands.
    const { port, sockets } = await start(createServer());
    const agent = open(at(port, "https:"));
    const aborter = new AbortController();
    const preparing = agent.prepare(aborter.signal);
    while (sockets.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const closed = new Promise((resolve) => sockets[0]?.resume().once("close", resolve));
    aborter.abort();
    await expect(preparing).rejects.toThrow();
    await closed;
    expect(Object.keys(agent.sockets)).toEqual([]);
  });

  test("because the signal has aborted before is not begun, by way of a proxy either", async () => {
    const { port, sockets } = await start(createServer());
    for (const way of [at(port), { proxy: `http://127.0.0.1:${port}` }])
      await expect(open(way).prepare(AbortSignal.abort())).rejects.toThrow("aborted");
    expect(sockets).toEqual([]);
  });

  test("because the proxy says nothing before the signal aborts is closed when it does", async () => {
    const tls = createSelfSigned(endpoint);
    setDefaultCACertificates([tls.cert]);
    const { port, sockets } = await start(createTlsServer(tls, answer));
    let answerLate = () => {};
    const slow = createServer((client) => {
      client.once("data", () => {
        answerLate = () => {
          const onward = connect(port, "127.0.0.1");
          client.write("HTTP/1.1 200 Connection established\r\n\r\n");
          client.pipe(onward).pipe(client);
          for (const socket of [client, onward]) socket.on("error", () => socket.destroy());
        };
        aborter.abort();
      });
    });
    const proxy = await start(slow);
    const agent = open({ proxy: `http://127.0.0.1:${proxy.port}` });
    const aborter = new AbortController();
    await expect(agent.prepare(aborter.signal)).rejects.toThrow("given up");
    const closed = new Promise((resolve) => proxy.sockets[0]?.once("close", resolve));
    answerLate();
    await closed;
    expect([sockets.length, Object.keys(agent.freeSockets)]).toEqual([1, []]);
  });
});

test("an API whose connection does not open says so with the call, not before", async () => {
  const credentials = { secretId: "AKIDtest", secretKey: "key" };
  const api = createClsApi({ credentials, region: "ap-guangzhou", endpoint, ...at(1) });
  const end = await api.prepare({ signal, freshConnection: false });
  end();
  const called = await api.call("A", {}, { signal, traceId: "t", freshConnection: false });
  expect(called).toMatchObject({ failure: { kind: "unreachable" } });
});

test("a prepared connection that is reset is no kept one that had died", async () => {
  const resets = [true, false, true];
  const { port } = await start(
    createHttpServer((asked, response) => {
      if (resets.shift()) asked.socket.resetAndDestroy();
      else answer(asked, response);
    }),
  );
  const agent = open(at(port));
  await agent.prepare(signal);
  expect(await ask(agent)).not.toContain("kept connection");
  await agent.prepare(signal);
  expect(await ask(agent)).toBe("answered");
  // Now it is one.
  expect(await ask(agent)).toContain("kept connection");
});
