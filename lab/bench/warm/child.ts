import { readCredentials } from "../../../dev/emulator/credentials.ts";
import type { Upstream } from "./contender.ts";
import { warmCounts as counts } from "./counts.ts";
import { createRawContender } from "./raw-contender.ts";
import { createRelayContender } from "./relay-contender.ts";
import { createSdkContender } from "./sdk-contender.ts";
import { timeAtOnce, timeCpu, timeOneByOne } from "./timings.ts";

const [bundle = "", key = ""] = process.argv.slice(2);
const { TENCENTCLOUD_REGION: region, CLS_ENDPOINT: endpoint, CLS_CONNECT_TO } = process.env;
const credential = readCredentials(process.env);
if (!credential || !region || !endpoint || !CLS_CONNECT_TO) throw new Error("no environment");
const upstream: Upstream = {
  credential,
  region,
  endpoint,
  port: Number(new URL(CLS_CONNECT_TO).port),
};

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
