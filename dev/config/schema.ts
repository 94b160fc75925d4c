import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { readArguments } from "../cli/read-arguments.ts";
import { relayFileSchema } from "../../lib/config/relay-file-schema.ts";

/** The JSON Schema of `relay.config.json`, as editors read it. */
export function relayFileJsonSchema(): string {
  const schema = z.toJSONSchema(relayFileSchema, { io: "input" });
  return `${JSON.stringify({ title: "relay.config.json of heartbeat-relay", ...schema }, null, 2)}\n`;
}

if (import.meta.main) {
  readArguments({
    name: "npm run schema",
    about: "Writes relay.config.schema.json, by which editors check relay.config.json.",
    options: {},
  });
  writeFileSync(join(import.meta.dirname, "../../relay.config.schema.json"), relayFileJsonSchema());
  console.log("wrote relay.config.schema.json");
}
