/**
 * In place of `https-proxy-agent` with `agent-base` and `debug` (14 KB, and built-in modules): the SDK makes
 * one where it is given no agent. We always give it ours, which goes through `RELAY_PROXY` by Node's means.
 */
export default function HttpsProxyAgent(): never {
  throw new Error("the SDK's own proxy agent is not in this bundle; set RELAY_PROXY");
}
