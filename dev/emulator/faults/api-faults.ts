import type { ServerFault } from "./fault.ts";
import { send, sendJson, toWire } from "./wire.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Faults of the API: JSON with status 200 that is not quite the answer of the documentation. */
export const apiFaults = {
  "no-response": {
    layer: "api",
    does: "Answers JSON without Response.",
    granted: 0,
    strike({ response }) {
      sendJson(response, { message: "ok" });
    },
  },
  "response-null": {
    layer: "api",
    does: "Answers with Response null.",
    granted: 0,
    strike({ response }) {
      sendJson(response, { Response: null });
    },
  },
  "json-null": {
    layer: "api",
    does: "Answers with the JSON null.",
    granted: 0,
    strike({ response }) {
      sendJson(response, null);
    },
  },
  "no-request-id": {
    layer: "api",
    does: "Grants the request and answers without RequestId, which no answer of the API lacks.",
    granted: 1,
    strike: rewritten((answer) => without(answer, "RequestId")),
  },
  "wrong-types": {
    layer: "api",
    does: "Grants the request and answers with partitions that are no numbers.",
    granted: 1,
    strike: rewritten((answer) => ({
      ...answer,
      TopicPartitionsInfo: [{ TopicID: "t", Partitions: ["zero"] }],
    })),
  },
  "null-lists": {
    layer: "api",
    does: "Grants the request and answers with TopicPartitionsInfo null.",
    granted: 1,
    strike: rewritten((answer) => ({ ...answer, TopicPartitionsInfo: null })),
  },
  "absent-lists": {
    layer: "api",
    does: "Grants the request and answers without TopicPartitionsInfo.",
    granted: 1,
    strike: rewritten((answer) => without(answer, "TopicPartitionsInfo")),
  },
  "null-fields": {
    layer: "api",
    does: "Grants the request and answers with ConsumerGroup, TopicID and Partitions null.",
    granted: 1,
    strike: rewritten((answer) => ({
      ...answer,
      ConsumerGroup: null,
      TopicPartitionsInfo: [{ TopicID: null, Partitions: null }],
    })),
  },
  "answer-twice": {
    layer: "http",
    does: "Grants the request and puts the answer on the wire twice.",
    granted: 1,
    strike({ request: { socket }, response, letThrough }) {
      const answer = letThrough();
      const { head, body } = toWire(answer);
      // Corked, so that both arrive in one packet and no caller can hang up in between.
      socket.cork();
      send(response, answer);
      socket.write(head + body);
      process.nextTick(() => {
        socket.uncork();
      });
    },
  },
  "processed-twice": {
    layer: "api",
    does: "Processes the request twice, as when a proxy repeats it, and answers with the second.",
    granted: 2,
    strike({ response, letThrough }) {
      letThrough();
      send(response, letThrough());
    },
  },
  "wrong-clock": {
    layer: "clock",
    does: "Judges the timestamp by a clock ten minutes ahead: a real AuthFailure.SignatureExpire.",
    granted: 0,
    strike({ response, letThrough }) {
      send(response, letThrough({ wrongClock: true }));
    },
  },
} satisfies Record<string, ServerFault>;

/** Changes what is in a granted `Response`; a refusal stays as it is. */
function rewritten(change: (answer: Fields) => Fields): ServerFault["strike"] {
  return ({ response, letThrough }) => {
    const answer = letThrough();
    if (answer.code === undefined) sendJson(response, { Response: change(answer.response) });
    else send(response, answer);
  };
}

function without(answer: Fields, left: string): Fields {
  return Object.fromEntries(Object.entries(answer).filter(([name]) => name !== left));
}
