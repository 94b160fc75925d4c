import { expect, test } from "@jest/globals";
import { type Plot, renderPlot } from "../plot.ts";

const plot: Plot = {
  ...{ file: "f", title: "Kept", xTitle: "offered", yTitle: "kept, %", yRange: [95, 100] },
  series: [
    {
      name: "curl",
      points: [
        [10, 100],
        [30, 90.5],
      ],
    },
    {
      name: "loop",
      points: [
        [10, 100],
        [20, 99],
      ],
    },
  ],
};

test("a plot has a line and a name for each series, and axes around all of them", () => {
  const svg = renderPlot(plot);
  expect(svg.match(/<path d="M\d[^"]*L/g)).toHaveLength(2);
  expect(svg).toMatch(/>curl<.*>loop</s);
  expect(
    [...svg.matchAll(/text-anchor="(end|middle)">(-?[\d.]+)</g)].map(([, , tick]) => tick),
  ).toEqual([...["90", "92", "94", "96", "98", "100"], ...["10", "15", "20", "25", "30"]]);
  expect(svg).toContain('d="M56 40L');
});

test("the same numbers give the same plot, one number and many as well", () => {
  expect(renderPlot(plot)).toBe(renderPlot(plot));
  const many = Array.from({ length: 50 }, (_, x): [number, number] => [x, 1]);
  for (const points of [[[1, 100] as const], many]) {
    const svg = renderPlot({ ...plot, series: [{ name: "one", points }] });
    expect(svg).not.toContain("NaN");
  }
});
