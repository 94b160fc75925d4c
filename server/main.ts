import type { AddressInfo } from "node:net";
import { createServices } from "../lib/app/create-services.ts";
import { hasCredentials } from "../lib/config/config.ts";
import type { Environment } from "../lib/config/env-reader.ts";
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
import { startTick } from "./tick.ts";
import { faultList, welcome } from "./welcome.ts";

readArguments({
  name: "npm start",
  about:
    "Starts the relay on this machine; without credentials for CLS, with an emulator of it inside.",
  options: {},
  notes: `Environment:
  PORT            where it listens, 0 to 65535; 0 takes any free port (3000)
  RELAY_HOST      the address it listens on (127.0.0.1)
  RELAY_SCHEDULE  off: no scheduled heartbeats
All other variables: docs/configuration.md`,
});

// One line per beat is enough on a terminal; set it to false to see the metrics too.
process.env["POWERTOOLS_METRICS_DISABLED"] ??= "true";

/** For what is under way as the process is told to end, beyond the deadline of a beat. */
const answerMs = 1000;

const port = readPort(process.env["PORT"]);
const embedded = hasCredentials(process.env) ? undefined : await embed(process.env);
const key = embedded && createKey();
// Loopback, since a stranger on the network is no caller; RELAY_HOST=0.0.0.0 opens it to all.
const host = process.env["RELAY_HOST"] ?? "127.0.0.1";
const services = createServices({
  listensOnLoopback: isLoopback(host),
  readOpenApi: () => JSON.stringify(openApiDocument()),
  ...(embedded && { env: embedded.env }),
  ...(key && {
    moreKeys: [{ name: "local", digest: Buffer.from(key.sha256, "hex"), hookOnly: false }],
  }),
});
if (services.config.faults.length > 0) exit(faultList(services.config.faults));

const docs = createDocs();
const front = createFront(createHttpHandler(services), docs);
front.on("error", (error: NodeJS.ErrnoException) => {
  const inUse = `Port ${port} is in use; choose another one: PORT=${port + 1} npm start`;
  exit(error.code === "EADDRINUSE" ? inUse : `The relay cannot listen: ${error.message}`);
});
front.listen(port, host, () => {
  const scheduleTicks = process.env["RELAY_SCHEDULE"] !== "off";
  console.log(
    welcome({
      url: toUrl(front.address() as AddressInfo),
      hasDocs: docs !== undefined,
      config: services.config,
      ...(embedded && key && { embedded: { key: key.key, emulatorUrl: embedded.emulator.url } }),
      scheduleTicks,
    }),
  );
  const stopTick = scheduleTicks ? startTick(createScheduleHandler(services), services) : () => {};
  endWithNpm();
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, () => {
      stopTick();
      // What is under way is answered; then nothing is left that anybody waits for.
      void closeFront(front, services.config.deadlineMs + answerMs).then(() => process.exit(0));
    });
  }
});

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
      TENCENTCLOUD_REGION: env["TENCENTCLOUD_REGION"]?.trim() || "ap-guangzhou",
      TENCENTCLOUD_SECRET_ID: credentials.secretId,
      TENCENTCLOUD_SECRET_KEY: credentials.secretKey,
      CLS_ENDPOINT: "cls.intl.tencentcloudapi.com",
      CLS_CONNECT_TO: emulator.url,
      // Meant for the real CLS, where they come from.
      TENCENTCLOUD_SESSION_TOKEN: undefined,
      TENCENTCLOUD_TOKEN: undefined,
      TENCENTCLOUD_SECURITY_TOKEN: undefined,
      RELAY_PROXY: undefined,
    },
  };
}

function readPort(text = "3000"): number {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return number <= 65_535 ? number : exit("PORT must be a whole number from 0 to 65535");
}

function exit(message: string): never {
  console.error(message);
  process.exit(1);
}
