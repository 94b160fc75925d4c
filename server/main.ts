import { createKey } from "../dev/key/create-key.ts";
import { endWithNpm } from "../dev/cli/end-with-npm.ts";
import { readArguments } from "../dev/cli/read-arguments.ts";
import { openApiDocument } from "../dev/openapi/document.ts";
import { processEnvironment } from "../lib/config/config.ts";
import { hasCredentials } from "../lib/config/read-credentials.ts";
import { createDocs } from "./docs-page.ts";
import { startEmbedded, whyNotEmbedded } from "./embedded.ts";
import { startHost } from "./host.ts";
import { hostVariables } from "./host-variables.ts";
import { welcome } from "./welcome.ts";

const { options } = readArguments({
  name: "npm start",
  about: "Serves the relay from this machine.",
  options: {
    embedded: {
      type: "flag",
      help: "with a stand-in for CLS inside, whatever credentials there are; at CLS nothing is renewed",
    },
    "embedded-without-credentials": {
      type: "flag",
      help: "the same, but the real CLS where the environment has credentials",
    },
  },
  notes: hostVariables,
});

const given = processEnvironment();
const isBare = !hasCredentials(given);
const isEmbedded = options.embedded || (options["embedded-without-credentials"] && isBare);
const refusal = isEmbedded && whyNotEmbedded(given);
if (refusal) {
  console.error(refusal);
  process.exit(1);
}
if (isBare && !isEmbedded) {
  console.error(
    "There are no credentials for CLS. To try the relay without: npm start -- --embedded\n",
  );
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
