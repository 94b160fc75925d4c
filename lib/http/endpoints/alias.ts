import { askLedger } from "../../alive/ask-ledger.ts";
import { RelayError } from "../../heartbeat/relay-error.ts";
import type { Heartbeat } from "../../heartbeat/heartbeat.ts";
import { renewedAnswer } from "../renewed-answer.ts";
import { type Endpoint, type Exchange, methodNotAllowed } from "../endpoint.ts";
import type { Headers } from "../headers.ts";
import type { KeyRule } from "../key-rule.ts";
import type { HttpRequest } from "../request.ts";
import { isPreview } from "../preview.ts";
import type { Run } from "../../heartbeat/ping-run.ts";
import { json } from "../http-answer.ts";
import { readTopics } from "../read-topics.ts";
import { type AccessKey, allowsTopics } from "../../config/access.ts";
import type { Alias } from "../../config/relay-file.ts";
import { noteRun } from "../../observe/run-note.ts";
import type { Services } from "../../app/services.ts";
import { answerCheck } from "./check.ts";
import { type AliasPath, readPreset } from "./read-preset.ts";
import { loggedNames, runOfQuery } from "./run-of-query.ts";
import { readSender } from "../sender.ts";
import { requireRelay, requireSettings, sendHeartbeat } from "./send-heartbeat.ts";

const methods = ["HEAD", "POST"];

/**
 * Sends the preset of an alias. A HEAD checks key and alias and sends nothing; a GET beats only where
 * the alias allows it; of the runs that a ping tool reports, by the path or the query, only those that
 * succeeded beat.
 *
 * @see docs/api.md, "Ping tools"
 * @throws RelayError `malformed-body`, `body-too-large`, `invalid-heartbeat` of a body in place of its
 * topics or of a query that says neither success nor failure, `method-not-allowed`, `forbidden` for a prefetch
 * and for topics that the caller may not name, and `ledger-unavailable` for a failed run that could not be told to it
 */
export function createAliasEndpoint(
  services: Services,
): (path: AliasPath & { readonly run?: Run }) => Endpoint {
  return ({ run: runOfPath, ...path }) => ({
    methods,
    conditionalMethods: ["GET"],
    key: path.key,
    beats: runOfPath === undefined || runOfPath.name === "succeeded",
    async answer(exchange, context) {
      const { key, record, request } = exchange;
      const preset = readPreset(services.config, exchange, path);
      const names = loggedNames(request.query, requireSettings(services.config));
      if (names.length > 0) record.query = names;
      if (request.method === "GET") requireGet(preset, request.headers);
      const run = runOfQuery(runOfPath, request.query);
      if (request.method === "HEAD") return answerCheck(services, record);
      if (run && run.name !== "succeeded") {
        noteRun(services.log, record, run);
        if (run.name === "failed" && preset.keepAliveMs !== undefined)
          await tellFailure(services, exchange, preset.heartbeat);
        // A 200 always means renewed.
        return json(202, { renewed: false });
      }
      // What comes with an exit code is the output of the run, and says nothing of topics.
      const heartbeat = runOfPath ? preset.heartbeat : withTopics(preset.heartbeat, request);
      requireTopics(heartbeat, preset, { key, rule: path.key });
      record.heartbeat = heartbeat;
      const renewal = await sendHeartbeat(services, exchange, heartbeat, context);
      return renewedAnswer(heartbeat, renewal, request.headers);
    },
  });
}

/** The schedule stops for the alias at once. */
async function tellFailure(services: Services, exchange: Exchange, heartbeat: Heartbeat) {
  const relay = requireRelay(services);
  const from = { key: exchange.key, sender: readSender(exchange, services) };
  await askLedger(services.clock, (signal) => relay.fail(heartbeat, { ...from, signal }));
}

function requireGet({ allowGet }: Alias, headers: Headers): void {
  if (!allowGet) {
    const more = ' It takes GET as well once its alias has "allowGet": true in relay.config.json.';
    throw methodNotAllowed(methods, more);
  }
  // An error and no 202: a browser then throws away what it fetched in advance, and the click beats.
  if (isPreview(headers)) {
    const detail = "A prefetch or a link preview sends no heartbeat; open the link, or POST to it.";
    throw new RelayError("forbidden", { detail });
  }
}

/**
 * What a body puts in place of an alias's topics: on a hook a part of them, elsewhere what the key allows
 * (docs/decisions/scopes.md).
 */
function requireTopics(
  { topics }: Heartbeat,
  preset: Alias,
  { key, rule }: { readonly key: AccessKey; readonly rule: KeyRule },
): void {
  const isOwn = (topicId: string) => preset.heartbeat.topics.has(topicId);
  if (rule.takesHookKeys && !Array.from(topics.keys()).every(isOwn)) {
    const detail = "On a hook a body may name topics of the alias only.";
    throw new RelayError("forbidden", { detail });
  }
  if (!allowsTopics(key, topics)) throw new RelayError("forbidden");
}

/** The preset, reporting what the body says where there is one. */
function withTopics(preset: Heartbeat, request: HttpRequest): Heartbeat {
  const topics = readTopics(request);
  return topics === undefined ? preset : { ...preset, topics };
}
