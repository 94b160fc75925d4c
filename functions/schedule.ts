import { createServices } from "../lib/app/create-services.ts";
import { createScheduleHandler } from "../lib/schedule/schedule-handler.ts";

/** Beats for those who cannot call, started every minute by EventBridge. */
export const handler = createScheduleHandler(createServices({ share: "schedule" }));
