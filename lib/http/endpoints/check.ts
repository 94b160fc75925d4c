import { noteCheck } from "../../observe/run-note.ts";
import type { BeatRecord } from "../../observe/beat-record.ts";
import type { Services } from "../../app/services.ts";
import { answer, type HttpAnswer } from "../http-answer.ts";
import { requireRelay } from "./send-heartbeat.ts";

/**
 * Answers a HEAD, which sends nothing: the key may send this heartbeat, and the relay is configured.
 *
 * @throws RelayError `relay-misconfigured`
 */
export function answerCheck(services: Services, record: BeatRecord): HttpAnswer {
  requireRelay(services);
  noteCheck(services.log, record);
  return answer(204, "", {});
}
