import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import type { Sample } from "./snapshot.ts";
import { toCount } from "./words.ts";

const heightPx = 150;
const hourSeconds = 3600;

type Line = {
  readonly of: "renewals" | "refusals" | "rebalances";
  readonly one: string;
  readonly scale: "many" | "few";
  readonly dash?: number[];
};

/** Renewals are many, the others few: each has its own scale. */
const lines: readonly Line[] = [
  { of: "renewals", one: "renewal", scale: "many" },
  { of: "refusals", one: "refusal", scale: "few", dash: [6, 3] },
  { of: "rebalances", one: "rebalance", scale: "few", dash: [2, 3] },
];

/** The last hour, a point a minute. What a picture cannot say is beside it as text. */
export function Plot({ samples }: { readonly samples: readonly Sample[] }) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const last = samples.at(-1)?.at;

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const made = new uPlot(optionsOf(element.clientWidth), toData([]), element);
    plot.current = made;
    const resized = new ResizeObserver(() => {
      made.setSize({ width: element.clientWidth, height: heightPx });
    });
    resized.observe(element);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const redraw = () => {
      made.redraw();
    };
    dark.addEventListener("change", redraw);
    return () => {
      dark.removeEventListener("change", redraw);
      resized.disconnect();
      made.destroy();
    };
  }, []);
  useEffect(() => {
    plot.current?.setData(toData(samples));
  }, [last, samples.length]);

  return (
    <figure>
      <figcaption>
        The last hour:
        {lines.map(({ of, one }) => (
          <span key={of} data-line={of}>
            <i aria-hidden="true" />
            {toCount(
              samples.reduce((sum, sample) => sum + sample[of], 0),
              one,
            )}
          </span>
        ))}
      </figcaption>
      <div ref={place} class="plot" aria-hidden="true" />
    </figure>
  );
}

function toData(samples: readonly Sample[]): uPlot.AlignedData {
  return [
    samples.map(({ at }) => at / 1000),
    ...lines.map(({ of }) => samples.map((one) => one[of])),
  ];
}

/** Read as it is drawn, since it changes with the scheme of the system. */
function colour(name: string): () => string {
  return () => getComputedStyle(document.documentElement).getPropertyValue(name);
}

function optionsOf(width: number): uPlot.Options {
  const ink = { stroke: colour("--quiet"), ticks: { show: false }, font: "12px system-ui" };
  const grid = { stroke: colour("--edge"), width: 1 };
  const scale: uPlot.Scale = { range: (_, __, most) => [0, Math.max(1, most)] };
  const whole = (_: uPlot, marks: number[]) =>
    marks.map((mark) => (Number.isInteger(mark) ? `${mark}` : ""));
  return {
    width,
    height: heightPx,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { range: (_, __, last) => [last - hourSeconds, last] }, many: scale, few: scale },
    axes: [
      { ...ink, grid, size: 30, values: "{HH}:{mm}" },
      { ...ink, grid, scale: "many", size: 44, values: whole },
      // The library names the sides in a `const enum`, which a bundler cannot read.
      // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment
      { ...ink, grid: { show: false }, scale: "few", side: 1, size: 32, values: whole },
    ],
    series: [
      {},
      ...lines.map(({ of, scale: by, dash = [] }) => ({
        ...{ scale: by, stroke: colour(`--${of}`), width: 2, dash },
        points: { show: false },
      })),
    ],
  };
}
