import { askLedger } from "../../alive/ask-ledger.ts";
import type { Services } from "../../app/services.ts";
import { isFor } from "../../config/access.ts";
import type { Heartbeat } from "../../heartbeat/heartbeat.ts";
import { toClaimedError } from "../../relay/beat-error.ts";
import { noteLeave } from "../../observe/run-note.ts";
import type { Endpoint, Exchange } from "../endpoint.ts";
import { type HttpAnswer, json } from "../http-answer.ts";
import { headerKey } from "../key-rule.ts";
import { readSender } from "../sender.ts";
import { readHeartbeat, requireRaw } from "./body.ts";
import { readPreset } from "./read-preset.ts";
import { requireRelay, requireSettings } from "./send-heartbeat.ts";

/**
 * The consumer of an alias beats no more: no alarm, and the schedule stops for it until it beats again. There is no such
 * route for hooks: a URL that leaks must not silence an alarm.
 *
 * @see docs/api.md, "Leave"
 * @throws RelayError what a heartbeat of the alias would be refused with, `ledger-unavailable`, and `consumer-claimed` for an
 * instance that does not hold the name
 */
export function createAliasLeaveEndpoint(services: Services): (alias: string) => Endpoint {
  return (alias) =>
    leaving(async (exchange) => {
      const { heartbeat } = readPreset(services.config, exchange, { key: headerKey, alias });
      return leave(services, exchange, heartbeat);
    });
}

/** The same for the consumer of a heartbeat in the body. */
export function createLeaveEndpoint(services: Services): Endpoint {
  return leaving(async (exchange) => {
    const { defaults } = requireSettings(services.config);
    requireRaw(exchange.key);
    return leave(services, exchange, readHeartbeat(exchange, defaults));
  });
}

function leaving(answer: (exchange: Exchange) => Promise<HttpAnswer>): Endpoint {
  return {
    methods: ["POST"],
    key: headerKey,
    beats: false,
    answer(exchange) {
      if (!isFor(exchange.key, "beats")) throw headerKey.outOfScope();
      return answer(exchange);
    },
  };
}

async function leave(
  services: Services,
  exchange: Exchange,
  heartbeat: Heartbeat,
): Promise<HttpAnswer> {
  const relay = requireRelay(services);
  const from = { key: exchange.key, sender: readSender(exchange, services) };
  const freed = await askLedger(services.clock, (signal) =>
    relay.leave(heartbeat, { ...from, signal }),
  );
  if (typeof freed !== "number") throw toClaimedError(freed, "the consumer goes on");
  noteLeave(services.log, exchange.record);
  return json(200, { freeAt: new Date(freed).toISOString() });
}
