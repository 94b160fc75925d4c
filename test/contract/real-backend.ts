import { setTimeout } from "node:timers/promises";
import { readCredentials } from "../../dev/emulator/credentials.ts";
import { DEFAULT_ENDPOINT } from "../../dev/emulator/hosts.ts";
import { type Backend, createCls } from "./cls.ts";

/** Four requests a second of the twenty. */
const paceMs = 250;

/**
 * CLS itself, by the variables that the relay reads. Groups are made and deleted in the logset; nothing is read from,
 * or written to, the topic. It is asked once for the logset's groups: where that is refused, every other answer would
 * tell of the credentials or the logset, and nothing of CLS.
 *
 * @throws Error that says what is missing, or why CLS did not answer
 */
export async function createRealBackend(
  env: NodeJS.ProcessEnv,
  { logset, topic }: { readonly logset: string; readonly topic: string },
): Promise<Backend> {
  const credential = readCredentials(env);
  const region = env["TENCENTCLOUD_REGION"]?.trim() ?? "";
  const missing = [
    ...(credential ? [] : ["TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY"]),
    ...(region === "" ? ["TENCENTCLOUD_REGION"] : []),
    ...(logset === "" ? ["--logset"] : []),
    ...(topic === "" ? ["--topic"] : []),
  ];
  if (!credential || missing.length > 0) throw new Error(`Set ${missing.join(", ")}.`);
  const endpoint = env["CLS_ENDPOINT"]?.trim() || DEFAULT_ENDPOINT;
  const backend: Backend = {
    url: env["CLS_CONNECT_TO"]?.trim() || `https://${endpoint}`,
    endpoint,
    region,
    credential,
    logsetId: logset,
    topicId: topic,
    nowMs: () => Date.now(),
    async wait(seconds) {
      await setTimeout(seconds * 1000);
    },
    async pace() {
      await setTimeout(paceMs);
    },
  };
  const body = { LogsetId: logset };
  const { code, response } = await createCls(backend, "").call("DescribeConsumerGroups", body);
  if (code === undefined) return backend;
  throw new Error(`CLS refused to be asked: ${JSON.stringify(response["Error"])}`);
}
