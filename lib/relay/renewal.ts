import type { Renewal } from "../http/answer.ts";
import type { BeatReport, Relay } from "./relay.ts";
import type { Services } from "../app/services.ts";
import { nextBeatInMs } from "./next-beat.ts";

/** A yes of CLS, with when to beat next. */
export function toRenewal(
  { config, random }: Pick<Services, "config" | "random">,
  relay: Pick<Relay, "load">,
  { assignment, coalesced }: Extract<BeatReport, { ok: true }>,
): Renewal {
  const load = relay.load();
  const next = nextBeatInMs({ intervalMs: config.intervalMs, load, random });
  return { assignment, coalesced, nextBeatInMs: next };
}
