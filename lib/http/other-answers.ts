import { answer, type HttpAnswer, json } from "./answer.ts";

/** Accepted, and nothing renewed: a 200 always means renewed. */
export function notRenewedAnswer(): HttpAnswer {
  return json(202, { renewed: false });
}

/** The key and the alias are right; to a HEAD, which sends nothing. */
export function checkedAnswer(): HttpAnswer {
  return answer(204, "", {});
}

export function readyAnswer(): HttpAnswer {
  return json(200, { status: "ready" });
}
