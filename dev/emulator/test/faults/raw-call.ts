import { once } from "node:events";
import { connect } from "node:net";
import { type Call, signCall } from "../cls-client.ts";

export type RawCall = {
  /** Every byte that has come back so far. */
  text(): string;
  /** `open` until the connection ends: by a FIN, or by a RST. */
  state(): "open" | "closed" | "reset";
  /** Waits until the connection ends. */
  ended(): Promise<void>;
  /** Waits until `pattern` is in what has come back; never ends where the connection ends before. */
  received(pattern: RegExp): Promise<void>;
  hangUp(): void;
};

/** One signed request on a connection of its own, and what comes back byte for byte. */
export function callRaw(port: number, call: Omit<Call, "url">): RawCall {
  const { headers, body } = signCall(call);
  const fields = Object.entries({
    ...headers,
    "content-length": String(Buffer.byteLength(body)),
    connection: "close",
  });
  const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`);
  const socket = connect(port, "127.0.0.1");
  socket.write(`POST / HTTP/1.1\r\n${lines.join("")}\r\n${body}`);

  let text = "";
  let state: ReturnType<RawCall["state"]> = "open";
  socket.setEncoding("latin1").on("data", (data: string) => (text += data));
  socket.on("error", () => (state = "reset"));
  const closed = new Promise<void>((resolve) => {
    socket.once("close", () => {
      if (state === "open") state = "closed";
      resolve();
    });
  });
  return {
    text: () => text,
    state: () => state,
    ended: () => closed,
    async received(pattern) {
      while (!pattern.test(text)) await once(socket, "data");
    },
    hangUp() {
      socket.destroy();
    },
  };
}
