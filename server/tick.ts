import type { Services } from "../lib/app/services.ts";
import type { ScheduleHandler } from "../lib/schedule/schedule-handler.ts";
import { ofRule } from "../lib/schedule/event.ts";
import { createContext } from "./lambda-context.ts";

const everyMs = 60_000;

/** Starts the schedule's handler now and every minute, as EventBridge does; returns how to stop it. */
export function startTick(schedule: ScheduleHandler, { log }: Pick<Services, "log">): () => void {
  const tick = () => {
    const event = { ...ofRule, time: new Date().toISOString() };
    schedule(event, createContext("schedule", 70_000)).catch((error: unknown) => {
      log.error("schedule failed", { reason: error instanceof Error ? error.message : "" });
    });
  };
  tick();
  const timer = setInterval(tick, everyMs);
  return () => {
    clearInterval(timer);
  };
}
