import { Agent } from "node:http";
import { afterEach, describe, expect, test } from "@jest/globals";
import { HOST } from "../cls-client.ts";
import { createSelfSigned } from "../self-signed.ts";
import { closeStarted, heartbeat } from "../set-up.ts";
import { asking, setUpFaults } from "./set-up.ts";

afterEach(closeStarted);

describe("a connection limit", () => {
  test("accepts as many as it allows and resets the next ones, as often as ordered", async () => {
    const { call, raw, emulator } = await setUpFaults();
    const agent = new Agent({ keepAlive: true });
    emulator.faults.set([{ fault: "connection-limit", limit: 1, times: 2 }]);
    await call({ agent });
    for (let n = 0; n < 2; n += 1) {
      const refused = raw();
      await refused.ended();
      expect([refused.state(), refused.text()]).toEqual(["reset", ""]);
    }
    expect((await call({ agent })).code).toBeUndefined();
    expect((await call()).code).toBeUndefined();
    expect(emulator.faults.struck).toEqual([
      { fault: "connection-limit", consumer: undefined },
      { fault: "connection-limit", consumer: undefined },
    ]);
    agent.destroy();
  });

  test("with a match strikes only that consumer, once the connections are too many", async () => {
    const { call, raw, emulator } = await setUpFaults();
    const agent = new Agent({ keepAlive: true });
    const match = { consumer: "b" };
    emulator.faults.set([{ fault: "connection-limit", limit: 1, match }]);
    expect((await call({ agent, body: heartbeat("b") })).code).toBeUndefined();
    expect((await call()).code).toBeUndefined();
    const refused = raw({ body: heartbeat("b") });
    await refused.ended();
    expect(refused.state()).toBe("reset");
    agent.destroy();
  });
});

describe("refused TLS", () => {
  test("on a plain socket closes the next connection, not one that is open", async () => {
    const { call, raw, emulator } = await setUpFaults();
    const agent = new Agent({ keepAlive: true });
    await call({ agent });
    emulator.faults.set([{ fault: "tls-refused" }]);
    expect((await call({ agent })).code).toBeUndefined();
    const refused = raw();
    await refused.ended();
    expect(refused.text()).toBe("");
    expect(emulator.faults.struck).toEqual([{ fault: "tls-refused", consumer: undefined }]);
    agent.destroy();
  });

  test("on a TLS socket is an alert in the handshake", async () => {
    const tls = createSelfSigned(HOST);
    const { call, emulator } = await setUpFaults({ tls });
    emulator.faults.set([{ fault: "tls-refused" }]);
    await expect(call({ ca: tls.cert })).rejects.toThrow("alert handshake failure");
    expect((await call({ ca: tls.cert })).code).toBeUndefined();
  });
});

test.each([
  ["tls-refused", "ECONNRESET"],
  ["reset-before-answer", "ECONNRESET"],
  ["reset-in-headers", "ECONNRESET"],
  ["reset-in-body", "ECONNRESET"],
  ["not-http", "HPE_INVALID_CONSTANT"],
])("the fault %s strikes a request inside TLS too", async (fault, code) => {
  const tls = createSelfSigned(HOST);
  const { call } = await setUpFaults({ tls });
  await expect(call({ ca: tls.cert, ...asking(fault) })).rejects.toMatchObject({ code });
  expect((await call({ ca: tls.cert })).code).toBeUndefined();
});
