import { createServices } from "../lib/app.ts";
import { createScheduleHandler } from "../lib/schedule-handler.ts";

/** Beats for those who cannot call, started every minute by EventBridge. */
export const handler = createScheduleHandler(createServices({ share: "schedule" }));
