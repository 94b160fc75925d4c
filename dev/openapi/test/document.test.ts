import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { openApiDocument } from "../document.ts";
import { toYaml } from "../yaml.ts";
import { createRoutes } from "../../../lib/http/routes.ts";
import { faultsOf, pointer } from "../../../test/support/openapi/document.ts";
import { node, run } from "../../../test/support/run-process.ts";
import { startRelay } from "../../../test/support/start-relay.ts";

const root = join(import.meta.dirname, "../../..");

test("docs/openapi.yaml is what npm run openapi writes", () => {
  expect(readFileSync(join(root, "docs/openapi.yaml"), "utf8")).toBe(toYaml(openApiDocument()));
});

test("it has the paths that the relay has, and no others", async () => {
  const { services } = await startRelay();
  const routes = createRoutes(services).map(([path]) => path);
  expect(Object.keys(openApiDocument().paths).sort()).toEqual(routes.sort());
});

test("each example fits the schema that it stands in", () => {
  const { schemas } = openApiDocument().components;
  for (const [name, { examples }] of Object.entries(schemas)) {
    for (const example of Array.isArray(examples) ? (examples as unknown[]) : []) {
      expect([name, faultsOf(pointer("components", "schemas", name), example)]).toEqual([name, []]);
    }
  }
});

test("Redocly finds nothing to warn of", async () => {
  const redocly = "node_modules/@redocly/cli/bin/cli.js";
  const lint = run(
    node,
    [redocly, "lint", "docs/openapi.yaml", "--config=dev/openapi/redocly.yaml", "--format=json"],
    {
      REDOCLY_TELEMETRY: "off",
      REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
    },
  );
  await lint.ended;
  const { totals, problems } = JSON.parse(lint.stdout()) as Record<string, unknown>;
  expect([problems, totals]).toEqual([[], { errors: 0, warnings: 0, ignored: 0 }]);
});
