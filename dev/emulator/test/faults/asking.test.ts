import { afterEach, describe, expect, test } from "@jest/globals";
import { closeStarted, heartbeat } from "../set-up.ts";
import { asking, setUpFaults } from "./set-up.ts";

afterEach(closeStarted);

const trace = (id: string) => ({ unsigned: { "x-tc-traceid": id } });

describe("a trace id", () => {
  test.each(["fault.throttle.1", "fault.throttle.a.b", "fault.throttle"])(
    "%s asks for its fault",
    async (id) => {
      const { call } = await setUpFaults();
      expect((await call(trace(id))).code).toBe("RequestLimitExceeded");
    },
  );

  test.each(["throttle", "my.fault.throttle", "faults.throttle.1", "fault-throttle"])(
    "%s asks for nothing",
    async (id) => {
      const { call } = await setUpFaults();
      expect((await call(trace(id))).code).toBeUndefined();
    },
  );
});

describe("who decides", () => {
  test("is the header, then the trace id, then the orders, which are kept", async () => {
    const { call, emulator } = await setUpFaults();
    const order = { fault: "internal-error", times: 1 } as const;
    emulator.faults.set([order]);
    const unsigned = {
      "x-emulator-fault": "operation-denied",
      "x-tc-traceid": "fault.throttle.1",
    };
    expect((await call({ unsigned })).code).toBe("OperationDenied.AccountIsolate");
    expect((await call(trace("fault.throttle.1"))).code).toBe("RequestLimitExceeded");
    expect(emulator.faults.left()).toEqual([order]);
    expect((await call()).code).toBe("InternalError");
    expect((await call()).code).toBeUndefined();
  });

  test("are the names in the body, where an order has a match", async () => {
    const { call, emulator } = await setUpFaults();
    emulator.faults.set([
      { fault: "throttle", match: { consumer: "b" } },
      { fault: "internal-error", match: { consumer: "c", consumerGroup: "orders" } },
      { fault: "operation-denied", match: { consumer: "d", consumerGroup: "other" } },
    ]);
    const codeFor = async (consumer: string) => (await call({ body: heartbeat(consumer) })).code;
    expect(await codeFor("a")).toBeUndefined();
    expect(await codeFor("c")).toBe("InternalError");
    expect(await codeFor("d")).toBeUndefined();
    expect(await codeFor("b")).toBe("RequestLimitExceeded");
    expect(emulator.faults.struck).toEqual([
      { fault: "internal-error", consumer: "c" },
      { fault: "throttle", consumer: "b" },
    ]);
  });

  test.each(["{", "null", "[]", '{"Consumer":1}'])(
    "is any order without a match, where the body is %s",
    async (body) => {
      const { call, emulator } = await setUpFaults();
      emulator.faults.set([
        { fault: "throttle", match: { consumer: "1" } },
        { fault: "internal-error" },
      ]);
      expect((await call({ body })).code).toBe("InternalError");
      expect(emulator.faults.struck).toEqual([{ fault: "internal-error", consumer: undefined }]);
    },
  );
});

describe("a fault that cannot be made", () => {
  test.each([
    ["hung", "GET /__faults/catalogue lists them"],
    ["toString", "GET /__faults/catalogue lists them"],
    ["dns-failure", "CLS_CONNECT_TO=https://nowhere.invalid:443"],
  ])("%s is answered with 400 that says what to do", async (name, advice) => {
    const { raw, granted, emulator } = await setUpFaults();
    for (const call of [raw(asking(name)), raw(trace(`fault.${name}.1`))]) {
      await call.ended();
      expect(call.text()).toMatch(/^HTTP\/1\.1 400 /);
      expect(call.text()).toContain(`The fault "${name}" `);
      expect(call.text()).toContain(advice);
    }
    expect([granted(), emulator.faults.struck]).toEqual([0, []]);
  });
});

test("what has struck is remembered up to a thousand times", async () => {
  const { call, emulator } = await setUpFaults();
  emulator.faults.set([{ fault: "throttle", times: 1_001, match: { consumer: "b" } }]);
  for (let n = 0; n < 1_001; n += 1) await call({ body: heartbeat("b") });
  await call(asking("internal-error"));
  expect(emulator.faults.struck).toHaveLength(1_000);
  expect(emulator.faults.struck.at(-1)).toEqual({ fault: "internal-error", consumer: "a" });
});
