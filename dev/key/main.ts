import { readArguments } from "../cli/read-arguments.ts";
import { parseRelayFile } from "../../lib/config/relay-file.ts";
import { createKey } from "./create-key.ts";

const { operands } = readArguments({
  name: "npm run key",
  about: "Makes a key for one caller, and the line by which relay.config.json knows it.",
  options: {},
  operands: { name: "name", help: "whose key it is, for the log (my-service)", most: 1 },
});
const [name = "my-service"] = operands;
const { key, sha256 } = createKey();

// By the rule of the file that the line is for: a name that it refuses would be found when the relay starts.
const file = parseRelayFile(JSON.stringify({ keys: [{ name, sha256 }] }));
if (!file.ok) {
  for (const { message } of file.faults) console.error(`npm run key: the name ${message}`);
  process.exit(64);
}

console.log(`
The key, for the caller; it is shown this once and stored nowhere:

  ${key}

Its line, for "keys" in relay.config.json; add "aliases" or "consumerGroups" to narrow it:

  ${JSON.stringify({ name, sha256 })}
`);
