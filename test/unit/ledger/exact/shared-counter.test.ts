import { describe, expect, test } from "@jest/globals";
import { createLazyCounter } from "../../../../lib/ledger/exact/shared-counter.ts";

describe("a lazy counter", () => {
  const signal = new AbortController().signal;

  test("is made when first asked, and once", async () => {
    let made = 0;
    const counter = createLazyCounter(() => {
      made += 1;
      return Promise.resolve({
        add: (second, count) => Promise.resolve({ ok: true, total: second + count }),
      });
    });
    expect(made).toBe(0);
    expect(await counter.add(7, 2, signal)).toEqual({ ok: true, total: 9 });
    await counter.add(7, 2, signal);
    expect(made).toBe(1);
  });

  test("that cannot be made says so", async () => {
    const counter = createLazyCounter(() => Promise.reject(new Error("x")));
    expect(await counter.add(7, 2, signal)).toEqual({
      ok: false,
      reason: "the client of the store cannot be loaded",
    });
  });
});
