import { createServices } from "../lib/app/create-services.ts";
import { createScheduleHandler } from "../lib/schedule/schedule-handler.ts";

/** Beats for consumers that cannot call the relay, started every minute by EventBridge. */
export const handler = createScheduleHandler(createServices());
