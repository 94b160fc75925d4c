import { openTable } from "../../test/support/open-table.ts";
import { median, percentile } from "../bench/statistics.ts";
import { startServerProcess } from "../bench/support/emulator.ts";
import { alignTable } from "../report/table.ts";
import { runCommand } from "../run-command.ts";
import { columnsOf, type Run, toRow } from "../simulate/rows.ts";
import { bookingColumns, rushes, toBookingRun } from "../simulate/scenarios/bookings.ts";
import { playWithTable, roundTripMs } from "./play.ts";

const command = {
  name: "npm run rehearse:bookings",
  about: `Plays the simulation's bookings that start within 100 ms with ledgers that ask dynalite over real sockets,
${roundTripMs} ms away: in real time, and slower, so that dynalite's own speed counts for less.`,
  options: {
    bookings: { type: "whole-number", help: "at once", default: 300, least: 1, most: 1000 },
    rounds: { type: "whole-number", help: "of each run", default: 3, least: 1, most: 100 },
    pace: {
      type: "whole-number",
      help: "how much slower time passes for the ledgers than for the table",
      default: 50,
      least: 2,
      most: 1000,
    },
    seed: { type: "whole-number", help: "of who comes when", default: 1, least: 0, most: 2 ** 31 },
  },
} as const;

await runCommand(command, async ({ options: { rounds, pace, ...options } }) => {
  const server = await startServerProcess(
    new URL("../bench/table/table-child.ts", import.meta.url).pathname,
    { directory: import.meta.dirname, env: {} },
  );
  const runs: Run[] = [];
  const play = async (name: string, pace: number, rush: (typeof rushes)[keyof typeof rushes]) => {
    const { store } = await openTable(server.url);
    const played = await playWithTable(store, { ...rush, rounds }, { ...options, pace });
    const { values } = toBookingRun(name, played.rounds, options.bookings);
    const calls = [median(played.callsMs), percentile(played.callsMs, 0.99)];
    runs.push({ name, values: [...values, ...calls.map((value) => ({ value, digits: 1 }))] });
  };
  for (const [name, rush] of Object.entries(rushes)) {
    await play(`${name}, in real time`, 1, rush);
    await play(`${name}, ${pace} times slower`, pace, rush);
  }
  server.stop();
  const columns = [...bookingColumns, "a call of the table takes, median, ms", "p99, ms"];
  console.log(alignTable(columnsOf({ title: "", columns, runs }), runs.map(toRow)));
});
