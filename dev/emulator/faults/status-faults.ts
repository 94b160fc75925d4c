import { STATUS_CODES } from "node:http";
import type { ServerFault } from "./fault.ts";
import { send, writeRaw } from "./wire.ts";

const LARGE_BODY_BYTES = 4 * 1024 * 1024;

/** Faults of HTTP: a status that is not 200, or a 200 of somebody else. */
export const statusFaults = {
  html: {
    layer: "http",
    does: "Answers 200 with a page of HTML, as a captive portal does.",
    granted: 0,
    strike({ response }) {
      response.writeHead(200, { "Content-Type": "text/html" });
      response.end("<!doctype html><html><title>Welcome</title><p>Please sign in.</html>");
    },
  },
  empty: {
    layer: "http",
    does: "Answers 200 without a body.",
    granted: 0,
    strike({ response }) {
      response.writeHead(200, { "Content-Type": "application/json" }).end();
    },
  },
  "switching-protocols": {
    layer: "http",
    does: "Answers 101 and speaks no HTTP from then on.",
    granted: 0,
    strike: ({ request }) =>
      writeRaw(
        request.socket,
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
      ),
  },
  "early-hints": {
    layer: "http",
    does: "Sends an informational 103, then the answer.",
    granted: 1,
    strike({ response, letThrough }) {
      response.writeEarlyHints({ link: "</style.css>; rel=preload; as=style" });
      send(response, letThrough());
    },
  },
  "status-204": {
    layer: "http",
    does: "Answers 204, a success that says nothing.",
    granted: 0,
    strike({ response }) {
      response.writeHead(204).end();
    },
  },
  "redirect-301": redirect(301),
  "redirect-302": redirect(302),
  "redirect-303": redirect(303),
  "redirect-307": redirect(307),
  "redirect-308": redirect(308),
  "status-400": status(400),
  "status-403": status(403),
  "status-404": status(404),
  "status-429": status(429),
  "status-500": status(500),
  "status-502": status(502),
  "status-503": status(503),
  "status-500-large": {
    layer: "http",
    does: `Answers 500 with ${LARGE_BODY_BYTES / 1024 / 1024} MB of text.`,
    granted: 0,
    strike({ response }) {
      response.writeHead(500, { "Content-Type": "text/plain" });
      response.end(Buffer.alloc(LARGE_BODY_BYTES, "."));
    },
  },
} satisfies Record<string, ServerFault>;

function redirect(code: 301 | 302 | 303 | 307 | 308): ServerFault {
  return {
    layer: "http",
    does: `Answers ${code} to /redirected on the emulator, which shows who follows.`,
    granted: 0,
    strike({ response }) {
      response.writeHead(code, { Location: "/redirected" }).end();
    },
  };
}

function status(code: number): ServerFault {
  const phrase = STATUS_CODES[code] ?? "";
  return {
    layer: "http",
    does: `Answers ${code} with a small body of JSON.`,
    granted: 0,
    strike({ response }) {
      response.writeHead(code, { "Content-Type": "application/json" });
      response.end(JSON.stringify({ message: phrase }));
    },
  };
}
