import type { Socket } from "node:net";
import { afterAll, expect, test } from "@jest/globals";
import { startEmulator } from "../../dev/emulator/server.ts";
import { createClsApi } from "../../lib/tencent/cls-api.ts";
import { beatRequest, credentials, heartbeat, startRelay } from "../support/start-relay.ts";

const endpoint = "cls.intl.tencentcloudapi.com";
const closings: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closings) await close();
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

test("a path that resets every connection that is used again costs no beat", async () => {
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
  expect(resets).toBe(2);
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
