import { createServer, type IncomingMessage } from "node:http";
import { createServer as createTcpServer, type Socket } from "node:net";
import { setDefaultCACertificates, getCACertificates } from "node:tls";
import { afterAll, describe, expect, test } from "@jest/globals";
import { startEmulator } from "../../dev/emulator/server.ts";
import { startProxy } from "../support/connect-proxy.ts";
import { createSelfSigned } from "../../dev/emulator/test/self-signed.ts";
import { beatRequest, credentials, json, startRelay } from "../support/start-relay.ts";

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

test("a name that does not resolve is unreachable", async () => {
  const relay = await startRelay({
    env: { CLS_CONNECT_TO: "https://nowhere.invalid:443", RELAY_DEADLINE_MS: "5000" },
  });
  expect(json(await relay.call(beatRequest()))["code"]).toBe("upstream-unreachable");
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
