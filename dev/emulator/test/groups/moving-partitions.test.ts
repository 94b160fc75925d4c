import { describe, expect, test } from "@jest/globals";
import { setUp } from "./set-up.ts";

const all = [1, 2, 3, 4];

describe("moving a partition in two steps", () => {
  test("it is left out of its holder's answer, and given on once the holder no longer reports it", () => {
    const { report } = setUp();
    expect(report("a")).toEqual(all);
    expect(report("b")).toEqual([]);
    expect(report("a", 1, 2, 3, 4)).toEqual([1, 2]);
    expect(report("b")).toEqual([]);
    expect(report("a", 1, 2, 3)).toEqual([1, 2]);
    expect(report("b")).toEqual([4]);
    expect(report("a", 1, 2)).toEqual([1, 2]);
    expect(report("b", 4)).toEqual([3, 4]);
  });

  test("or once the holder's lease has ended", () => {
    const { clock, report } = setUp();
    report("a");
    clock.stepMs(20_000);
    report("b");
    clock.stepMs(19_999);
    expect(report("b")).toEqual([]);
    clock.stepMs(1);
    expect(report("b")).toEqual(all);
  });

  test("who reports for ever what it was told to let go keeps the others waiting for ever", () => {
    const { report } = setUp();
    report("a");
    for (let beats = 0; beats < 100; beats += 1) {
      expect(report("b")).toEqual([]);
      expect(report("a", ...all)).toEqual([1, 2]);
    }
  });

  test("who reports less than it works on shares it with the next one", () => {
    const { report } = setUp();
    report("a");
    report("b");
    expect(report("a")).toEqual([1, 2]);
    expect(report("b")).toEqual([3, 4]);
  });

  test("a consumer that comes back late waits for what it still reports", () => {
    const { clock, report } = setUp();
    report("a");
    clock.stepMs(40_000);
    expect(report("b")).toEqual(all);
    expect(report("a", ...all)).toEqual([]);
    expect(report("b", ...all)).toHaveLength(2);
  });
});

describe("moving a partition in one step", () => {
  test("it is given on at once, and back when the lease has ended", () => {
    const { clock, report } = setUp({ moves: "one-step" });
    report("a");
    expect(report("b")).toEqual([3, 4]);
    expect(report("a", ...all)).toEqual([1, 2]);
    clock.stepMs(39_999);
    expect(report("a", 1, 2)).toEqual([1, 2]);
    clock.stepMs(1);
    expect(report("a", 1, 2)).toEqual(all);
  });
});
