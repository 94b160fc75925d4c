import { createRelayContender } from "../warm/relay-contender.ts";
import { pipelineCounts } from "./counts.ts";

const [bundle = "", key = ""] = process.argv.slice(2);
const { prepare } = createRelayContender(bundle, key);

async function timeCalls(count: number): Promise<number[]> {
  const timesMs: number[] = [];
  for (let call = 0; call < count; call += 1) {
    const beat = prepare();
    const startedMs = performance.now();
    await beat();
    timesMs.push(performance.now() - startedMs);
  }
  return timesMs;
}

await timeCalls(pipelineCounts.warmUp);
const timesMs = await timeCalls(pipelineCounts.measured);
process.send?.({ timesMs }, () => {
  process.exit();
});
