import { createMemoryLedger } from "../../../lib/ledger/memory.ts";
import { createClient } from "./client.ts";
import { clsPerSecond } from "./cls.ts";
import type { Host, HostParts } from "./host.ts";
import { createRelayProcess } from "./relay-process.ts";

/** RELAY_MAX_WAIT_MS, where it is the only process. */
const maxWaitMs = 2000;

/** `npm start`: one process that serves all. */
export function createOneProcess({ clock, random, cls }: HostParts): Host {
  const client = createClient(clock, cls);
  const ledger = createMemoryLedger({ clock, random, ratePerSecond: clsPerSecond });
  return createRelayProcess({ clock, random, client, ledger, maxWaitMs });
}
