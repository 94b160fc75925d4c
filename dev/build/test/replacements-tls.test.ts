import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, afterEach, describe, expect, test } from "@jest/globals";
import { startEmulator } from "../../emulator/server.ts";
import type { Heartbeat } from "../../../lib/heartbeat/heartbeat.ts";
import { startProxy } from "../../../test/support/connect-proxy.ts";
import { variants } from "../../../test/support/sdk-variants.ts";
import { createSelfSigned } from "../../emulator/test/self-signed.ts";
import { credentials, logsetId, topicId } from "../../../test/support/start-relay.ts";

const heartbeat: Heartbeat = {
  ...{ consumerGroup: "orders", consumer: "orders-1", logsetId },
  topics: new Map([[topicId, []]]),
};

const closings: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closings) await close();
});

describe.each(variants)("over TLS, the SDK %s", (_name, createClient) => {
  const before = getCACertificates("default");
  afterEach(() => {
    setDefaultCACertificates(before);
  });
  const endpoint = "cls.intl.tencentcloudapi.com";
  const upstream = { credentials, region: "ap-guangzhou", endpoint };
  const order = { traceId: "t", freshConnection: false };

  async function start(name: string) {
    const tls = createSelfSigned(name);
    setDefaultCACertificates([tls.cert]);
    const emulator = await startEmulator({
      credentials: [credentials],
      ratePerSecond: 0,
      tls,
      createsGroups: true,
    });
    closings.push(() => emulator.close());
    return emulator;
  }

  test("beats where the certificate is the endpoint's", async () => {
    const { port } = await start(endpoint);
    const connectTo = { protocol: "https:", host: "127.0.0.1", port } as const;
    const client = createClient({ ...upstream, connectTo });
    const answer = await client.send(heartbeat, { ...order, signal: AbortSignal.timeout(4000) });
    expect(answer.ok).toBe(true);
  });

  test("sends nothing where it is another's", async () => {
    const { port, received } = await start("elsewhere.example");
    const connectTo = { protocol: "https:", host: "127.0.0.1", port } as const;
    const client = createClient({ ...upstream, connectTo });
    const answer = await client.send(heartbeat, { ...order, signal: AbortSignal.timeout(4000) });
    expect(answer).toMatchObject({ ok: false, failure: { kind: "unreachable" } });
    expect(received).toEqual([]);
  });

  test("goes through a proxy where one is asked for", async () => {
    const { port } = await start(endpoint);
    const proxy = await startProxy(port);
    closings.push(proxy.close);
    const client = createClient({ ...upstream, proxy: proxy.url });
    const answer = await client.send(heartbeat, { ...order, signal: AbortSignal.timeout(4000) });
    expect(answer.ok).toBe(true);
    expect(proxy.asked).toEqual([`CONNECT ${endpoint}:443 HTTP/1.1`]);
  });
});
