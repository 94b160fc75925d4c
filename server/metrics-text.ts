import type * as prom from "prom-client";
import type { Figures } from "../lib/app/services.ts";

type Library = typeof prom;

let opened: Promise<{ readonly library: Library; readonly ofProcess: prom.Registry }> | undefined;

/** The library is loaded when somebody asks: it has no part in the start. */
async function open() {
  const library = await import("prom-client");
  const ofProcess = new library.Registry();
  library.collectDefaultMetrics({ register: ofProcess });
  return { library, ofProcess };
}

/** The figures in Prometheus' text, and those of Node's process after them. */
export async function writeMetrics(figures: Figures): Promise<string> {
  opened ??= open();
  const { library, ofProcess } = await opened;
  const own = toRegistry(library, figures);
  return `${await own.metrics()}\n${await ofProcess.metrics()}`;
}

const prefix = "heartbeat_relay";

function toRegistry(
  { Counter, Gauge, Registry, ...library }: Library,
  figures: Figures,
): prom.Registry {
  const registry = new Registry();
  const registers = [registry];
  const { counts, fill, usage, aliases, states, transitions } = figures;
  const gauge = (name: string, help: string, value: number | undefined) => {
    if (value === undefined) return;
    new Gauge({ name: `${prefix}_${name}`, help, registers }).set(value);
  };

  const beats = new Counter({
    name: `${prefix}_beats_total`,
    help: "Heartbeats since the start, by where they came from and how they ended.",
    labelNames: ["source", "outcome"],
    registers,
  });
  for (const { source, outcome, beats: count } of counts) beats.inc({ source, outcome }, count);

  registry.registerMetric(
    toHistogram(library, {
      name: `${prefix}_upstream_duration_seconds`,
      help: "Time that CLS took for a heartbeat, over all its calls.",
      counted: figures.latencies,
    }),
  );
  registry.registerMetric(
    toHistogram(library, {
      name: `${prefix}_lease_margin_seconds`,
      help: "What was left of the lease when a heartbeat came that was accepted; 0 where it had ended.",
      counted: figures.leaseMargins,
    }),
  );
  const consumers = new Gauge({
    name: `${prefix}_consumers`,
    help: "Consumers by state, as far as this relay sees their heartbeats.",
    labelNames: ["state"],
    registers,
  });
  for (const [state, count] of Object.entries(states ?? {})) consumers.set({ state }, count);
  const told = new Counter({
    name: `${prefix}_transitions_total`,
    help: "Transitions of consumers that were told since the start, by kind.",
    labelNames: ["kind"],
    registers,
  });
  for (const [kind, count] of Object.entries(transitions)) told.inc({ kind }, count);

  gauge("rate_slots", "Calls that the rate allows in a second.", usage?.slots);
  gauge(
    "rate_slots_used",
    "Slots that calls hold, to a second after their answer.",
    usage?.slotsUsed,
  );
  gauge("beats_waiting", "Heartbeats that wait for a slot.", usage?.waiting);
  gauge("leases_held", "Leases that are held, as far as this relay renewed them.", fill?.held);
  gauge("leases_carried", "How many leases of 40 s the rate can carry.", fill?.carries);

  const renewal = new Gauge({
    name: `${prefix}_alias_renewed_seconds_ago`,
    help: "Since the consumer of each alias was last renewed, by whatever route, or since the start.",
    labelNames: ["alias"],
    registers,
  });
  for (const { alias, secondsSinceRenewal } of aliases) renewal.set({ alias }, secondsSinceRenewal);
  return registry;
}

type ToldHistogram = {
  readonly name: string;
  readonly help: string;
  readonly counted: Figures["latencies"];
};

/** Counted before the library was there, which observes one by one, so that only the text is its work. */
function toHistogram(
  { Histogram }: Pick<Library, "Histogram">,
  { name, help, counted }: ToldHistogram,
) {
  const { buckets, beats, seconds } = counted;
  const values = [
    ...buckets.map(({ mostSeconds, beats: count }) => toBucket(mostSeconds, count)),
    toBucket("+Inf", beats),
    { metricName: `${name}_sum`, labels: {}, value: seconds },
    { metricName: `${name}_count`, labels: {}, value: beats },
  ];
  const told = { name, help, type: "histogram", aggregator: "sum", values } as const;
  const get = () => Promise.resolve(told);
  return Object.assign(new Histogram({ name, help, registers: [] }), {
    get,
    getForPromString: get,
  });

  function toBucket(le: number | string, value: number) {
    return { metricName: `${name}_bucket`, labels: { le }, value };
  }
}
