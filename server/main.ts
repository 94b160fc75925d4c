import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createServices } from "../lib/app/create-services.ts";
import { hasCredentials, processEnvironment, readConfig } from "../lib/config/config.ts";
import { createReader, type Environment } from "../lib/config/env-reader.ts";
import { isLoopback } from "../lib/config/env-values.ts";
import { createHttpHandler } from "../lib/http/http-handler.ts";
import { createScheduleHandler } from "../lib/schedule/schedule-handler.ts";
import { endWithNpm } from "../dev/cli/end-with-npm.ts";
import { readArguments } from "../dev/cli/read-arguments.ts";
import { createKey } from "../dev/key/create-key.ts";
import { createDocs } from "./docs-page.ts";
import { createCredentials } from "../dev/emulator/credentials.ts";
import { startEmulator } from "../dev/emulator/server.ts";
import { closeFront, createFront } from "./front.ts";
import { openApiDocument } from "../dev/openapi/document.ts";
import { createQueuedLines } from "./queued-lines.ts";
import { startTick } from "./tick.ts";
import { faultList, welcome } from "./welcome.ts";

readArguments({
  name: "npm start",
  about:
    "Starts the relay on this machine; without credentials for CLS, with an emulator of it inside.",
  options: {},
  notes: `Environment:
  PORT            where it listens, 0 to 65535; 0 takes any free port (3000)
  RELAY_HOST      the address it listens on (127.0.0.1 and ::1)
  RELAY_SCHEDULE  on, or off for no scheduled heartbeats
All other variables: docs/configuration.md`,
});

/** Time for the requests under way when the process is told to end, on top of a beat's deadline. */
const answerMs = 1000;

const given = processEnvironment();
const embedded = hasCredentials(given) ? undefined : await embed(given);
const env = embedded?.env ?? given;
const key = embedded && createKey();
const { server, deadlineMs } = readConfig(env);
// Loopback, so that nobody else on the network can call; RELAY_HOST=0.0.0.0 opens it to all.
const host = server.host ?? "127.0.0.1";
const lines = createQueuedLines();
const services = createServices({
  env,
  write: lines.write,
  listensOnLoopback: isLoopback(host),
  readOpenApi: () => JSON.stringify(openApiDocument()),
  ...(key && {
    moreKeys: [{ name: "local", digest: Buffer.from(key.sha256, "hex"), hookOnly: false }],
  }),
});
if (services.config.faults.length > 0) exit(faultList(services.config.faults));

const docs = createDocs(services.config.basePath);
const handler = createHttpHandler(services);
const front = await listen(server.port, host).catch(exitUnheard);
const address = front.address() as AddressInfo;
// To some clients `localhost` is ::1 alone; not every machine has one.
const fronts =
  server.host === undefined
    ? [
        front,
        ...(await listen(address.port, "::1").then(
          (one) => [one],
          () => [],
        )),
      ]
    : [front];
let stopTick = () => {};
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    void end();
  });
}
endWithNpm();
lines.write(
  "stdout",
  `${welcome({
    url: toUrl(address),
    hasDocs: docs !== undefined,
    config: services.config,
    ...(embedded && key && { embedded: { key: key.key, emulatorUrl: embedded.emulator.url } }),
    scheduleTicks: server.hasSchedule,
  })}\n`,
);
if (server.hasSchedule) stopTick = startTick(createScheduleHandler(services), services);

function listen(port: number, onHost: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const made = createFront(handler, docs);
    made.on("error", reject).listen(port, onHost, () => {
      resolve(made);
    });
  });
}

/** What is under way is answered; then nothing is left that anybody waits for. */
async function end(): Promise<void> {
  stopTick();
  await Promise.all(fronts.map((one) => closeFront(one, deadlineMs + answerMs)));
  await lines.written();
  process.exit(0);
}

function exitUnheard(error: NodeJS.ErrnoException): never {
  const inUse = `Port ${server.port} is in use; choose another one: PORT=${server.port + 1} npm start`;
  return exit(error.code === "EADDRINUSE" ? inUse : `The relay cannot listen: ${error.message}`);
}

/** The address as a client on this machine reaches it: to some, `localhost` is `::1` alone. */
function toUrl({ address, family, port }: AddressInfo): string {
  if (address === "0.0.0.0" || address === "::") return `http://127.0.0.1:${port}`;
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}

/** A stand-in for CLS, credentials for it, and an environment in which the relay finds both. */
async function embed(env: Environment) {
  const credentials = createCredentials();
  const emulator = await startEmulator({
    credentials: [credentials],
    createsGroups: true,
    onGroupCreated({ consumerGroup }) {
      console.log(
        `emulator: made the consumer group ${consumerGroup}. At CLS, create it first: npm run group -- create ${consumerGroup}`,
      );
    },
  });
  return {
    emulator,
    env: {
      ...env,
      TENCENTCLOUD_REGION: createReader(env).optional("TENCENTCLOUD_REGION") ?? "ap-guangzhou",
      TENCENTCLOUD_SECRET_ID: credentials.secretId,
      TENCENTCLOUD_SECRET_KEY: credentials.secretKey,
      CLS_ENDPOINT: "cls.intl.tencentcloudapi.com",
      CLS_CONNECT_TO: emulator.url,
      // They belong to the real CLS.
      TENCENTCLOUD_SESSION_TOKEN: undefined,
      TENCENTCLOUD_TOKEN: undefined,
      TENCENTCLOUD_SECURITY_TOKEN: undefined,
      RELAY_PROXY: undefined,
    },
  };
}

function exit(message: string): never {
  console.error(message);
  process.exit(1);
}
