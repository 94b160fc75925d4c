import { basename, join } from "node:path";
import type { Metafile } from "esbuild";
import { isBuiltin } from "node:module";
import { beforeAll, expect, test } from "@jest/globals";
import { build } from "../../dev/build/main.ts";
import { budgets } from "../support/budgets.ts";
import { ownFolder } from "../support/own-folder.ts";

let outdir: string;
let metafile: Metafile;
beforeAll(async () => {
  outdir = ownFolder();
  metafile = await build({ outdir });
});

const bundles = () => Object.entries(metafile.outputs).filter(([file]) => file.endsWith(".cjs"));

test("there is one self-contained file per function, which exports a handler", async () => {
  expect(
    bundles()
      .map(([file]) => file.split("/").at(-1))
      .sort(),
  ).toEqual(["relay.cjs", "schedule.cjs"]);
  for (const [, { imports }] of bundles()) {
    // node-fetch asks for `encoding` inside a try, for a method that nothing calls.
    const others = imports.map(({ path }) => path).filter((path) => !isBuiltin(path));
    expect(others.filter((path) => path !== "encoding")).toEqual([]);
  }
  for (const name of ["relay", "schedule"]) {
    const module: unknown = await import(join(outdir, `${name}.cjs`));
    expect(module).toMatchObject({ handler: expect.any(Function) as unknown });
  }
});

test("nothing of dev/, server/, lab/ or test/ is in it, and of the SDK only what every service shares", () => {
  const inputs = bundles().flatMap(([, output]) => Object.keys(output.inputs));
  expect(
    inputs.filter((input) => /^((?:dev|server|lab|test)\/(?!build\/replacements\/))/.test(input)),
  ).toEqual([]);
  expect(inputs.filter((input) => input.includes("tencentcloud/services/"))).toEqual([]);
  expect(inputs.filter((input) => /zod\/v4\/(classic|locales)/.test(input))).toEqual([]);
});

test("the bytes of each function stay within their budget", () => {
  const limits = new Map(Object.entries(budgets.bundleBytes));
  for (const [file, { bytes }] of bundles()) {
    expect(bytes).toBeLessThanOrEqual(limits.get(basename(file, ".cjs")) ?? 0);
  }
});

test("only the packages that are allowed are in it", () => {
  const inputs = bundles().flatMap(([, output]) => Object.entries(output.inputs));
  const packages = inputs.flatMap(([input, { bytesInOutput }]) => {
    const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1];
    return name !== undefined && bytesInOutput > 0 ? [name] : [];
  });
  expect([...new Set(packages)].sort()).toEqual(budgets.packages);
});
