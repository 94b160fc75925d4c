import { readArguments } from "../dev/cli/read-arguments.ts";
import { boardPage } from "../dev/board/page.ts";
import { openApiDocument } from "../dev/openapi/document.ts";
import { processEnvironment, readConfig } from "../lib/config/config.ts";
import { isHealthy } from "./health.ts";
import { startHost } from "./host.ts";
import { hostVariables } from "./host-variables.ts";

// The whole of dist/server.cjs: no page, no stand-in for CLS, and one line of JSON for whatever happens once it has started.
const { options } = readArguments({
  name: "node server.cjs",
  about: "Serves the relay.",
  options: {
    health: { type: "flag", help: "only ask whether one runs here; exit code 0 says so" },
  },
  notes: hostVariables,
});

const env = processEnvironment();
if (options.health) void tellHealth();
else {
  void startHost({
    env,
    command: "node server.cjs",
    readOpenApi: () => JSON.stringify(openApiDocument()),
    readBoard: boardPage,
    onListening({ url, services: { log } }) {
      log.info("relay listens", { url });
    },
  });
}

async function tellHealth(): Promise<void> {
  process.exitCode = (await isHealthy(readConfig(env).server)) ? 0 : 1;
}
