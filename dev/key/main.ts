import { createKey } from "./create-key.ts";

const [name = "my-service"] = process.argv.slice(2);
const { key, sha256 } = createKey();

console.log(`
The key, for the caller; it is shown this once and stored nowhere:

  ${key}

Its line, for "keys" in relay.config.json; add "aliases" or "consumerGroups" to narrow it:

  ${JSON.stringify({ name, sha256 })}
`);
