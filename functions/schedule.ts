import { createServices } from "../lib/app/create-services.ts";
import { createWatching } from "../lib/app/create-watching.ts";
import { createScheduleHandler } from "../lib/schedule/schedule-handler.ts";

/**
 * Beats for consumers that cannot call the relay, and looks who is alive: started every minute by EventBridge.
 */
export const handler = createScheduleHandler(
  createServices({ watching: { create: createWatching, periodMs: 60_000 } }),
);
