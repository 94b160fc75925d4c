import { createServer, type IncomingMessage, type Server } from "node:http";
import { connect } from "node:net";
import { buffer } from "node:stream/consumers";

/**
 * The proxy through which a consumer reaches everything, so that not even its endpoints are changed: the API's host is
 * the emulator, the host of the data a stand-in.
 */
export function createWayOut(options: {
  readonly emulatorPort: number;
  readonly pullLog: (body: string) => Buffer;
}): Server {
  async function answerData(request: IncomingMessage): Promise<Buffer> {
    return options.pullLog((await buffer(request)).toString());
  }

  const server = createServer((request, response) => {
    answerData(request).then(
      (body) => response.writeHead(200, { "X-Cls-Requestid": "rehearsal" }).end(body),
      () => response.destroy(),
    );
  });
  server.on("connect", (_request, socket) => {
    const emulator = connect(options.emulatorPort, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      socket.pipe(emulator).pipe(socket);
    });
    const end = () => {
      socket.destroy();
      emulator.destroy();
    };
    for (const side of [socket, emulator]) side.on("error", end).on("close", end);
  });
  return server;
}
