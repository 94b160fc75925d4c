import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readArguments } from "../cli/read-arguments.ts";
import { openApiDocument } from "./document.ts";
import { toYaml } from "./yaml.ts";

readArguments({
  name: "npm run openapi",
  about: "Writes docs/openapi.yaml, the description of the relay's HTTP API.",
  options: {},
});
const file = "docs/openapi.yaml";
writeFileSync(join(import.meta.dirname, "../..", file), toYaml(openApiDocument()));
console.log(`wrote ${file}`);
