export type Series = {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
};

/** Lines over a number. */
export type Plot = {
  /** Of its file, without the ending. */
  readonly file: string;
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly series: readonly Series[];
  /** What the y axis shows at least. */
  readonly yRange: readonly [least: number, most: number];
};

const width = 720;
const height = 340;
const left = 56;
const right = 12;
const top = 40;
const plotHeight = 230;

/** Told apart without colour as well, on a light ground and on a dark one. */
const looks = [
  ["#2a78d6", "", "M-3-3h6v6h-6z"],
  ["#d1622b", "7 4", "M0-4l4 7h-8z"],
  ["#1f9d72", "2 4", "M0-4l4 4-4 4-4-4z"],
  ["#a05fd0", "9 3 2 3", "M-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0"],
] as const;

/** The plot as SVG; the same numbers give the same text. */
export function renderPlot({ title, xTitle, yTitle, series, yRange }: Plot): string {
  const xs = series.flatMap(({ points }) => points.map(([x]) => x));
  const ys = series.flatMap(({ points }) => points.map(([, y]) => y));
  const xAxis = toAxis(Math.min(...xs), Math.max(...xs));
  const yAxis = toAxis(Math.min(yRange[0], ...ys), Math.max(yRange[1], ...ys));
  const xAt = (x: number) => round(left + (width - left - right) * xAxis.place(x));
  const yAt = (y: number) => round(top + plotHeight * (1 - yAxis.place(y)));
  const bottom = top + plotHeight;
  const grid = [
    ...yAxis.ticks.flatMap((y) => [
      `<path class="grid" d="M${left} ${yAt(y)}H${width - right}"/>`,
      `<text x="${left - 8}" y="${yAt(y) + 4}" text-anchor="end">${y}</text>`,
    ]),
    ...xAxis.ticks.map(
      (x) => `<text x="${xAt(x)}" y="${bottom + 18}" text-anchor="middle">${x}</text>`,
    ),
  ];
  const lines = series.flatMap(({ name, points }, index) => {
    const [color, dashes, mark] = looks[index % looks.length] ?? looks[0];
    const path = points.map(([x, y], at) => `${at === 0 ? "M" : "L"}${xAt(x)} ${yAt(y)}`).join("");
    const marks = points.length > 20 ? [] : points;
    const legendX = left + index * 165;
    const legendY = bottom + 58;
    return [
      `<path d="${path}" fill="none" stroke="${color}" stroke-width="2" stroke-dasharray="${dashes}"/>`,
      ...marks.map(
        ([x, y]) =>
          `<path d="${mark}" fill="${color}" transform="translate(${xAt(x)} ${yAt(y)})"/>`,
      ),
      `<path d="M${legendX} ${legendY}h24" stroke="${color}" stroke-width="2" stroke-dasharray="${dashes}"/>`,
      `<path d="${mark}" fill="${color}" transform="translate(${legendX + 12} ${legendY})"/>`,
      `<text x="${legendX + 30}" y="${legendY + 4}">${name}</text>`,
    ];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">
<style>
svg { font: 12px system-ui, sans-serif } text { fill: #333 } .grid { stroke: #8884 }
@media (prefers-color-scheme: dark) { text { fill: #ddd } }
</style>
<text x="${left}" y="16" font-weight="bold">${title}</text>
<text x="${left}" y="32">${yTitle}</text>
${[...grid, ...lines].join("\n")}
<text x="${(left + width - right) / 2}" y="${bottom + 36}" text-anchor="middle">${xTitle}</text>
</svg>
`;
}

/** Four to nine round numbers from the least to the most, and where between the ends a number lies. */
function toAxis(least: number, most: number) {
  const roughStep = (most - least || 1) / 5;
  const power = 10 ** Math.floor(Math.log10(roughStep));
  const step = power * ([1, 2, 5].find((times) => times * power >= roughStep) ?? 10);
  const first = Math.floor(least / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(most / step - 1e-9));
  const ticks = Array.from({ length: last - first + 1 }, (_, at) => round((first + at) * step));
  return { ticks, place: (value: number) => (value / step - first) / (last - first) };
}

const round = (value: number) => Number(value.toFixed(2));
