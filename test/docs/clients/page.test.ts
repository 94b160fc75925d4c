import { expect, test } from "@jest/globals";
import { read, section, table } from "../../support/markdown.ts";
import { runEverywhere, runInCi } from "./must-run.ts";
import { recipes } from "./recipes.ts";

const rows = table(section(read("docs/clients.md"), "What the tests run"));
const [everywhere, inCi, whereItIs, never] = rows.map(([, snippets = ""]) =>
  [...snippets.matchAll(/\[(.+?)\]/g)].map(([, heading = ""]) => heading),
);

test("the page says of each snippet what the tests do with it", () => {
  const said = [everywhere, inCi, whereItIs, never].flatMap((list = []) => list);
  expect(said.toSorted()).toEqual(Object.keys(recipes).toSorted());
});

test("the page says which ones have to be run, and which ones never are", () => {
  expect([everywhere?.toSorted(), inCi?.toSorted()]).toEqual([
    runEverywhere.toSorted(),
    runInCi.toSorted(),
  ]);
  const runnable = Object.entries(recipes).map(([heading, { run }]) => ({ heading, run }));
  expect(never).toEqual(runnable.filter(({ run }) => !run).map(({ heading }) => heading));
});
