import type { ErrorCode } from "../../../lib/heartbeat/error-table.ts";
import { beatProblems, bodyProblems, keyProblems } from "../codes.ts";
import { parameterOf } from "../headers.ts";
import {
  beatParameters,
  checkedAnswers,
  jsonAnswer,
  renewedAnswers,
  type Told,
} from "../operation.ts";
import { type Operation, type Parameter, schemaOf } from "../types.ts";

type Operations = Readonly<Record<string, Told>>;

/** By whose key an alias is named. */
type Caller = {
  /** What stands before the name of each operation. */
  readonly prefix: string;
  readonly tags: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly security?: Operation["security"];
  readonly problems: readonly ErrorCode[];
};

export const alias = pathParameter(
  "alias",
  "The name of a heartbeat in the relay's configuration.",
);

export const byHeader: Caller = {
  prefix: "Alias",
  tags: ["aliases"],
  parameters: [alias],
  problems: ["not-found", ...keyProblems],
};

/** A wrong key, a wrong alias and one out of scope are not told apart: all are 404. */
export const byPath: Caller = {
  prefix: "Hook",
  tags: ["hooks"],
  parameters: [
    pathParameter("key", "A key of the relay, preferably one that works on hooks only."),
    alias,
  ],
  security: [],
  problems: ["not-found", "forbidden", "relay-misconfigured"],
};

const runAnswers = {
  ...renewedAnswers,
  202: jsonAnswer("Written to the log; nothing was renewed.", schemaOf("NotRenewed")),
};

/** A ping tool may say so by query on every route of an alias. */
const queryRule =
  "A query whose `status`, `state`, `s`, `success`, `ok`, `up`, `exit`, `exit_code`, `code`, `rc`, `error` or `failed` says that a run failed renews nothing; one of these that says neither success nor failure is a 400. Other parameters are notes.";

const getProblems: readonly ErrorCode[] = ["method-not-allowed", "forbidden"];
const getRule =
  'Only if the alias has `"allowGet": true`, and never for a prefetch or a link preview.';

/** Of a failed run, where its alias has `keepAliveSeconds`. */
const failureProblems: readonly ErrorCode[] = ["ledger-unavailable"];

/** The heartbeat of a preset. */
export function presets(caller: Caller): Operations {
  const { problems } = caller;
  return {
    post: {
      operation: {
        ...common(caller, "send"),
        summary: "Send the heartbeat of an alias",
        description: `Sends the heartbeat of the alias. Without a body it always reports what the configuration says. ${queryRule}`,
        parameters: [...caller.parameters, ...beatParameters],
        requestBody: {
          description: "What the consumer holds; optional.",
          required: false,
          content: { "application/json": { schema: schemaOf("TopicsOverride") } },
        },
      },
      answers: runAnswers,
      problems: [...problems, ...bodyProblems, ...beatProblems, ...failureProblems],
    },
    get: {
      operation: {
        ...common(caller, "get"),
        summary: "Send the heartbeat of an alias, for senders that can only GET",
        description: `${getRule} ${queryRule}`,
        parameters: [...caller.parameters, ...beatParameters],
      },
      answers: runAnswers,
      // A GET may have a body, too, and it is read.
      problems: [...problems, ...bodyProblems, ...beatProblems, ...failureProblems, ...getProblems],
    },
    head: {
      operation: {
        ...common(caller, "check"),
        summary: "Check key and alias",
        description: "Sends nothing.",
        parameters: [...caller.parameters, parameterOf("RequestId")],
      },
      answers: checkedAnswers,
      problems: [...problems, "invalid-heartbeat"],
    },
  };
}

const codes = "0|-?[1-9][0-9]*";
const run: Parameter = {
  ...pathParameter("run", "How the run ended: an exit code, or a word."),
  schema: { type: "string", pattern: `^(?:${codes}|fail|start|log)$` },
};

/** What a ping tool tells of a run: `0` beats, everything else is noted. */
export function runs({ prefix, parameters, ...caller }: Caller): Operations {
  const { post, get, head } = presets({
    ...caller,
    prefix: `${prefix}Run`,
    parameters: [...parameters, run],
  });
  const told =
    "`0` sends the heartbeat of the alias. Any other whole number, `fail`, `start` and `log` renew nothing; all but the last two end what `keepAliveSeconds` keeps alive.";
  return {
    ...(post && {
      post: {
        operation: {
          ...post.operation,
          summary: "Report how a run ended",
          description: told,
          requestBody: {
            description: "The output of the run; it is not read.",
            required: false,
            content: { "text/plain": { schema: { type: "string" } } },
          },
        },
        answers: runAnswers,
        problems: [...without(bodyProblems, post.problems), "invalid-heartbeat"],
      },
    }),
    ...(get && {
      get: {
        operation: {
          ...get.operation,
          summary: "Report how a run ended, for senders that can only GET",
          description: `${told} ${getRule}`,
        },
        answers: runAnswers,
        problems: [...without(bodyProblems, get.problems), "invalid-heartbeat"],
      },
    }),
    ...(head && { head }),
  };
}

function common({ prefix, tags, security }: Caller, verb: string) {
  return { operationId: `${verb}${prefix}`, tags, ...(security && { security }) };
}

function without(left: readonly ErrorCode[], problems: readonly ErrorCode[]): ErrorCode[] {
  return problems.filter((code) => !left.includes(code));
}

export function pathParameter(name: string, description: string): Parameter {
  return {
    name,
    in: "path",
    description,
    required: true,
    schema: { type: "string", minLength: 1 },
  };
}
