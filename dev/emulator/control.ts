import type { ServerResponse } from "node:http";

/** A request to one of the emulator's own routes, which need no signature and which CLS does not have. */
export type ControlRequest = {
  readonly method: string;
  readonly path: string;
  readonly body: Buffer;
};

export function sendPretty(response: ServerResponse, status: number, json: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(`${JSON.stringify(json, null, 2)}\n`);
}

export function jsonOrUndefined(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}
