import { createServices } from "../../../lib/app/create-services.ts";
import { createHttpHandler } from "../../../lib/http/http-handler.ts";
import { createMemoryLedger } from "../../../lib/ledger/memory.ts";
import { createRelay } from "../../../lib/relay/relay.ts";
import type { HeartbeatClient } from "../../../lib/tencent/heartbeat-client.ts";

/** Answers at once with what the consumer reported. */
const client: HeartbeatClient = {
  prepare: () => Promise.resolve(() => undefined),
  send: ({ topics }) =>
    Promise.resolve({ ok: true, assignment: { topics, requestId: "bench-pipeline" } }),
};

const services = createServices();
const { clock, random } = services;
const ledger = createMemoryLedger({ clock, random, ratePerSecond: 1_000_000 });

/** The relay as deployed, logger and metrics included, with nothing but the SDK left out of a beat. */
export const handler = createHttpHandler({
  ...services,
  relay: createRelay({ client, clock, random, ledger, maxWaitMs: 1000 }),
});
