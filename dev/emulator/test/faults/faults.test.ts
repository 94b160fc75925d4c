import { afterEach, describe, expect, test } from "@jest/globals";
import { faults, serverFaultNames } from "../../faults.ts";
import { createCredentials } from "../../credentials.ts";
import { closeStarted } from "../set-up.ts";
import { asking, setUpFaults, until } from "./set-up.ts";
import { sights } from "./sights.ts";

afterEach(closeStarted);

describe.each(serverFaultNames)("the fault %s", (fault) => {
  const { bytes, end } = sights[fault];

  test("is what the catalogue says, once, and leaves the emulator healthy", async () => {
    const { call, raw, granted, emulator } = await setUpFaults();
    const struck = raw(asking(fault));
    await (end === "open" ? struck.received(bytes) : struck.ended());
    await until(() => emulator.faults.struck.length > 0);
    expect(emulator.faults.struck).toEqual([{ fault, consumer: "a" }]);
    expect(granted()).toBe(faults[fault].granted);

    // What lasts has tests of its own.
    if (faults[fault].lasts) emulator.faults.clear();
    expect((await call()).code).toBeUndefined();
    expect(struck.text()).toMatch(bytes);
    expect(struck.state()).toBe(end);
    expect(emulator.faults.struck).toHaveLength(1);
    struck.hangUp();
    expect((await call()).code).toBeUndefined();
  });
});

test("what is cut is shorter than what was declared", async () => {
  const { raw } = await setUpFaults();
  const cut = raw(asking("cut-body"));
  await cut.ended();
  const [head = "", body = ""] = cut.text().split("\r\n\r\n");
  const declared = Number(/Content-Length: (\d+)/.exec(head)?.[1]);
  expect(body.length).toBe(Math.floor(declared / 2));
});

test("a large body is several megabytes", async () => {
  const { raw } = await setUpFaults();
  const large = raw(asking("status-500-large"));
  await large.ended();
  expect(large.text().length).toBeGreaterThan(4_000_000);
});

test("a fault that changes a granted answer leaves a refusal as it is", async () => {
  const { call } = await setUpFaults();
  const { code, response } = await call({ ...asking("no-request-id"), service: "127" });
  expect(code).toBe("AuthFailure.SignatureFailure");
  expect(response).toHaveProperty("RequestId");
});

test("credentials are quoted with their token", async () => {
  const credential = { ...createCredentials(), token: "session-token" };
  const { call } = await setUpFaults({ credentials: [credential] });
  const { response } = await call({ ...asking("quoted-credentials"), credential });
  expect(JSON.stringify(response)).toContain("with token session-token does not match");
});

test("a wrong clock counts requests as refused, and no lease is touched", async () => {
  const { call, emulator } = await setUpFaults();
  await call(asking("wrong-clock"));
  expect(emulator.received).toMatchObject([{ code: "AuthFailure.SignatureExpire" }]);
  expect(emulator.groups.describe("l")).toEqual([]);
});
