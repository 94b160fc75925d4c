import { systemClock, sleep } from "../../lib/base/clock.ts";
import { states } from "../../lib/alive/state-of.ts";
import { endWithNpm } from "../cli/end-with-npm.ts";
import { readArguments, refuseValue } from "../cli/read-arguments.ts";
import { ask, type Question } from "./ask.ts";
import { whoTable } from "./table.ts";

const { options } = readArguments({
  name: "npm run who",
  about: "Says which consumers are alive, as a running relay sees them.",
  options: {
    group: { type: "text", default: "", help: "only those of this consumer group" },
    logset: { type: "text", default: "", help: "only those of this logset" },
    topic: { type: "text", default: "", help: "only those that read this topic" },
    state: { type: "text", default: "", help: `only those that are ${states.join(", ")}` },
    watch: { type: "flag", help: "again every 2 s, until it is stopped" },
    json: { type: "flag", help: "as JSON, for programs" },
  },
  notes: `It asks the relay of RELAY_URL, such as http://localhost:3000, with the key of RELAY_KEY, which needs "read": true.

Exit codes: 0 told, 1 not told, 64 wrong arguments.`,
});

const everyMs = 2000;
const { RELAY_URL: url = "", RELAY_KEY: key = "" } = process.env;
if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ""))
  refuseValue("Set RELAY_URL to the address of the relay, such as http://localhost:3000.");
const { group, logset: logsetId, topic, state } = options;
const given = Object.entries({ group, logsetId, topic, state }).filter(([, text]) => text !== "");
const question: Question = { url, key, query: Object.fromEntries(given) };

/** Whether it could be told. */
async function tell(): Promise<boolean> {
  try {
    const consumers = await ask(question);
    // To the top of the screen, which is cleared.
    const again = options.watch && process.stdout.isTTY && !options.json ? "\u001b[H\u001b[J" : "";
    const table = () => whoTable(consumers, Date.now());
    const shown = options.json ? `${JSON.stringify({ consumers })}\n` : table();
    process.stdout.write(again + shown);
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : "It failed.");
    return false;
  }
}

endWithNpm();
let isTold = await tell();
while (options.watch) {
  await sleep(systemClock, everyMs);
  isTold = await tell();
}
process.exitCode = isTold ? 0 : 1;
