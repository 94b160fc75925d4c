import type { ClientFault, ServerFault } from "./fault.ts";
import { half, send, toWire, writeRaw, writeRawAndClose } from "./wire.ts";

/** TLS 1.0 record, fatal alert, handshake_failure (RFC 8446, sections 5.1 and 6). */
const HANDSHAKE_FAILURE = Buffer.from([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x28]);

/** Faults of the connection: what comes back is no answer, or a part of one. */
export const connectionFaults = {
  "reset-before-answer": {
    layer: "connection",
    does: "Reads the request, then resets the connection.",
    granted: 0,
    strike({ reset }) {
      reset();
    },
  },
  "close-before-answer": {
    layer: "connection",
    does: "Reads the request, then closes the connection in good order.",
    granted: 0,
    strike({ request }) {
      request.socket.destroySoon();
    },
  },
  "reset-in-headers": {
    layer: "connection",
    does: "Grants the request, sends half of the answer's head, then resets the connection.",
    granted: 1,
    async strike({ request, letThrough, reset }) {
      await writeRaw(request.socket, half(toWire(letThrough()).head));
      reset();
    },
  },
  "reset-in-body": {
    layer: "connection",
    does: "Grants the request, sends the head and half of the body, then resets the connection.",
    granted: 1,
    async strike({ request, letThrough, reset }) {
      const { head, body } = toWire(letThrough());
      await writeRaw(request.socket, head + half(body));
      reset();
    },
  },
  hang: {
    layer: "connection",
    does: "Accepts the request and never answers.",
    granted: 0,
    strike() {
      // The silence is the fault; it lasts until the caller or the emulator ends the connection.
    },
  },
  "hang-in-headers": {
    layer: "connection",
    does: "Grants the request, sends half of the answer's head, and nothing more.",
    granted: 1,
    async strike({ request, letThrough }) {
      await writeRaw(request.socket, half(toWire(letThrough()).head));
    },
  },
  "hang-in-body": {
    layer: "connection",
    does: "Grants the request, sends the head and half of the body, and nothing more.",
    granted: 1,
    async strike({ request, letThrough }) {
      const { head, body } = toWire(letThrough());
      await writeRaw(request.socket, head + half(body));
    },
  },
  "half-open": {
    layer: "connection",
    does: "Answers, then drops whatever comes later on the connection; a RST follows after afterMs.",
    granted: 1,
    beats: 2,
    afterMs: 100,
    strike({ response, letThrough, freeze }) {
      send(response, letThrough());
      freeze();
    },
  },
  "connection-limit": {
    layer: "connection",
    does: "Resets every connection beyond the limit; the limit is 0 unless the order sets one.",
    granted: 0,
    strike({ reset }) {
      reset();
    },
    atAccept(socket) {
      socket.resetAndDestroy();
    },
  },
  "tls-refused": {
    layer: "connection",
    does: "Refuses the handshake with a TLS alert; on a plain socket it closes before a byte.",
    granted: 0,
    strike({ request }) {
      request.socket.destroy();
    },
    atAccept(socket, { tls }) {
      if (tls) void writeRawAndClose(socket, HANDSHAKE_FAILURE);
      else socket.destroy();
    },
  },
  "tls-for-http": {
    layer: "connection",
    does: "Answers with a TLS alert where HTTP belongs, as a TLS port does to plain HTTP.",
    granted: 0,
    strike: ({ request }) => writeRawAndClose(request.socket, HANDSHAKE_FAILURE),
  },
  "not-http": {
    layer: "connection",
    does: "Answers with the greeting of an SSH server.",
    granted: 0,
    strike: ({ request }) => writeRawAndClose(request.socket, "SSH-2.0-OpenSSH_9.9\r\n"),
  },
} satisfies Record<string, ServerFault>;

/** Faults that happen before any server is reached. */
export const clientFaults = {
  "dns-failure": {
    layer: "client",
    does: "The endpoint's name does not resolve.",
    granted: 0,
    // RFC 6761, section 6.4: no name under .invalid ever resolves.
    connectTo: "https://nowhere.invalid:443",
  },
} satisfies Record<string, ClientFault>;
