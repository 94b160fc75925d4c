import { Agent } from "node:http";
import type { Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import { afterEach, describe, expect, jest, test } from "@jest/globals";
import { closeStarted } from "../set-up.ts";
import { createGate } from "./gate.ts";
import { asking, setUpFaults, until } from "./set-up.ts";
import { resetAfterBytes } from "./sights.ts";

afterEach(closeStarted);

const realWait = (ms: number, signal: AbortSignal) => setTimeout(ms, undefined, { signal });

async function setUpGate() {
  const gate = createGate();
  return { gate, ...(await setUpFaults({ sleep: gate.sleep })) };
}

describe("slow headers", () => {
  test("are held back for 200 ms, the request being granted before", async () => {
    const { gate, raw, granted, call } = await setUpGate();
    const slow = raw(asking("slow-headers"));
    await until(() => gate.waits.length > 0);
    await call();
    expect([gate.waits, slow.text(), granted()]).toEqual([[200], "", 2]);
    gate.open();
    await slow.ended();
    expect(slow.text()).toContain('"Partitions"');
  });

  test("are held back for as long as the order says", async () => {
    const { gate, raw, emulator } = await setUpGate();
    emulator.faults.set([{ fault: "slow-headers", afterMs: 1_500 }]);
    raw();
    await until(() => gate.waits.length > 0);
    expect(gate.waits).toEqual([1_500]);
  });
});

test("a slow body comes in ten pieces, 20 ms before each, its head at once", async () => {
  const { gate, raw } = await setUpGate();
  const slow = raw(asking("slow-body"));
  await slow.received(/\r\n\r\n$/);
  for (let piece = 1; piece <= 10; piece += 1) {
    await until(() => gate.waits.length === piece);
    gate.open();
  }
  await slow.ended();
  expect(gate.waits).toEqual(Array.from({ length: 10 }, () => 20));
  const [head = "", body = ""] = slow.text().split("\r\n\r\n");
  expect(head).toContain(`Content-Length: ${body.length}`);
  expect(() => JSON.parse(body) as unknown).not.toThrow();
});

test("a fault that does not pace itself strikes after the wait that was ordered", async () => {
  const { gate, raw, emulator, granted } = await setUpGate();
  emulator.faults.set([{ fault: "reset-in-body", afterMs: 700 }]);
  const struck = raw();
  await until(() => gate.waits.length > 0);
  expect([gate.waits, granted(), struck.state()]).toEqual([[700], 0, "open"]);
  gate.open();
  await struck.ended();
  expect([granted(), struck.state()]).toEqual([1, resetAfterBytes]);
});

describe("a connection that is half open after a freeze", () => {
  test("hears nothing, then a RST, while a fresh one is served", async () => {
    const { gate, call, emulator, granted } = await setUpGate();
    const agent = new Agent({ keepAlive: true });
    await call({ agent, ...asking("half-open") });
    const lost = call({ agent });
    const outcome = expect(lost).rejects.toMatchObject({ code: "ECONNRESET" });
    await until(() => gate.waits.length > 0);
    await call();
    expect([gate.waits, granted(), emulator.connections()]).toEqual([[100], 2, 2]);
    gate.open();
    await outcome;
    expect((await call({ agent })).code).toBeUndefined();
    expect(emulator.faults.struck.map(({ fault }) => fault)).toEqual(["half-open", "half-open"]);
    agent.destroy();
  });

  test("is silent for as long as the order said", async () => {
    const { gate, call, emulator } = await setUpGate();
    const agent = new Agent({ keepAlive: true });
    emulator.faults.set([{ fault: "half-open", afterMs: 5_000 }]);
    await call({ agent });
    const outcome = expect(call({ agent })).rejects.toMatchObject({ code: "ECONNRESET" });
    await until(() => gate.waits.length > 0);
    expect(gate.waits).toEqual([5_000]);
    gate.open();
    await outcome;
  });

  test("is never closed for idleness, unlike any other", async () => {
    const sockets: Socket[] = [];
    const { call } = await setUpFaults({
      keepAliveTimeoutMs: 60_000,
      intercept: ({ socket }) => sockets.push(socket) < 0,
    });
    const agent = new Agent({ keepAlive: true });
    await call({ agent });
    await until(() => (sockets[0]?.timeout ?? 0) >= 60_000);
    await call({ agent, ...asking("half-open") });
    await until(() => sockets[0]?.timeout === 0);
    expect(new Set(sockets).size).toBe(1);
    agent.destroy();
  });
});

describe("a wait", () => {
  test("ends without a word when the caller hangs up", async () => {
    const stderr = jest.spyOn(process.stderr, "write").mockReturnValue(true);
    const { gate, raw, call } = await setUpGate();
    const slow = raw(asking("endless-body"));
    await until(() => gate.waits.length > 0);
    slow.hangUp();
    await slow.ended();
    await call();
    await call();
    gate.open();
    await call();
    expect(gate.waits).toHaveLength(1);
    expect(stderr.mock.calls).toEqual([]);
    stderr.mockRestore();
  });

  test.each([
    "slow-headers",
    "endless-body",
    "hang",
    "hang-in-body",
    "switching-protocols",
  ] as const)("does not keep close from ending %s at once", async (fault) => {
    const { raw, emulator } = await setUpFaults({ sleep: realWait });
    emulator.faults.set([{ fault, ...(fault === "slow-headers" && { afterMs: 600_000 }) }]);
    const struck = raw();
    await until(() => emulator.faults.struck.length > 0);
    await emulator.close();
    await struck.ended();
    expect(struck.state()).not.toBe("open");
  });
});
