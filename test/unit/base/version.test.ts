import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { version } from "../../../lib/base/version.ts";

test("is the version of package.json", () => {
  const text = readFileSync(new URL("../../../package.json", import.meta.url), "utf8");
  expect(JSON.parse(text)).toHaveProperty("version", version);
});
