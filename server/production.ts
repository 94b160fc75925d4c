import { readArguments } from "../dev/cli/read-arguments.ts";
import { openApiDocument } from "../dev/openapi/document.ts";
import { processEnvironment } from "../lib/config/config.ts";
import { startHost } from "./host.ts";
import { hostVariables } from "./host-variables.ts";

// The whole of dist/server.cjs: no page, no stand-in for CLS, and one line of JSON for whatever happens.
readArguments({
  name: "node server.cjs",
  about: "Serves the relay.",
  options: {},
  notes: hostVariables,
});

void startHost({
  env: processEnvironment(),
  command: "node server.cjs",
  readOpenApi: () => JSON.stringify(openApiDocument()),
  onListening({ url, services: { log } }) {
    log.info("relay listens", { url });
  },
});
