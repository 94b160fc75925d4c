import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openApiDocument } from "./document.ts";
import { toYaml } from "./yaml.ts";

const file = "docs/openapi.yaml";
writeFileSync(join(import.meta.dirname, "../..", file), toYaml(openApiDocument()));
console.log(`wrote ${file}`);
