import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createAgent, type HeartbeatAgent } from "../../../lib/tencent/agent.ts";
import { createHandClock } from "../../support/hand-clock.ts";

let server: Server;
let port = 0;
beforeAll(async () => {
  server = createServer((_request, response) => response.end("{}"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => void server.close());

const upstream = {
  credentials: { secretId: "AKIDtest", secretKey: "key" },
  region: "ap-guangzhou",
  endpoint: "cls.intl.tencentcloudapi.com",
};

/** Whether the answer came over a connection that was there before. */
function ask(agent: HeartbeatAgent): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const asking = request({ agent, port, host: "127.0.0.1" }, (response) => {
      response.resume().once("end", () => {
        // The agent takes the socket back in a later turn.
        setImmediate(() => {
          resolve(asking.reusedSocket);
        });
      });
    });
    asking.once("error", reject).end();
  });
}

function setUp() {
  const clock = createHandClock();
  const connectTo = { protocol: "http:", host: "127.0.0.1", port } as const;
  return { clock, agent: createAgent({ ...upstream, connectTo }, clock) };
}

test("certificates are verified and old TLS refused, whatever Node's own options say", () => {
  const agent: object = createAgent({ ...upstream, addressMs: 1000 }, createHandClock());
  expect(agent).toMatchObject({
    options: {
      rejectUnauthorized: true,
      minVersion: "TLSv1.2",
      autoSelectFamilyAttemptTimeout: 1000,
    },
  });
});

test.each([
  ["a little idle", 49_999, true],
  ["idle for long", 50_000, false],
])("a connection that was %s, %i ms, is used again: %s", async (_name, idleMs, isReused) => {
  for (const pass of ["advance", "setWallForward"] as const) {
    const { clock, agent } = setUp();
    await ask(agent);
    clock[pass](idleMs);
    agent.dropIdle("old");
    expect([pass, await ask(agent)]).toEqual([pass, isReused]);
    agent.destroy();
  }
});

test("a wall clock that was set back makes no connection younger", async () => {
  const { clock, agent } = setUp();
  await ask(agent);
  clock.setWallForward(-90_000);
  clock.advance(50_000);
  agent.dropIdle("old");
  expect(await ask(agent)).toBe(false);
  agent.destroy();
});

test("after dead connections an idle one is dropped sooner, and in the end none is used twice", async () => {
  const { clock, agent } = setUp();
  await ask(agent);
  agent.keptConnectionFailed();
  clock.advance(12_499);
  agent.dropIdle("old");
  expect(await ask(agent)).toBe(true);
  clock.advance(12_500);
  agent.dropIdle("old");
  expect(await ask(agent)).toBe(false);
  agent.keptConnectionFailed();
  agent.keptConnectionFailed();
  agent.dropIdle("old");
  expect(await ask(agent)).toBe(false);
  agent.destroy();
});
