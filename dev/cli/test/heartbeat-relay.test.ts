import { expect, test } from "@jest/globals";
import packageJson from "../../../package.json" with { type: "json" };
import { node, run } from "../../../test/support/run-process.ts";

const { "heartbeat-relay": bin } = packageJson.bin;
const start = async (...args: string[]) => {
  const child = run(node, [bin, ...args]);
  return { exitCode: await child.ended, stdout: child.stdout(), stderr: child.stderr() };
};

test.concurrent.each(["--help", "-h", "help"])("%s names every command", async (asked) => {
  const { exitCode, stdout, stderr } = await start(asked);
  expect([exitCode, stderr]).toEqual([0, ""]);
  const commands = [...stdout.matchAll(/^ {2}(\w+) {2,}\w/gm)].map(([, name]) => name);
  expect(commands).toEqual(["serve", "emulator", "doctor", "key", "who", "group"]);
});

test.concurrent("a command gets what stands after its name", async () => {
  expect(await start("key", "make", "billing", "--json")).toEqual({
    exitCode: 0,
    stdout: expect.stringMatching(/^\{"name":"billing","key":/) as unknown,
    stderr: "",
  });
});

test.concurrent("without a command, or with an unknown one, what is right is told", async () => {
  const none = await start();
  expect(none).toMatchObject({ exitCode: 64, stdout: "" });
  expect(none.stderr).toContain("heartbeat-relay <command>");
  expect(await start("constructor")).toEqual({
    exitCode: 64,
    stdout: "",
    stderr:
      "There is no command constructor; choose from serve, emulator, doctor, key, who, group.\n",
  });
});

test.concurrent("its version is that of package.json", async () => {
  expect(await start("--version")).toMatchObject({ stdout: `${packageJson.version}\n` });
});
