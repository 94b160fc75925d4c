import type { Context } from "aws-lambda";
import { toBeatError } from "../../relay/beat-error.ts";
import { beatTimeLeftMs, remainingTimeMs } from "../../relay/relay.ts";
import { RelayError } from "../../heartbeat/relay-error.ts";
import type { Heartbeat } from "../../heartbeat/heartbeat.ts";
import { parsePrefer } from "../headers.ts";
import type { Exchange } from "../endpoint.ts";
import { readSender } from "../sender.ts";
import type { Relay, Renewal } from "../../relay/relay.ts";
import type { Services } from "../../app/services.ts";
import type { Config } from "../../config/config.ts";
import type { RelaySettings } from "../../config/relay-file.ts";

/**
 * Sends a heartbeat within the time that caller and host give, and puts the outcome into the record.
 *
 * @throws RelayError unless CLS accepts the heartbeat
 */
export async function sendHeartbeat(
  services: Services,
  exchange: Exchange,
  heartbeat: Heartbeat,
  context: Context,
): Promise<Renewal> {
  const { key, record, request, requestId } = exchange;
  const relay = requireRelay(services);
  const { config } = services;
  const { waitMs } = parsePrefer(request.headers["prefer"]);
  const timeLeftMs = beatTimeLeftMs(config.deadlineMs, remainingTimeMs(context), waitMs);
  const sender = readSender(exchange, services);
  const report = await relay.beat(heartbeat, { timeLeftMs, key, sender, traceId: requestId });
  record.report = report;
  if (!report.ok) throw toBeatError(report, config.ratePerSecond);
  return report;
}

/** @throws RelayError `relay-misconfigured` while the configuration has a fault */
export function requireRelay({ relay, config }: Pick<Services, "relay" | "config">): Relay {
  if (relay === undefined) throw new RelayError("relay-misconfigured", { cause: config.faults });
  return relay;
}

/** @throws RelayError `relay-misconfigured` where the configuration file cannot be read */
export function requireSettings({ settings, faults }: Config): RelaySettings {
  if (settings === undefined) throw new RelayError("relay-misconfigured", { cause: faults });
  return settings;
}
