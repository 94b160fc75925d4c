import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import * as z from "zod/mini";
import { systemClock } from "../../../lib/base/clock.ts";
import { createDynamoStore, type TableConfig } from "../../../lib/ledger/table/dynamo-store.ts";
import { openTable, toTableEnvironment } from "../../../test/support/open-table.ts";
import { startSlowWay } from "../../../test/support/slow-way.ts";
import { atMost, type Part } from "../../report/figures.ts";
import { median, percentile } from "../statistics.ts";
import { measureIn } from "../support/children.ts";
import { startServerProcess } from "../support/emulator.ts";
import type { Workspace } from "../support/workspace.ts";
import { units } from "../units.ts";
import { tableCounts as counts } from "./counts.ts";

const values = z.array(z.number()).check(z.minLength(1));
const report = z.object({ relay: values, sdk: values });

/**
 * A beat as deployed, with its ledger in a table, beside a bare call of the SDK; each server is as far away as in the
 * cloud. The way to the table takes what its own time leaves of that.
 * @throws Error when a beat is not granted
 */
export async function measureTable(
  bundle: string,
  emulatorUrl: string,
  workspace: Workspace,
): Promise<Part> {
  const server = await startServerProcess(join(import.meta.dirname, "table-child.ts"), workspace);
  const portOf = (url: string) => Number(new URL(url).port);
  const toCls = await startSlowWay(portOf(emulatorUrl), counts.clsMs);
  const { store } = await openTable(server.url);
  const near = await timeTable({ ...store, endpoint: server.url }, counts.probes);
  const wayMs = Math.max(0, counts.tableMs - median(near.reads));
  const toTable = await startSlowWay(portOf(server.url), wayMs);
  try {
    const far = (port: number) => `http://127.0.0.1:${port}`;
    const env = {
      ...workspace.env,
      CLS_CONNECT_TO: far(toCls.port),
      CLS_RATE_PER_SECOND: "100",
      ...toTableEnvironment({ ...store, endpoint: far(toTable.port) }),
    };
    const ofTable = await timeTable({ ...store, endpoint: far(toTable.port) }, counts.probes);
    const child = join(import.meta.dirname, "child.ts");
    const place = { directory: workspace.directory, env };
    const { relay, sdk } = report.parse(await measureIn(child, [bundle, workspace.key], place));
    const inMs = (name: string, times: readonly number[]) => {
      return { name, ...units.ms, value: median(times), more: { p99: percentile(times, 0.99) } };
    };
    return {
      title: `warm, with a table ${counts.tableMs} ms away and CLS ${counts.clsMs} ms away, p50`,
      figures: [
        inMs("a read of the table", ofTable.reads),
        inMs("a change of the table", ofTable.changes),
        inMs("handler with the table, event to answer", relay),
        inMs("bare SDK call", sdk),
        {
          name: "handler ÷ bare SDK call",
          ...units.ratio,
          value: median(relay) / median(sdk),
          ...atMost(1.15),
        },
      ],
    };
  } finally {
    for (const way of [toCls, toTable]) way.close();
    server.stop();
  }
}

/** How far the table is away for a beat: each call after a pause, since what is idle answers later. */
async function timeTable(
  config: TableConfig,
  calls: number,
): Promise<{ readonly reads: number[]; readonly changes: number[] }> {
  const store = createDynamoStore(config, "rate", systemClock);
  const { signal } = new AbortController();
  const time = async (call: (index: number) => Promise<unknown>) => {
    const times: number[] = [];
    for (let index = 0; index < counts.warmUp + calls; index += 1) {
      await wait(counts.clsMs);
      const startedMs = performance.now();
      await call(index);
      times.push(performance.now() - startedMs);
    }
    return times.slice(counts.warmUp);
  };
  return {
    reads: await time(() => store.read("item", signal)),
    changes: await time((n) => store.change({ key: "item", set: { n } }, signal)),
  };
}
