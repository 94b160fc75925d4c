import { expect, test } from "@jest/globals";
import { createMetricsTeller } from "../../../lib/app/metrics-teller.ts";
import { createTelling } from "../../../lib/app/create-telling.ts";
import type { Consumer } from "../../../lib/alive/consumers.ts";
import { states } from "../../../lib/alive/state-of.ts";
import { readConfig } from "../../../lib/config/config.ts";
import type { Figures } from "../../../lib/app/services.ts";
import { createCapturedLog } from "../../support/captured-log.ts";
import { createHandClock } from "../../support/hand-clock.ts";
import { endOf, transitionOf } from "../../support/transitions.ts";
import { validVariables } from "../../support/valid-variables.ts";

const config = readConfig({ ...validVariables, POWERTOOLS_METRICS_DISABLED: "false" });
const clock = createHandClock();
const { log } = createCapturedLog();
const consumerOf = (state: Consumer["state"]): Consumer => ({
  state,
  mayHaveEnded: false,
  missed: 0,
  sight: {
    ...{ logsetId: "l", consumerGroup: "g", consumer: "c", leaseMs: 40_000, cadenceMs: 18_000 },
    ...{ partitions: new Map(), changesMs: [] },
  },
});
const never = new AbortController().signal;
const reader = { name: "reader", digests: [], hookOnly: false, read: true };

/** What a scraper is told, with the consumers that there are. */
function setUp(list: () => Promise<readonly Consumer[]>) {
  const told: Figures[] = [];
  const metrics = createMetricsTeller((figures) => {
    told.push(figures);
    return Promise.resolve("");
  }, clock);
  const consumers = { list };
  const scrape = async () => {
    await metrics.tell({ ledger: undefined, settings: undefined, consumers }, reader);
    return told.at(-1);
  };
  return { metrics, scrape };
}

test("a look is a line of the log, and its transitions are counted for who asks", async () => {
  const consumers = [consumerOf("alive"), consumerOf("alive"), consumerOf("expired")];
  const { metrics, scrape } = setUp(() => Promise.resolve(consumers));
  const lines: string[] = [];
  const write = (_stream: string, line: string) => void lines.push(line);
  const { onLooked } = createTelling(config, { clock, log, write, tally: metrics.transitions });
  const began = transitionOf();
  await onLooked({ consumers, transitions: [began, endOf(began)] }, never);
  await onLooked({ consumers, transitions: [transitionOf({ kind: "outage" })] }, never);
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    {
      ...{ consumersAlive: 2, consumersExpired: 1, consumersSilent: 0 },
      ...{ transitionsExpired: 1, transitionsRecovered: 1 },
    },
    { transitionsOutage: 1 },
  ]);
  const figures = await scrape();
  expect(figures?.transitions).toEqual({
    ...{ expired: 1, contested: 0, unread: 0, overloaded: 0, outage: 1, recovered: 1 },
  });
  expect(figures?.states).toMatchObject({ alive: 2, expired: 1, late: 0 });
  expect(Object.keys(figures?.states ?? {}).toSorted()).toEqual(states.toSorted());
});

test("without the table the other figures are told", async () => {
  const { scrape } = setUp(() => Promise.reject(new Error("no table")));
  expect(await scrape()).toMatchObject({ states: undefined, latencies: { beats: 0 } });
});

test("where nobody asks for metrics, and the log fails, a look goes on", async () => {
  const write = () => {
    throw new Error("the disk is full");
  };
  const { onLooked } = createTelling(config, { clock, log, write });
  await onLooked({ consumers: [], transitions: [transitionOf()] }, never);
});
