import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { relayFileJsonSchema } from "../../../dev/config/schema.ts";
import { parseRelayFile } from "../../../lib/config/relay-file.ts";

const read = (name: string) => readFileSync(new URL(`../../../${name}`, import.meta.url), "utf8");
const parse = (text: string): unknown => JSON.parse(text);

test("the JSON Schema that is kept is the one that the code gives; npm run schema writes it", () => {
  expect(parse(read("relay.config.schema.json"))).toEqual(parse(relayFileJsonSchema()));
});

test("the configuration file of the repository names that schema and is valid", () => {
  const text = read("relay.config.json");
  expect(parse(text)).toHaveProperty("$schema", "./relay.config.schema.json");
  expect(parseRelayFile(text)).toMatchObject({ ok: true });
});
