import { afterEach, describe, expect, test } from "@jest/globals";
import { faultNames } from "../../faults.ts";
import { closeStarted } from "../set-up.ts";
import { setUpFaults } from "./set-up.ts";

afterEach(closeStarted);

async function setUpControl() {
  const started = await setUpFaults();
  const control = (method: string, body?: unknown, path = "/__faults") =>
    fetch(started.emulator.url + path, {
      method,
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
  return { control, ...started };
}

describe("/__faults", () => {
  test("takes orders, shows what is left of them, and forgets them", async () => {
    const { control, call } = await setUpControl();
    const order = { fault: "throttle", times: 2, match: { consumer: "a" } };
    const put = await control("PUT", [order, { fault: "hang" }]);
    expect(put.status).toBe(200);
    expect(await put.json()).toEqual([order, { fault: "hang", times: 1 }]);
    expect((await call()).code).toBe("RequestLimitExceeded");
    const left = await control("GET");
    expect(await left.json()).toEqual([
      { ...order, times: 1 },
      { fault: "hang", times: 1 },
    ]);
    expect((await control("DELETE")).status).toBe(204);
    expect(await (await control("GET")).json()).toEqual([]);
    expect((await call()).code).toBeUndefined();
  });

  test("replaces what was ordered before", async () => {
    const { control, emulator } = await setUpControl();
    await control("PUT", [{ fault: "hang", afterMs: 5 }]);
    await control("PUT", [{ fault: "connection-limit", limit: 3 }]);
    expect(emulator.faults.left()).toEqual([{ fault: "connection-limit", limit: 3, times: 1 }]);
  });

  test.each<[body: unknown, path: string, message: RegExp]>([
    ["{", "", /^must be a list such as /],
    [{ fault: "hang" }, "", /^must be a list such as /],
    [["hang"], "0", /^must be an object such as /],
    [[{}], "0.fault", /GET \/__faults\/catalogue/],
    [[{ fault: "hung" }], "0.fault", /GET \/__faults\/catalogue/],
    [[{ fault: "dns-failure" }], "0.fault", /CLS_CONNECT_TO=https:\/\/nowhere\.invalid:443$/],
    [[{ fault: "hang", times: 0 }], "0.times", /^must be a whole number from 1 to 1000000$/],
    [[{ fault: "hang", afterMs: 1.5 }], "0.afterMs", /^must be a whole number from 0 to 600000$/],
    [[{ fault: "hang", limit: 1 }], "0.limit", /^belongs to connection-limit alone$/],
    [[{ fault: "hang", after: 1 }], "0", /^has keys that mean nothing here: after$/],
    [[{ fault: "hang", match: { topic: "t" } }], "0.match", /mean nothing here: topic$/],
    [[{ fault: "hang", match: { consumer: 1 } }], "0.match.consumer", /^must be a string$/],
  ])("refuses %j, and keeps what it had", async (body, path, message) => {
    const { control, emulator } = await setUpControl();
    emulator.faults.set([{ fault: "empty", times: 3 }]);
    const answer = await control("PUT", body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({
      errors: [{ path, message: expect.stringMatching(message) }],
    });
    expect(emulator.faults.left()).toEqual([{ fault: "empty", times: 3 }]);
  });

  test.each([
    ["POST", "/__faults", "GET, PUT, DELETE"],
    ["PUT", "/__faults/catalogue", "GET"],
  ])("answers %s %s with 405", async (method, path, allow) => {
    const { control } = await setUpControl();
    const answer = await control(method, "[]", path);
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, allow]);
  });

  test("costs nothing of the rate and is not among what the API received", async () => {
    const { control, emulator } = await setUpControl();
    await control("GET");
    expect(emulator.received).toEqual([]);
  });
});

test("the catalogue is served as it is written", async () => {
  const { control } = await setUpControl();
  const answer = await control("GET", undefined, "/__faults/catalogue");
  const served = (await answer.json()) as Record<string, unknown>;
  expect(Object.keys(served)).toEqual(faultNames);
  expect(served.hang).toEqual({
    layer: "connection",
    does: "Accepts the request and never answers.",
    granted: 0,
  });
});
