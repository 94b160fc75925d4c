import { createRelayContender } from "../warm/relay-contender.ts";
import { createSdkContender } from "../warm/sdk-contender.ts";
import { timeOneByOne } from "../warm/timings.ts";
import { readUpstream } from "../warm/upstream.ts";
import { tableCounts as counts } from "./counts.ts";

const [bundle = "", key = ""] = process.argv.slice(2);
const contenders = [createRelayContender(bundle, key), createSdkContender(readUpstream())];
await timeOneByOne(contenders, counts.warmUp);
const { relay, sdk } = await timeOneByOne(contenders, counts.oneByOne);
process.send?.({ relay, sdk }, () => {
  process.exit();
});
