import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "@jest/globals";
import { callCls } from "./cls-client.ts";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));
const GROUP = { ConsumerGroup: "g", LogsetId: "l" };
const BODY = {
  ...GROUP,
  Consumer: "a",
  TopicPartitionsInfo: [{ TopicID: "t", Partitions: [] }],
};

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

function start(env: Record<string, string>, args: readonly string[] = []) {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  const exited = once(child, "close").then(([code]: unknown[]) => ({ code, ...output }));
  const welcomed = async (): Promise<string> => {
    await Promise.race([once(child.stdout, "data"), exited]);
    return output.stdout;
  };
  return { child, exited, welcomed };
}

const exported = (welcome: string, name: string): string =>
  new RegExp(`^ {2}export ${name}=(.*)$`, "m").exec(welcome)?.[1] ?? "";

/** Calls with what the welcome says to export. */
function callerOf(welcome: string) {
  return (action: string, body: object) =>
    callCls({
      url: exported(welcome, "CLS_CONNECT_TO"),
      credential: {
        secretId: exported(welcome, "TENCENTCLOUD_SECRET_ID"),
        secretKey: exported(welcome, "TENCENTCLOUD_SECRET_KEY"),
      },
      nowMs: Date.now(),
      action,
      body,
    });
}

describe("npm run emulator", () => {
  test.each(["SIGTERM", "SIGINT"] as const)(
    "prints what a caller needs, serves it, and stops cleanly on %s",
    async (signal) => {
      const { child, exited, welcomed } = start({ PORT: "0" });
      const call = callerOf(await welcomed());
      expect((await call("SendConsumerHeartbeat", BODY)).code).toBe("ResourceNotFound");
      await call("CreateConsumerGroup", { ...GROUP, Timeout: 20, Topics: ["t"] });
      expect((await call("SendConsumerHeartbeat", BODY)).response).toMatchObject({
        TopicPartitionsInfo: [{ TopicID: "t", Partitions: [1, 2, 3, 4] }],
      });
      child.kill(signal);
      expect(await exited).toMatchObject({ code: 0, stderr: "" });
    },
  );

  test("takes the credentials of the environment and does not print them", async () => {
    const { welcomed } = start({
      PORT: "0",
      TENCENTCLOUD_SECRET_ID: "given-id",
      TENCENTCLOUD_SECRET_KEY: "given-key",
      TENCENTCLOUD_SESSION_TOKEN: "given-token",
    });
    const welcome = await welcomed();
    const url = exported(welcome, "CLS_CONNECT_TO");
    const credential = { secretId: "given-id", secretKey: "given-key", token: "given-token" };
    const body = { LogsetId: "l" };
    const action = "DescribeConsumerGroups";
    const reply = await callCls({ url, credential, nowMs: Date.now(), action, body });
    expect(reply.code).toBeUndefined();
    expect(welcome).not.toContain("given");
  });

  test("has the partitions that it was given, moves them at once if told to, and makes groups if told to", async () => {
    const args = ["--partitions", "3,614", "--one-step", "--creates-groups"];
    const welcome = await start({ PORT: "0" }, [...args, "--assignment", "balanced"]).welcomed();
    const call = callerOf(welcome);
    const told = async (consumer: string) =>
      (await call("SendConsumerHeartbeat", { ...BODY, Consumer: consumer })).response;
    const partitions = (...ids: number[]) => ({
      TopicPartitionsInfo: [{ TopicID: "t", Partitions: ids }],
    });
    expect(await told("a")).toMatchObject(partitions(3, 614));
    expect(await told("b")).toMatchObject(partitions(614));
    const [, url = ""] = /curl -sS (\S+\/)<topic id> -d/.exec(welcome) ?? [];
    const split = await fetch(`${url}t`, { method: "POST", body: '{"split":3}' });
    expect(await split.json()).toContainEqual({ id: 616, readOnly: false });
  });

  test("says how to switch faults on", async () => {
    const { welcomed } = start({ PORT: "0" });
    const welcome = await welcomed();
    const [, url = "", order = ""] = /curl -sS -X PUT (\S+) -d '(.*)'/.exec(welcome) ?? [];
    const answer = await fetch(url, { method: "PUT", body: order });
    expect(answer.status).toBe(200);
    const [, catalogue = ""] = /curl -sS (\S+catalogue)/.exec(welcome) ?? [];
    expect(await (await fetch(catalogue)).json()).toHaveProperty("hang");
    expect(welcome).toContain("X-Request-Id: fault.hang.1");
    expect(welcome).toContain("X-Emulator-Fault: hang");
  });

  test("says what to do when the port is in use", async () => {
    const holder = createServer().listen(0, "127.0.0.1");
    await once(holder, "listening");
    const address = holder.address();
    const port = address !== null && typeof address === "object" ? address.port : 0;
    const outcome = await start({ PORT: String(port) }).exited;
    holder.close();
    expect(outcome).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(
        /^emulator: The port is in use\. .*PORT=\d+ npm run emulator\n$/,
      ),
    });
  });

  test.each([
    [{ PORT: "web" }, /^emulator: PORT is not a port\. .*\n$/],
    [{ PORT: "70000" }, /^emulator: PORT is not a port\. .*\n$/],
    [
      { PORT: "0", TENCENTCLOUD_SECRET_ID: "x" },
      /^emulator: TENCENTCLOUD_SECRET_KEY is not set.*\n$/,
    ],
  ])("refuses to start with %j", async (env, message) => {
    const outcome = await start(env).exited;
    expect(outcome).toMatchObject({ code: 1, stderr: expect.stringMatching(message) });
  });

  test.each([
    ["--partitions=0", /^--partitions takes a number from 1, .*\n$/],
    ["--partitions=3,3", /^--partitions takes a number from 1, .*\n$/],
    ["--partitions=1001", /^--partitions takes at most 1000.\n$/],
    ["--assignment=fair", /^--assignment takes .*\n$/],
  ])("refuses %s as an invalid option", async (option, message) => {
    const outcome = await start({ PORT: "0" }, [option]).exited;
    expect(outcome).toMatchObject({ code: 64, stderr: expect.stringMatching(message) });
  });
});
