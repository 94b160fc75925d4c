import { Session } from "node:inspector/promises";
import { relative } from "node:path";
import { pathToFileURL } from "node:url";
import { createCredentials } from "../../dev/emulator/credentials.ts";
import { createKey } from "../../dev/key/create-key.ts";
import { startEmulator } from "../../dev/emulator/server.ts";
import { createServices } from "../../lib/app/create-services.ts";
import { createHttpHandler } from "../../lib/http/http-handler.ts";
import { createContext } from "../../server/lambda-context.ts";
import { root } from "./markdown.ts";

// Run as a process of its own: prints, as JSON, the files of lib/ with a function that one accepted beat calls.

const credentials = createCredentials();
const emulator = await startEmulator({ credentials: [credentials], createsGroups: true });
const session = new Session();
session.connect();
await session.post("Profiler.enable");
await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
const { key, sha256 } = createKey();
const handler = createHttpHandler(
  createServices({
    moreKeys: [{ name: "k", digests: [Buffer.from(sha256, "hex")], hookOnly: false }],
    env: {
      POWERTOOLS_LOG_LEVEL: "SILENT",
      TENCENTCLOUD_SECRET_ID: credentials.secretId,
      TENCENTCLOUD_SECRET_KEY: credentials.secretKey,
      TENCENTCLOUD_REGION: "ap-singapore",
      CLS_CONNECT_TO: emulator.url,
    },
  }),
);
// Taken and thrown away: what runs at the start is no part of a beat.
await session.post("Profiler.takePreciseCoverage");
const heartbeat = { consumerGroup: "g", consumer: "c", logsetId: "l", topics: ["t"] };
const answer = await handler(
  {
    rawPath: "/v1/heartbeats",
    requestContext: { http: { method: "POST" } },
    headers: { "x-api-key": key },
    body: JSON.stringify(heartbeat),
  },
  createContext("relay", 10_000),
);
const { result } = await session.post("Profiler.takePreciseCoverage");
const lib = pathToFileURL(`${root}/lib/`).href;
const files = result
  .map(({ url }) => url)
  .filter((url) => url.startsWith(lib))
  .map((url) => relative(lib, url))
  .toSorted();
process.stdout.write(`\n${JSON.stringify({ status: answer.statusCode, files })}`);
await emulator.close();
session.disconnect();
