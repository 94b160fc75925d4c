import { expect, test } from "@jest/globals";
import { missesOf } from "../rows.ts";
import { scenarios } from "../scenarios.ts";

test.each(scenarios.map((play) => [play.name, play] as const))(
  "%s has a value for each column, and CLS refuses nothing for the rate",
  async (_name, play) => {
    const part = await play({ minutes: 1, seeds: [1] });
    for (const { values } of part.runs) expect(values).toHaveLength(part.columns.length);
    expect(missesOf([part]).filter((miss) => miss.includes("refused"))).toEqual([]);
  },
);
