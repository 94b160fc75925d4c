import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import type { Credential } from "../../emulator/credentials.ts";
import { type EmulatorOptions, startEmulator } from "../../emulator/server.ts";
import { sendJson } from "../../emulator/faults/wire.ts";
import { createSelfSigned } from "../../emulator/test/self-signed.ts";
import { logsetId, otherTopicId, topicId, type World } from "./misconfiguration.ts";

export type StartedWorld = {
  readonly port: number;
  readonly actions: () => (string | undefined)[];
  /** What the doctor's probes trust. */
  readonly trusted: { readonly ca?: string };
  readonly close: () => Promise<unknown>;
};

export type WorldOptions = {
  readonly world: World;
  /** Whom CLS knows. */
  readonly credential: Credential;
  readonly endpoint: string;
};

/** What listens where the relay expects CLS: the emulator, or something that is not CLS. */
export async function startWorld(options: WorldOptions): Promise<StartedWorld> {
  const { server = "CLS" } = options.world;
  switch (server) {
    case "nobody": {
      const { port, close } = await start(createServer());
      await close();
      return { port, close, actions: () => [], trusted: {} };
    }
    case "silent":
      return start(createServer());
    case "web page":
      return start(
        createHttpServer((_request, response) => response.end("<html><body>Log in</body></html>")),
      );
    case "redirect":
      return start(
        createHttpServer((_request, response) =>
          response.writeHead(302, { Location: "https://login.test/" }).end(),
        ),
      );
    case "proxy that refuses":
      return start(
        createHttpServer().on("connect", (_request, socket) =>
          socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"),
        ),
      );
    case "certificate of its own":
      return startCls(options, { tls: createSelfSigned(options.endpoint) });
    case "certificate of another host": {
      const tls = createSelfSigned("another.test");
      return { ...(await startCls(options, { tls })), trusted: { ca: tls.cert } };
    }
    case "CLS":
      return startCls(options, {});
  }
}

async function start(server: Server): Promise<StartedWorld> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => sockets.add(socket));
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
  const close = () =>
    new Promise((resolve) => {
      server.close(resolve);
      for (const socket of sockets) socket.destroy();
    });
  return { port, close, actions: () => [], trusted: {} };
}

async function startCls(
  { world, credential, endpoint }: WorldOptions,
  more: Pick<EmulatorOptions, "tls">,
): Promise<StartedWorld> {
  const { clockAheadMs = 0, refuses, regions, logsets, topics } = world;
  const groups = world.groups ?? [
    { consumerGroup: "orders", topicIds: [topicId, otherTopicId, logsetId] },
  ];
  const emulator = await startEmulator({
    credentials: [credential],
    endpoint: /^cls\./.test(endpoint) ? endpoint : "cls.intl.tencentcloudapi.com",
    clock: { nowMs: () => Date.now() + clockAheadMs },
    ratePerSecond: 0,
    ...(regions && { regions }),
    existing: {
      ...(logsets && { logsets }),
      ...(topics && { topics }),
      groups: ["ap-singapore", "ap-guangzhou"].flatMap((region) =>
        groups.map(({ leaseSeconds = 40, ...group }) => ({
          ...group,
          region,
          logsetId,
          leaseMs: leaseSeconds * 1000,
        })),
      ),
    },
    intercept: (request, response) => {
      const { "x-tc-action": action, authorization } = request.headers;
      const isMeant = refuses?.actions?.includes(String(action)) ?? true;
      // The unsigned question is answered as ever: the gateway refuses it before all else.
      if (refuses === undefined || authorization === undefined || !isMeant) return false;
      const error = { Code: refuses.code, Message: "The test refuses this." };
      sendJson(response, { Response: { Error: error, RequestId: "request-1" } });
      return true;
    },
    ...more,
  });
  return {
    port: emulator.port,
    actions: () => emulator.received.map(({ action }) => action),
    trusted: {},
    close: () => emulator.close(),
  };
}
