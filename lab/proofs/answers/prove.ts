import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { createContext } from "../../../server/lambda-context.ts";
import { createServices } from "../../../lib/app/create-services.ts";
import { createHttpHandler } from "../../../lib/http/http-handler.ts";
import { httpApiEvent } from "../../../test/support/events.ts";
import { documented } from "../../../test/support/openapi/validate-exchange.ts";
import { hurriedClock } from "../../../test/support/hurried-clock.ts";
import { createTally, type Proof } from "../support/proof.ts";
import { checkTold } from "./check-told.ts";
import { consumers, entryPoints, file } from "./entry-points.ts";
import { judge } from "./oracle.ts";
import { reported } from "./texts.ts";
import { sent, toWire } from "./wires.ts";
import { startWireServer } from "./wire-server.ts";

/** Nothing here waits for it: what the server leaves open it ends itself. */
const deadlineMs = 20_000;
/** Above every pause between attempts, below every deadline, a batch's own 10 s included. */
const hurriedMs = 5000;

const preferences = [{}, { Accept: "text/plain" }, { Prefer: "return=minimal" }];

/** What is asked, and what each of its heartbeats is answered by CLS. */
const exchange = fc.constantFrom(...entryPoints).chain((entryPoint) =>
  fc.record({
    entryPoint: fc.constant(entryPoint),
    answers: fc.array(sent, { minLength: 1, maxLength: entryPoint.mostBeats, size: "max" }),
    preference: fc.constantFrom(...preferences),
  }),
);

/**
 * By whichever way a heartbeat comes, the relay accepts exactly when the bytes on the wire do, and then with
 * that assignment; of a batch it says so as a whole only where it says so of every heartbeat.
 *
 * @throws with the counterexample, its seed and its path.
 */
export const proveAnswers: Proof = async ({ runs, seed }) => {
  const server = await startWireServer();
  const dir = await mkdtemp(join(tmpdir(), "relay-"));
  const configPath = join(dir, "relay.config.json");
  await writeFile(configPath, JSON.stringify(file));
  const handler = documented(createHttpHandler(createSilentServices(server.url, configPath)));
  const tally = createTally();
  const property = fc.asyncProperty(exchange, async ({ entryPoint, answers, preference }) => {
    const wires = answers.map(toWire);
    const asked = consumers.slice(0, wires.length);
    server.answerWith(new Map(wires.map((wire, index) => [asked[index] ?? "", wire])));
    const verdicts = wires.map((wire) => judge(wire, reported));
    const request = entryPoint.toRequest(asked);
    const headers = { ...request.headers, ...preference };
    const event = httpApiEvent({ ...request, headers });
    const answer = await handler(event, createContext("relay", deadlineMs * 2));
    const says = [...new Set(verdicts.map((verdict) => verdict.says))].sort().join(" and ");
    tally.count(entryPoint.name, `upstream says ${says}`, `relay answers ${answer.statusCode}`);
    checkTold(verdicts, entryPoint.read(answer), `${answer.statusCode} ${answer.body}`);
    // A connection that has ended is known to have before the next beat.
    for (let turn = 0; turn < 3; turn += 1) await setImmediate();
  });
  try {
    await fc.assert(property, { numRuns: runs, seed });
  } finally {
    server.close();
    await rm(dir, { recursive: true });
  }
  return tally.rows();
};

function createSilentServices(url: string, configPath: string) {
  const silent = () => undefined;
  return createServices({
    env: {
      TENCENTCLOUD_SECRET_ID: "AKIDofTheProof",
      TENCENTCLOUD_SECRET_KEY: "keyOfTheProof",
      TENCENTCLOUD_REGION: "ap-guangzhou",
      CLS_CONNECT_TO: url,
      CLS_RATE_PER_SECOND: "10000",
      RELAY_CONFIG: configPath,
      RELAY_AUTH: "none",
      RELAY_DEADLINE_MS: String(deadlineMs),
    },
    clock: hurriedClock(hurriedMs),
    log: { info: silent, warn: silent, error: silent, getLevelName: () => "SILENT" },
    metrics: { fields: () => ({}), publish: silent },
  });
}
