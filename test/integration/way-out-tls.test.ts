import { setDefaultCACertificates, getCACertificates } from "node:tls";
import { afterAll, afterEach, describe, expect, test } from "@jest/globals";
import { startEmulator } from "../../dev/emulator/server.ts";
import { node, run } from "../support/run-process.ts";
import { startProxy } from "../support/connect-proxy.ts";
import { createSelfSigned } from "../../dev/emulator/test/self-signed.ts";
import { beatRequest, credentials, json, startRelay } from "../support/start-relay.ts";

const endpoint = "cls.intl.tencentcloudapi.com";
const closings: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closings) await close();
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
