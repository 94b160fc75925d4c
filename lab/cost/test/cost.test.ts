import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { amountsOf, dollarsOf, renderCost } from "../cost.ts";
import { readCounts } from "../counts.ts";
import { dollarsOfLooks } from "../look.ts";
import { replaceSection } from "../section.ts";

const billed = {
  ...{ name: "ten", renewed: 500_000, requests: 600_000, served: 550_000, notRenewed: 50_000 },
  ...{ billedMs: 55_000_000, readUnits: 500_000, writeUnits: 1_000_000 },
};

describe("what a million heartbeats cost", () => {
  test("is what twice half a million took", () => {
    expect(amountsOf(billed)).toMatchObject({
      ...{ gateway: 1_200_000, requests: 1_100_000, duration: 55_000 },
      ...{ writes: 2_000_000, reads: 1_000_000 },
    });
  });

  test("is these amounts at the prices of the table", () => {
    const { gateway, requests, duration, writes, reads } = dollarsOf(billed);
    expect({ gateway, requests, writes, reads }).toEqual({
      ...{ gateway: 1.2, requests: expect.closeTo(0.22, 9), writes: 1.25, reads: 0.125 },
    });
    expect(duration).toBeCloseTo(0.733, 3);
  });

  test("counts the line that the relay writes and the three of Lambda", () => {
    const bytesEach = amountsOf(billed).logs / 1_100_000;
    expect(bytesEach).toBeGreaterThan(800);
    expect(bytesEach).toBeLessThan(1600);
  });

  test("of a look grows with the consumers, from what its own item costs", () => {
    const [none, some, more] = [0, 400, 800].map(dollarsOfLooks);
    expect(none).toBeGreaterThan(0);
    expect(Number(more) - Number(some)).toBeCloseTo(Number(some) - Number(none), 9);
  });

  test("has a column for each fleet, and a sum", () => {
    const text = renderCost([billed, { ...billed, name: "more", renewed: 1_000_000 }]);
    expect(text).toContain("| ten | more |");
    expect(text).toMatch(/\*\*sum\*\* \| +\| \$[\d.]+ \| \$[\d.]+ \|/);
    expect(text).toContain("100 / 100 ms");
  });
});

test("the page is what the script writes", () => {
  const page = readFileSync(join(import.meta.dirname, "../../../docs/deploy.md"), "utf8");
  expect(replaceSection(page, renderCost(readCounts()))).toBe(page);
});

test("a page without the markers is refused", () => {
  expect(() => replaceSection("text", "more")).toThrow("has no");
});
