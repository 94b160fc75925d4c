import { expect, test } from "@jest/globals";
import { createCredentials } from "../../../dev/emulator/credentials.ts";
import { type Clock, systemClock } from "../../../lib/base/clock.ts";
import { createScheduleHandler } from "../../../lib/schedule/schedule-handler.ts";
import { createContext } from "../../../server/lambda-context.ts";
import type { TestRequest } from "../../support/events.ts";
import { refuseWith, startSecretsManager } from "../../support/secrets-manager.ts";
import { beatRequest, heartbeat, json, startRelay } from "../../support/start-relay.ts";

/** The system's time, some milliseconds on. */
function createShiftedClock() {
  const clock = {
    shiftMs: 0,
    nowMs: () => systemClock.nowMs() + clock.shiftMs,
    epochMs: () => systemClock.epochMs() + clock.shiftMs,
    after: (delayMs: number, callback: () => void) => systemClock.after(delayMs, callback),
  };
  return clock satisfies Clock;
}

/** A relay that finds its credentials in a secret; CLS knows an old and a new set of them. */
async function start(env: Record<string, string> = {}) {
  const [first, second] = [createCredentials(), createCredentials()];
  const accepted = [first, second];
  const secrets = await startSecretsManager(first);
  const clock = createShiftedClock();
  const relay = await startRelay({
    env: { ...secrets.env, ...env },
    emulator: { credentials: accepted },
    overrides: { clock },
  });
  const told = () =>
    relay.lines.filter(({ message }) => message.startsWith("credentials")).map((l) => l.message);
  const beat = async (consumer = "orders-1") => {
    const answer = await relay.call(
      beatRequest({ body: JSON.stringify({ ...heartbeat, consumer }) }),
    );
    for (const { secretId, secretKey } of [first, second]) {
      expect(answer.body + JSON.stringify(relay.lines)).not.toContain(secretId);
      expect(answer.body + JSON.stringify(relay.lines)).not.toContain(secretKey);
    }
    return answer;
  };
  /** Who signed the calls that CLS took. */
  const signers = () =>
    relay.emulator.received.map(({ headers }) =>
      headers.authorization?.includes(second.secretId) ? "second" : "first",
    );
  const call = (request: TestRequest) => relay.call(request);
  return { ...relay, call, accepted, first, second, secrets, clock, told, beat, signers };
}

test("the first beat reads the secret, and those that follow do not", async () => {
  const { beat, secrets, signers } = await start();
  for (const consumer of ["a", "b", "c"]) expect((await beat(consumer)).statusCode).toBe(200);
  expect(secrets.calls()).toBe(1);
  expect(signers()).toEqual(["first", "first", "first"]);
});

test("a batch reads it once for all its heartbeats", async () => {
  const { call, secrets } = await start();
  const heartbeats = Array.from({ length: 20 }, (_, index) => ({
    ...heartbeat,
    consumer: `orders-${index}`,
  }));
  const answer = await call({
    path: "/v1/heartbeats:batch",
    body: JSON.stringify({ heartbeats }),
  });
  expect(answer.statusCode).toBe(200);
  expect(secrets.calls()).toBe(1);
});

test("the schedule reads it too", async () => {
  const { services, secrets } = await start();
  const schedule = createScheduleHandler(services);
  const result = await schedule({ heartbeats: [heartbeat] }, createContext("schedule", 10_000));
  expect(result).toMatchObject({ sent: 1, failed: 0 });
  expect(secrets.calls()).toBe(1);
});

test("a rotation loses no beat: the old key is refused, the secret is read again, and the beat is sent once more", async () => {
  const { beat, accepted, secrets, second, counted, told, signers } = await start();
  expect((await beat("a")).statusCode).toBe(200);
  secrets.put(second);
  expect((await beat("b")).statusCode).toBe(200);
  accepted.shift();
  expect((await beat("c")).statusCode).toBe(200);
  expect((await beat("d")).statusCode).toBe(200);
  expect(counted.map(({ attempts }) => attempts)).toEqual([1, 1, 2, 1]);
  expect(signers()).toEqual(["first", "first", "first", "second", "second"]);
  expect(secrets.calls()).toBe(2);
  expect(told()).toEqual(["credentials changed: heartbeats are signed with the new ones"]);
});

test("beats that are refused side by side read it once, and all are renewed", async () => {
  const { beat, accepted, secrets, second } = await start();
  await beat();
  secrets.put(second);
  accepted.shift();
  const beats = Array.from({ length: 10 }, (_, index) => beat(`orders-${index}`));
  expect((await Promise.all(beats)).map(({ statusCode }) => statusCode)).toEqual(
    beats.map(() => 200),
  );
  expect(secrets.calls()).toBe(2);
});

test("a token that has ended is replaced in the same beat", async () => {
  const { beat, accepted, secrets, first, second } = await start();
  await beat();
  const next = { ...first, token: second.secretKey };
  accepted.splice(0, 1, next);
  secrets.put(next);
  expect((await beat()).statusCode).toBe(200);
});

test("five minutes after it was read it is read again, so that the old key need not be refused", async () => {
  const { beat, secrets, second, clock, counted, signers } = await start();
  await beat();
  secrets.put(second);
  clock.shiftMs = 299_000;
  await beat();
  clock.shiftMs = 301_000;
  await beat();
  expect(signers()).toEqual(["first", "first", "second"]);
  expect(counted.map(({ attempts }) => attempts)).toEqual([1, 1, 1]);
});

test.each([
  ["is refused", refuseWith("AccessDeniedException"), "AccessDeniedException"],
  ["fails", refuseWith("InternalServiceError", 500), "InternalServiceError"],
  [
    "brings no JSON with credentials",
    undefined,
    "RELAY_CREDENTIALS_SECRET names JSON in which secretKey is missing; set it to the SecretKey",
  ],
])(
  "where reading it again %s, the credentials before stay in use, and the log says so once",
  async (_what, answerer, reason) => {
    const { beat, secrets, second, clock, lines, told, signers } = await start();
    await beat();
    secrets.answerBy(answerer);
    if (answerer === undefined) secrets.put({ secretId: second.secretId });
    for (const shiftMs of [301_000, 302_000, 340_000]) {
      clock.shiftMs = shiftMs;
      expect((await beat()).statusCode).toBe(200);
    }
    // Not for each beat: after a failure it is left alone for half a minute.
    expect(secrets.calls()).toBe(3);
    expect(told()).toEqual(["credentials could not be read: those before stay in use"]);
    expect(lines.find(({ message }) => message.includes("could not be read"))).toMatchObject({
      level: "ERROR",
      reason,
    });
    secrets.answerBy();
    secrets.put(second);
    clock.shiftMs = 380_000;
    expect((await beat()).statusCode).toBe(200);
    expect(signers().at(-1)).toBe("second");
  },
);

test("a key that CLS refuses and that nobody has replaced is no reason to read at each beat", async () => {
  const { beat, accepted, secrets, clock, second } = await start();
  await beat();
  accepted.length = 0;
  for (let count = 0; count < 3; count += 1) {
    const answer = await beat();
    expect(answer.statusCode).toBe(424);
    expect(json(answer)).toMatchObject({ code: "relay-refused" });
  }
  expect(secrets.calls()).toBe(2);
  accepted.push(second);
  secrets.put(second);
  clock.shiftMs = 5001;
  expect((await beat()).statusCode).toBe(200);
});

test("without any credentials a beat is refused as one that could not be sent, until the secret can be read", async () => {
  const { beat, secrets, told, lines } = await start();
  secrets.answerBy(refuseWith("ResourceNotFoundException"));
  const answer = await beat();
  expect(answer.statusCode).toBe(502);
  expect(json(answer)).toMatchObject({ code: "upstream-unreachable" });
  expect(lines.at(-1)).toMatchObject({
    reason: "the credentials cannot be read: ResourceNotFoundException",
  });
  await beat();
  expect(told()).toEqual(["credentials could not be read: no heartbeat can be sent"]);
  secrets.answerBy();
  expect((await beat()).statusCode).toBe(200);
});

test("a secret that does not come ends with the beat: nothing is pending when the answer is given", async () => {
  const { beat, secrets } = await start({ RELAY_DEADLINE_MS: "300" });
  let open = 0;
  secrets.answerBy((request) => {
    open += 1;
    request.socket.on("close", () => (open -= 1));
  });
  const answer = await beat();
  expect(answer.statusCode).toBe(504);
  // What was sent has been aborted; the other side hears of it a moment later.
  while (open > 0) await new Promise((resolve) => setImmediate(resolve));
  secrets.answerBy();
  expect((await beat()).statusCode).toBe(200);
});

test("readiness is asked with the new key when the old one is refused", async () => {
  const { call, beat, accepted, secrets, second } = await start();
  await beat();
  secrets.put(second);
  accepted.shift();
  const answer = await call({ method: "GET", path: "/readyz", headers: { "x-api-key": "any" } });
  expect(answer.statusCode).toBe(200);
});

test("no id of a request is kept that holds the new key, or the one before", async () => {
  const { call, beat, accepted, secrets, first, second } = await start();
  await beat();
  secrets.put(second);
  accepted.shift();
  await beat();
  for (const { secretId } of [first, second]) {
    const { headers } = await call(beatRequest({ headers: { "x-request-id": secretId } }));
    expect(headers["X-Request-Id"]).not.toContain(secretId);
  }
});

test("what CLS quotes of the new key or of the one before is masked", async () => {
  let quoted = "";
  const [first, second] = [createCredentials(), createCredentials()];
  const accepted = [first, second];
  const secrets = await startSecretsManager(first);
  const relay = await startRelay({
    env: secrets.env,
    emulator: {
      credentials: accepted,
      intercept(_request, response) {
        if (quoted === "") return false;
        const Error = { Code: "InvalidParameter", Message: `quoted ${quoted} here` };
        response.end(JSON.stringify({ Response: { Error, RequestId: "id" } }));
        return true;
      },
    },
  });
  await relay.call(beatRequest());
  secrets.put(second);
  accepted.shift();
  expect((await relay.call(beatRequest())).statusCode).toBe(200);
  for (const secret of [first, second].flatMap((set) => Object.values(set))) {
    quoted = secret;
    const answer = await relay.call(beatRequest());
    expect(answer.body).toContain("quoted *** here");
    expect(JSON.stringify(relay.lines)).not.toContain(secret);
  }
});
