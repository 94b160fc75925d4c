import { expect, test } from "@jest/globals";
import { createContext } from "../../server/lambda-context.ts";
import { createHttpHandler } from "../../lib/http/http-handler.ts";
import type { Log } from "../../lib/observe/logger.ts";
import { batchOf, beat, file, resultsOf } from "../support/batch.ts";
import { httpApiEvent } from "../support/events.ts";
import { documented } from "../support/openapi/validate-exchange.ts";
import { startRelay } from "../support/start-relay.ts";

const quoting = () => {
  throw new SyntaxError('Unexpected token in "the secret"');
};

test("a log that fails for one beat of a batch takes the answer of none", async () => {
  const relay = await startRelay({ file });
  const { recorder } = relay.services;
  const write: typeof recorder.write = (record, error) => {
    if (record.heartbeat?.consumer === "b") quoting();
    recorder.write(record, error);
  };
  const services = { ...relay.services, recorder: { write } };
  const handler = documented(createHttpHandler(services));
  const event = httpApiEvent(batchOf([beat("a"), beat("b"), beat("c")]));
  const before = relay.lines.length;
  const answer = await handler(event, createContext("relay", 5000));
  expect([answer.statusCode, resultsOf(answer).length]).toEqual([200, 3]);
  const lines = relay.lines.slice(before);
  expect(lines.map(({ message }) => message).toSorted()).toEqual([
    "heartbeat not recorded",
    "heartbeat renewed",
    "heartbeat renewed",
  ]);
  expect(JSON.stringify(relay.lines)).not.toContain("secret");
});

test("a log that fails for all that it is given takes no answer either", async () => {
  const relay = await startRelay({ file });
  const log: Log = { info: quoting, warn: quoting, error: quoting, getLevelName: () => "INFO" };
  const services = { ...relay.services, log, recorder: { write: quoting } };
  const handler = documented(createHttpHandler(services));
  const event = httpApiEvent(batchOf([beat("a"), { alias: "nothing" }]));
  const answer = await handler(event, createContext("relay", 5000));
  expect(resultsOf(answer).map(({ status }) => status)).toEqual([200, 404]);
});
