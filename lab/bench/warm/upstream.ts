import { readCredentials } from "../../../dev/emulator/credentials.ts";
import type { Upstream } from "./contender.ts";

/**
 * Where the SDK and the raw call find what the relay reads itself.
 * @throws Error when the environment is not that of a measurement
 */
export function readUpstream(): Upstream {
  const { TENCENTCLOUD_REGION: region, CLS_ENDPOINT: endpoint, CLS_CONNECT_TO } = process.env;
  const credential = readCredentials(process.env);
  if (!credential || !region || !endpoint || !CLS_CONNECT_TO) throw new Error("no environment");
  return { credential, region, endpoint, port: Number(new URL(CLS_CONNECT_TO).port) };
}
