import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { ApiAnswer } from "../api.ts";

/** An answer in the bytes of HTTP/1.1, for faults that need to say where it breaks. */
export type WireAnswer = { readonly head: string; readonly body: string };

/** Puts `headers` after the answer's own, `Content-Length` unless they say how the body is framed. */
export function toWire(
  answer: ApiAnswer,
  headers: Readonly<Record<string, string>> = {
    "Content-Length": String(Buffer.byteLength(answer.body)),
  },
): WireAnswer {
  const fields = Object.entries({ ...answer.headers, ...headers });
  const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`);
  return { head: `HTTP/1.1 200 OK\r\n${lines.join("")}\r\n`, body: answer.body };
}

/** The first half, at least a byte short of the whole. */
export function half(text: string): string {
  return text.slice(0, Math.floor(text.length / 2));
}

/** Writes past the HTTP server; resolves when the bytes have left, or cannot leave any more. */
export function writeRaw(socket: Socket, bytes: string | Buffer): Promise<void> {
  return new Promise((resolve) => {
    socket.write(bytes, () => {
      resolve();
    });
  });
}

/** Writes past the HTTP server, then closes the connection in good order. */
export async function writeRawAndClose(socket: Socket, bytes: string | Buffer): Promise<void> {
  await writeRaw(socket, bytes);
  socket.destroySoon();
}

/** The answer as it goes out without a fault. */
export function send(response: ServerResponse, answer: ApiAnswer): void {
  response.writeHead(answer.status, answer.headers).end(answer.body);
}

/** Any JSON in the place of an answer. */
export function sendJson(response: ServerResponse, json: unknown): void {
  response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(json));
}
