import { afterEach, describe, expect, test } from "@jest/globals";
import { closeStarted, heartbeat } from "../set-up.ts";
import { createGate } from "./gate.ts";
import { asking, setUpFaults, until } from "./set-up.ts";

afterEach(closeStarted);

const audit = { ...heartbeat("z"), ConsumerGroup: "audit" };
/** A group of the same name in another logset is another group. */
const namesake = { ...heartbeat("z"), LogsetId: "m" };
const create = { ConsumerGroup: "orders", LogsetId: "l", Timeout: 40, Topics: ["t"] };

async function setUpLasting(fault: string) {
  const started = await setUpFaults({ moves: "one-step" });
  const { call } = started;
  const held = async (consumer: string) => {
    const { response } = await call({ body: heartbeat(consumer) });
    const [topic] = (response["TopicPartitionsInfo"] ?? []) as { Partitions: number[] }[];
    return topic?.Partitions ?? response["Error"];
  };
  await call(asking(fault));
  return { ...started, held };
}

describe("a group that is slow from now on", () => {
  test("waits with each of its answers, and no other group does, until faults are cleared", async () => {
    const gate = createGate();
    const { call, emulator } = await setUpFaults({ sleep: gate.sleep });
    emulator.faults.set([{ fault: "slow-group", afterMs: 900 }]);
    for (const waits of [1, 2]) {
      const slow = call();
      await until(() => gate.waits.length === waits);
      expect((await call({ body: audit })).code).toBeUndefined();
      expect((await call({ body: namesake })).code).toBeUndefined();
      gate.open();
      expect((await slow).code).toBeUndefined();
    }
    expect(gate.waits).toEqual([900, 900]);
    emulator.faults.clear();
    expect((await call()).code).toBeUndefined();
    expect(gate.waits).toHaveLength(2);
  });
});

describe("a group that is forgotten", () => {
  test("is refused until it is created again, though heartbeats make groups here", async () => {
    const { call, emulator } = await setUpLasting("forget-group");
    expect((await call()).code).toBe("ResourceNotFound");
    expect((await call({ body: audit })).code).toBeUndefined();
    await call({ action: "CreateConsumerGroup", body: create });
    expect((await call()).code).toBeUndefined();
    expect(emulator.groups.describe("l")).toHaveLength(2);
  });

  test("or until faults are cleared", async () => {
    const { call, emulator } = await setUpLasting("forget-group");
    emulator.faults.clear();
    expect((await call()).code).toBeUndefined();
  });
});

test("two sides of a split brain answer in turn, each with consumers of its own", async () => {
  const { held, emulator } = await setUpLasting("split-brain");
  expect([await held("b"), await held("c")]).toEqual([
    [3, 4],
    [3, 4],
  ]);
  expect([await held("a"), await held("a")]).toEqual([
    [1, 2],
    [1, 2],
  ]);
  emulator.faults.clear();
  expect(emulator.groups.describe("l")[0]?.consumers).toHaveLength(2);
});

test("a lease that is unsettled ends after a quarter of its time for every second heartbeat", async () => {
  const { held, clock, emulator } = await setUpLasting("unsettled-lease");
  clock.stepMs(10_000);
  expect(await held("b")).toEqual([1, 2, 3, 4]);
  clock.stepMs(10_000);
  expect(await held("c")).toEqual([3, 4]);
  emulator.faults.clear();
  clock.stepMs(10_000);
  expect(await held("d")).toHaveLength(1);
});

test("a refused request splits no brain", async () => {
  const { call } = await setUpFaults({ createsGroups: false });
  expect((await call(asking("split-brain"))).code).toBe("ResourceNotFound");
  expect((await call(asking("unsettled-lease"))).code).toBe("ResourceNotFound");
});
