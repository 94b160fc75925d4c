import type { ServerFault, StruckCall } from "./fault.ts";
import { half, toWire, writeRawAndClose } from "./wire.ts";

const PIECES = 10;

/** Faults of pace and framing: a granted request whose answer arrives late, in pieces or not whole. */
export const bodyFaults = {
  "slow-headers": {
    layer: "http",
    does: "Grants the request and answers after afterMs.",
    granted: 1,
    afterMs: 200,
    async strike({ response, letThrough, sleep, afterMs }) {
      const { status, headers, body } = letThrough();
      await sleep(afterMs);
      response.writeHead(status, headers).end(body);
    },
  },
  "slow-body": {
    layer: "http",
    does: `Sends the head at once and the body in ${PIECES} pieces, afterMs before each.`,
    granted: 1,
    afterMs: 20,
    async strike(call) {
      const { body } = sendHead(call);
      const pieceBytes = Math.ceil(body.length / PIECES);
      for (let at = 0; at < body.length; at += pieceBytes) {
        await call.sleep(call.afterMs);
        call.response.write(body.subarray(at, at + pieceBytes));
      }
      call.response.end();
    },
  },
  "endless-body": {
    layer: "http",
    does: "Sends the head at once, then a chunk of blanks every afterMs, for ever.",
    granted: 1,
    afterMs: 50,
    async strike({ response, letThrough, sleep, afterMs }) {
      const { status, headers } = letThrough();
      response.writeHead(status, headers);
      // Ends when the connection does: sleep then throws.
      for (;;) {
        response.write("  ");
        await sleep(afterMs);
      }
    },
  },
  "cut-body": {
    layer: "http",
    does: "Declares the body's length, sends half of it, and closes.",
    granted: 1,
    strike({ request, letThrough }) {
      const { head, body } = toWire(letThrough());
      return writeRawAndClose(request.socket, head + half(body));
    },
  },
  "cut-chunked-body": {
    layer: "http",
    does: "Sends half of the body as one chunk and closes without the last chunk.",
    granted: 1,
    strike({ request, letThrough }) {
      const { head, body } = toWire(letThrough(), { "Transfer-Encoding": "chunked" });
      const chunk = half(body);
      const size = Buffer.byteLength(chunk).toString(16);
      return writeRawAndClose(request.socket, `${head}${size}\r\n${chunk}\r\n`);
    },
  },
  "bad-gzip": {
    layer: "http",
    does: "Calls the body gzip, which it is not.",
    granted: 1,
    strike({ response, letThrough }) {
      const { status, headers, body } = letThrough();
      response.writeHead(status, { ...headers, "Content-Encoding": "gzip" }).end(body);
    },
  },
  "event-stream": {
    layer: "http",
    does: "Sends the answer as an event of a text/event-stream.",
    granted: 1,
    strike({ response, letThrough }) {
      const { status, body } = letThrough();
      response.writeHead(status, { "Content-Type": "text/event-stream" });
      response.end(`data: ${body}\n\n`);
    },
  },
} satisfies Record<string, ServerFault>;

function sendHead({ response, letThrough }: StruckCall): { body: Buffer } {
  const answer = letThrough();
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, { ...answer.headers, "Content-Length": body.length });
  response.flushHeaders();
  return { body };
}
