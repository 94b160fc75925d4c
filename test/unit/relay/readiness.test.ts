import { expect, test } from "@jest/globals";
import { RelayError } from "../../../lib/heartbeat/relay-error.ts";
import { keepFindings, type Readiness } from "../../../lib/relay/readiness.ts";
import { createHandClock } from "../../support/hand-clock.ts";

function setUp(check: Readiness["check"]) {
  const clock = createHandClock();
  let asked = 0;
  const readiness: Readiness = {
    check: (signal) => {
      asked += 1;
      return check(signal);
    },
  };
  return { clock, find: keepFindings({ readiness, clock }), asked: () => asked };
}

const yes = () => Promise.resolve(undefined);
const refused = () => new RelayError("relay-refused");
/** Answers only when its time is over, as a CLS that hangs. */
const hang: Readiness["check"] = (signal) =>
  new Promise((resolve) => {
    const end = () => {
      resolve(new RelayError("deadline-exceeded"));
    };
    if (signal.aborted) end();
    signal.addEventListener("abort", end);
  });

test("an accepted answer stands for 30 seconds and no longer", async () => {
  const { clock, find, asked } = setUp(yes);
  expect(await find(3000)).toBeUndefined();
  clock.advance(29_999);
  await find(3000);
  expect(asked()).toBe(1);
  clock.advance(1);
  await find(3000);
  expect(asked()).toBe(2);
});

test("a refusal that lasts stands as long", async () => {
  const { clock, find, asked } = setUp(() => Promise.resolve(refused()));
  expect(await find(3000)).toMatchObject({ code: "relay-refused" });
  clock.advance(20_000);
  expect(await find(3000)).toMatchObject({ code: "relay-refused" });
  expect(asked()).toBe(1);
});

test("questions asked together are one call, and leave no timer", async () => {
  const { clock, find, asked } = setUp(yes);
  await Promise.all([find(3000), find(3000), find(1)]);
  expect([asked(), clock.pending()]).toEqual([1, 0]);
});

test("a check that the deadline ended is reported and not kept", async () => {
  const { clock, find, asked } = setUp(hang);
  const finding = find(3000);
  clock.advance(2999);
  expect(clock.pending()).toBe(1);
  clock.advance(1);
  expect(await finding).toMatchObject({ code: "deadline-exceeded" });
  expect(await find(0)).toMatchObject({ code: "deadline-exceeded" });
  expect([asked(), clock.pending()]).toEqual([2, 0]);
});

test("an unexpected error is passed on and not kept", async () => {
  const { find, asked } = setUp(() => Promise.reject(refused()));
  await expect(find(3000)).rejects.toThrow("relay-refused");
  await expect(find(3000)).rejects.toThrow("relay-refused");
  expect(asked()).toBe(2);
});

test.each([
  "throttled",
  "upstream-unreachable",
  "upstream-malformed",
  "upstream-failed",
  "upstream-unavailable",
  "internal-error",
] as const)("%s may be over in a second, and is not kept", async (code) => {
  const found = [new RelayError(code), undefined];
  const { find, asked } = setUp(() => Promise.resolve(found.shift()));
  expect(await find(3000)).toMatchObject({ code });
  expect(await find(3000)).toBeUndefined();
  expect(await find(3000)).toBeUndefined();
  expect(asked()).toBe(2);
});

test.each([-90_000, -1, 30_000])(
  "a wall clock set forward by %i ms makes no finding last longer",
  async (jumpMs) => {
    const { clock, find, asked } = setUp(yes);
    await find(3000);
    clock.setWallForward(jumpMs);
    clock.advance(jumpMs > 0 ? 0 : 30_000);
    await find(3000);
    expect(asked()).toBe(2);
  },
);

test("nor does a monotonic clock that stood still", async () => {
  const { clock, find, asked } = setUp(yes);
  await find(3000);
  clock.setWallForward(30_000);
  await find(3000);
  expect(asked()).toBe(2);
});
