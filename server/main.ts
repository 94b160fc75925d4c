import { createKey } from "../dev/key/create-key.ts";
import { endWithNpm } from "../dev/cli/end-with-npm.ts";
import { readArguments } from "../dev/cli/read-arguments.ts";
import { boardPage } from "../dev/board/page.ts";
import { openApiDocument } from "../dev/openapi/document.ts";
import { processEnvironment } from "../lib/config/config.ts";
import { hasCredentials } from "../lib/config/read-credentials.ts";
import { demoGroup, startDemo } from "./demo.ts";
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
    demo: {
      type: "flag",
      help: "with the stand-in: three consumers that send heartbeats, one of which crashes now and then",
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
if (options.demo && !isEmbedded) {
  console.error("--demo needs the embedded CLS: npm start -- --embedded --demo");
  process.exit(1);
}
if (isBare && !isEmbedded) {
  console.error(
    "There are no credentials for CLS. To try the relay without: npm start -- --embedded\n",
  );
}
const embedded = isEmbedded
  ? await startEmbedded(given, options.demo ? [demoGroup] : [])
  : undefined;
const keys = embedded && { local: createKey(), board: createKey() };
endWithNpm();
await startHost({
  env: embedded?.env ?? given,
  isEmbedded,
  command: "npm start",
  createPages: createDocs,
  readOpenApi: () => JSON.stringify(openApiDocument()),
  readBoard: boardPage,
  moreKeys: keys ? [toKey("local", keys.local), { ...toKey("board", keys.board), read: true }] : [],
  ...(options.demo && {
    moreLeasesMs: new Map([[demoGroup.consumerGroup, demoGroup.leaseMs]]),
  }),
  onListening({ url, hasPages, services: { config }, print }) {
    const { emulatorUrl } = embedded ?? {};
    const ofRun = emulatorUrl &&
      keys && { embedded: { key: keys.local.key, boardKey: keys.board.key, emulatorUrl } };
    print(`${welcome({ url, hasDocs: hasPages, config, ...ofRun })}\n`);
    if (options.demo && keys) startDemo({ url, key: keys.local.key });
  },
});

function toKey(name: string, { sha256 }: ReturnType<typeof createKey>) {
  return { name, digests: [Buffer.from(sha256, "hex")], hookOnly: false };
}
