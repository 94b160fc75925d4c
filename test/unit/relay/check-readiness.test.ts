import { afterEach, describe, expect, test } from "@jest/globals";
import { createCredentials } from "../../../dev/emulator/credentials.ts";
import {
  type Emulator,
  type EmulatorOptions,
  startEmulator,
} from "../../../dev/emulator/server.ts";
import { findLogset } from "../../../lib/app/find-logset.ts";
import { parseRelayFile } from "../../../lib/config/relay-file.ts";
import { createClsApi } from "../../../lib/tencent/cls-api.ts";
import { createReadiness } from "../../../lib/relay/check-readiness.ts";
import { logsetId, topicId } from "../../support/start-relay.ts";

const started: Emulator[] = [];
afterEach(() => Promise.all(started.splice(0).map((emulator) => emulator.close())));

const never = new AbortController().signal;
const withDefault = { defaults: { consumerGroup: "orders", logsetId } };
const withAlias = {
  defaults: { consumerGroup: "orders", logsetId: "default" },
  aliases: { a: { consumer: "a", logsetId, topics: [topicId] } },
};

async function setUp(file: object = withDefault, options: Partial<EmulatorOptions> = {}) {
  const credentials = createCredentials();
  const emulator = await startEmulator({ credentials: [credentials], ...options });
  started.push(emulator);
  const parsed = parseRelayFile(JSON.stringify(file));
  const api = createClsApi({
    credentials,
    region: "ap-singapore",
    endpoint: "cls.intl.tencentcloudapi.com",
    connectTo: { protocol: "http:", host: "127.0.0.1", port: emulator.port },
  });
  const readiness = createReadiness({
    api,
    logset: findLogset(parsed.ok ? parsed.value : undefined),
    ratePerSecond: 20,
    newTraceId: () => "trace-1",
  });
  const asked = () => emulator.received.map(({ action, body }) => [action, body]);
  return { emulator, readiness, asked };
}

/** A CLS that refuses everything with this code. */
function refusing(code: string): Partial<EmulatorOptions> {
  return {
    intercept: (_request, answer) => {
      const error = { Code: code, Message: "The test refuses this." };
      answer.end(JSON.stringify({ Response: { Error: error, RequestId: "r" } }));
      return true;
    },
  };
}

describe("readiness", () => {
  test.each([
    ["the first alias's logset", withAlias, logsetId],
    ["the default logset where there is no alias", withDefault, logsetId],
    ["a logset that nobody has where none is named", {}, "00000000-0000-0000-0000-000000000000"],
    ["the same where the file has faults", { defaults: 1 }, expect.stringMatching(/^0{8}-/)],
  ])("asks once about %s, and joins nothing", async (_which, file, asks) => {
    const { emulator, readiness, asked } = await setUp(file);
    expect(await readiness.check(never)).toBeUndefined();
    expect(asked()).toEqual([["DescribeConsumerGroups", { LogsetId: asks }]]);
    expect(emulator.received[0]?.headers["x-tc-traceid"]).toBe("trace-1");
    expect(emulator.groups.describe(logsetId)).toEqual([]);
  });

  test("a logset that CLS does not have is what a beat would be refused for", async () => {
    const { readiness } = await setUp(withDefault, { existing: { logsets: [] } });
    expect(await readiness.check(never)).toMatchObject({
      code: "heartbeat-rejected",
      upstream: { code: "ResourceNotFound.LogsetNotExist" },
    });
  });

  test("is given when CLS does not know the logset that nobody has", async () => {
    const { readiness } = await setUp({}, { existing: { logsets: [] } });
    expect(await readiness.check(never)).toBeUndefined();
  });

  test("a refusal of the relay's credentials is not ready, whatever logset was asked about", async () => {
    const { readiness } = await setUp({}, { credentials: [createCredentials()] });
    expect(await readiness.check(never)).toMatchObject({ code: "relay-refused" });
  });

  test.each([
    ["ResourceNotFound.LogsetNotExist", undefined],
    ["InvalidParameterValue", undefined],
    ["UnsupportedOperation.UnsupportedRegion", "heartbeat-rejected"],
    ["RequestSizeLimitExceeded", "heartbeat-rejected"],
    ["MissingParameter", "heartbeat-rejected"],
    ["FailedOperation", "upstream-failed"],
  ])("of nobody's logset %s is told as %s", async (tencentCode, code) => {
    const { readiness } = await setUp({}, refusing(tencentCode));
    expect((await readiness.check(never))?.code).toBe(code);
  });

  test.each([
    ["AuthFailure.UnauthorizedOperation", {}, /Heartbeats may work all the same; allow cls:/],
    ["UnauthorizedOperation.CamNoAuth", withAlias, /call DescribeConsumerGroups/],
    ["ResourceNotFound", withAlias, /the first alias's. Heartbeats for others may work/],
    ["ResourceNotFound", withDefault, /the default one. Heartbeats for others may work/],
    ["FailedOperation", {}, /whether it would accept a heartbeat. Set defaults.logsetId/],
    ["FailedOperation", withDefault, /^CLS answered that it failed/],
    ["AuthFailure.SecretIdNotFound", {}, /^CLS refused the relay's own access/],
  ])("what %s says of the asking is told", async (code, file, detail) => {
    const { readiness } = await setUp(file, refusing(code));
    expect(await readiness.check(never)).toMatchObject({
      detail: expect.stringMatching(detail),
      upstream: { code },
    });
  });

  test("a used-up rate gives the same error as for a beat", async () => {
    const { emulator, readiness } = await setUp();
    emulator.faults.set([{ fault: "throttle", times: 1, match: {} }]);
    const error = await readiness.check(never);
    expect(error).toMatchObject({
      code: "throttled",
      headers: { "RateLimit-Policy": '"cls";q=20;w=1' },
    });
  });

  test("a connection that was reset is tried once more, on a fresh one", async () => {
    const { emulator, readiness } = await setUp();
    await readiness.check(never);
    emulator.faults.set([{ fault: "reset-before-answer", times: 1, match: {} }]);
    expect(await readiness.check(never)).toBeUndefined();
    expect(emulator.connections()).toBe(2);
  });

  test("two failures are unreachable", async () => {
    const { emulator, readiness } = await setUp();
    await emulator.close();
    expect(await readiness.check(never)).toMatchObject({ code: "upstream-unreachable" });
  });

  test.each([
    ["no object", []],
    ["no request id", {}],
    ["an empty request id", { RequestId: "" }],
    ["an error that the SDK lets pass", { RequestId: "r", Error: false }],
  ])("%s is not an accepted answer", async (_what, response) => {
    const { readiness } = await setUp(withDefault, {
      intercept: (_request, answer) => {
        answer.end(JSON.stringify({ Response: response }));
        return true;
      },
    });
    expect(await readiness.check(never)).toMatchObject({ code: "upstream-malformed" });
  });

  test("is cut short by its signal, and sends nothing after it", async () => {
    const { emulator, readiness } = await setUp();
    const deadline = new AbortController();
    emulator.faults.set([{ fault: "hang", times: 1, match: {} }]);
    const checking = readiness.check(deadline.signal);
    deadline.abort();
    expect(await checking).toMatchObject({ code: "deadline-exceeded" });
    expect(await readiness.check(deadline.signal)).toMatchObject({ code: "deadline-exceeded" });
    expect(emulator.received).toEqual([]);
  });
});
