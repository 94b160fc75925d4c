import { setTimeout } from "node:timers/promises";
import { readCredentials } from "../../dev/emulator/credentials.ts";
import { DEFAULT_ENDPOINT } from "../../dev/emulator/hosts.ts";
import type { Backend } from "./cls.ts";

/** Four requests a second of the twenty. */
const paceMs = 250;

/**
 * CLS itself, by the variables that the relay reads. Groups are made and deleted in the logset; nothing is read from,
 * or written to, the topic.
 *
 * @throws Error that says what is missing
 */
export function createRealBackend(
  env: NodeJS.ProcessEnv,
  { logset, topic }: { readonly logset: string; readonly topic: string },
): Backend {
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
  return {
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
}
