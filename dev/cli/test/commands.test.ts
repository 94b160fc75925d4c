import { describe, expect, test } from "@jest/globals";
import packageJson from "../../../package.json" with { type: "json" };
import { node, run } from "../../../test/support/run-process.ts";

const commands = Object.entries(packageJson.scripts).flatMap(([script, line]) => {
  const [, args] = /^node (?:-r \S+ )?(dev\/.+)$/.exec(line) ?? [];
  const name = script === "start" ? "npm start" : `npm run ${script}`;
  return args === undefined ? [] : [[name, args.split(" ")] as const];
});

test("the commands are found", () => {
  expect(commands.map(([name]) => name)).toEqual(
    expect.arrayContaining(["npm start", "npm run doctor", "npm run key"]),
  );
});

describe.each(commands)("%s", (name, args) => {
  test.concurrent("says with --help what it does", async () => {
    const help = run(node, [...args, "--help"]);
    expect(await help.ended).toBe(0);
    expect(help.stdout()).toMatch(new RegExp(`^${name}( -- .*)?\n\n\\w`));
    expect(help.stderr()).toBe("");
  });

  test.concurrent("refuses an unknown option with one line, and does nothing", async () => {
    const refused = run(node, [...args, "--nonsense"]);
    expect(await refused.ended).toBe(64);
    expect(refused.stderr()).toMatch(
      /^There is no option --nonsense; the options are .*--help\.\n$/,
    );
    expect(refused.stdout()).toBe("");
  });
});
