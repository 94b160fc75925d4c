import { createKey } from "../dev/key/create-key.ts";
import { endWithNpm } from "../dev/cli/end-with-npm.ts";
import { readArguments } from "../dev/cli/read-arguments.ts";
import { openApiDocument } from "../dev/openapi/document.ts";
import { hasCredentials, processEnvironment } from "../lib/config/config.ts";
import { createDocs } from "./docs-page.ts";
import { startEmbedded, whyNotEmbedded } from "./embedded.ts";
import { startHost } from "./host.ts";
import { hostVariables } from "./host-variables.ts";
import { welcome } from "./welcome.ts";

readArguments({
  name: "npm start",
  about:
    "Starts the relay on this machine; without credentials for CLS, with an emulator of it inside.",
  options: {},
  notes: hostVariables,
});

const given = processEnvironment();
const isEmbedded = !hasCredentials(given);
const refusal = isEmbedded && whyNotEmbedded(given);
if (refusal) {
  console.error(refusal);
  process.exit(1);
}
const embedded = isEmbedded ? await startEmbedded(given) : undefined;
const key = embedded && createKey();
endWithNpm();
await startHost({
  env: embedded?.env ?? given,
  isEmbedded,
  command: "npm start",
  createPages: createDocs,
  readOpenApi: () => JSON.stringify(openApiDocument()),
  ...(key && {
    moreKeys: [{ name: "local", digests: [Buffer.from(key.sha256, "hex")], hookOnly: false }],
  }),
  onListening({ url, hasPages, services: { config }, print }) {
    const { emulatorUrl } = embedded ?? {};
    const ofRun = emulatorUrl && key && { embedded: { key: key.key, emulatorUrl } };
    print(`${welcome({ url, hasDocs: hasPages, config, ...ofRun })}\n`);
  },
});
