import { warmCounts as counts } from "./counts.ts";
import { createRawContender } from "./raw-contender.ts";
import { createRelayContender } from "./relay-contender.ts";
import { createSdkContender } from "./sdk-contender.ts";
import { readUpstream } from "./upstream.ts";
import { timeAtOnce, timeCpu, timeOneByOne } from "./timings.ts";

const [bundle = "", key = ""] = process.argv.slice(2);
const upstream = readUpstream();

const contenders = [
  createRelayContender(bundle, key),
  createSdkContender(upstream),
  createRawContender(upstream),
];
await timeOneByOne(contenders, counts.warmUp);
const oneByOne = await timeOneByOne(contenders, counts.oneByOne);
const atOnce = await timeAtOnce(contenders, counts.bursts, counts.atOnce);
const cpu = await timeCpu(contenders, counts.cpuBlocks, counts.callsPerBlock);
process.send?.({ oneByOne, atOnce, cpu }, () => {
  process.exit();
});
