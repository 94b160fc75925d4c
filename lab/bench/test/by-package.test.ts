import { describe, expect, test } from "@jest/globals";
import { bytesByPackage, packageOf } from "../bytes/by-package.ts";

describe("packageOf", () => {
  test.each([
    ["node_modules/zod/v4/core/parse.js", "zod"],
    ["node_modules/@middy/core/index.js", "@middy/core"],
    ["node_modules/a/node_modules/@b/c/lib/x.js", "@b/c"],
    ["lib/relay/relay.ts", "heartbeat-relay"],
    ["dev/build/replacements/uuid.ts", "heartbeat-relay: replacements"],
  ])("%s belongs to %s", (path, expected) => {
    expect(packageOf(path)).toBe(expected);
  });
});

describe("bytesByPackage", () => {
  const inputs = {
    "lib/a.ts": { bytesInOutput: 10 },
    "node_modules/zod/a.js": { bytesInOutput: 20 },
    "node_modules/zod/b.js": { bytesInOutput: 15 },
    "node_modules/gone/a.js": { bytesInOutput: 0 },
  };

  test("sums by package, most first, and leaves out what was shaken off", () => {
    expect(bytesByPackage({ bytes: 45, inputs })).toEqual([
      { name: "zod", bytes: 35 },
      { name: "heartbeat-relay", bytes: 10 },
    ]);
  });

  test("gives what belongs to no input to esbuild, so that the rows add up to the file", () => {
    const rows = bytesByPackage({ bytes: 50, inputs });
    expect(rows).toContainEqual({ name: "(esbuild)", bytes: 5 });
    expect(rows.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(50);
  });
});
