import type { Server } from "node:http";
import { codeOf } from "./error-code.ts";

/** Why a connection was ended before its request was read. */
export type Unread = "malformed" | "tooLong" | "tooSlow" | "tooMany";

/** Tells of requests that Node itself refuses, and of which the handler never hears. */
export function watchUnread(server: Server, onUnread: (why: Unread) => void): void {
  server.on("drop", () => {
    onUnread("tooMany");
  });
  server.on("connection", (socket) => {
    socket.on("error", (error) => {
      const why = whyUnread(codeOf(error));
      if (why) onUnread(why);
    });
  });
}

/** Undefined for a caller that went away. */
function whyUnread(code: string): Unread | undefined {
  // The connection ended in the middle of a request.
  if (code === "HPE_INVALID_EOF_STATE") return undefined;
  if (code === "HPE_HEADER_OVERFLOW") return "tooLong";
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return "tooSlow";
  return code.startsWith("HPE_") ? "malformed" : undefined;
}
