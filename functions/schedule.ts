import { createServices } from "../lib/app/create-services.ts";
import { createTelling } from "../lib/app/create-telling.ts";
import { createScheduleHandler } from "../lib/schedule/schedule-handler.ts";

/**
 * Beats for consumers that cannot call the relay, and looks who is alive: started every minute by EventBridge.
 */
export const handler = createScheduleHandler(createServices({ createTelling }));
