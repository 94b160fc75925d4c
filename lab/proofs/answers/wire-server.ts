import { createServer } from "node:net";
import { toFields } from "../../../lib/base/unknown-object.ts";
import { listen, type StandIn } from "../support/listen.ts";
import type { Wire } from "./oracle-http.ts";

export type WireServer = StandIn & {
  /** What the heartbeats of each consumer are answered with from now on. */
  readonly answerWith: (wires: ReadonlyMap<string, Wire>) => void;
};

/** A server that reads requests whole and puts bytes of anybody's choice in place of an answer. */
export async function startWireServer(): Promise<WireServer> {
  const nothing: Wire = { bytes: Buffer.alloc(0), end: "close" };
  let wires: ReadonlyMap<string, Wire> = new Map();
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on("error", () => socket.destroy());
    let arrived = Buffer.alloc(0);
    socket.on("data", (chunk) => {
      arrived = Buffer.concat([arrived, chunk]);
      if (!isWhole(arrived)) return;
      const { bytes, end } = wires.get(consumerIn(arrived)) ?? nothing;
      arrived = Buffer.alloc(0);
      if (end === "keep") socket.write(bytes);
      else if (end === "close") socket.end(bytes);
      else socket.write(bytes, () => socket.resetAndDestroy());
    });
  });
  const answerWith: WireServer["answerWith"] = (next) => {
    wires = next;
  };
  return { ...(await listen(server)), answerWith };
}

function isWhole(request: Buffer): boolean {
  const split = request.indexOf("\r\n\r\n");
  const length = /\r\ncontent-length: *(\d+)/i.exec(request.toString("latin1", 0, split))?.[1];
  return split >= 0 && request.length >= split + 4 + Number(length ?? 0);
}

function consumerIn(request: Buffer): string {
  const json: unknown = JSON.parse(request.toString("utf8", request.indexOf("\r\n\r\n")));
  return String(toFields(json)["Consumer"]);
}
