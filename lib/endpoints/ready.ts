import { beatBudgetMs, remainingTimeMs } from "../budget.ts";
import { RelayError } from "../errors.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { headerKey } from "../http/key-rule.ts";
import { readyAnswer } from "../http/unrenewed-answer.ts";
import { keepFindings } from "../readiness.ts";
import type { Services } from "../services.ts";

/**
 * Says whether CLS would take a beat, and joins nothing: 200, or the problem that a beat would get.
 *
 * @see issue 5, `GET /readyz`
 */
export function createReadyEndpoint({ config, clock, readiness }: Services): Endpoint {
  const find = readiness && keepFindings({ clock, readiness });
  return {
    methods: ["GET", "HEAD"],
    key: headerKey,
    beats: false,
    async answer(_exchange, context) {
      if (find === undefined) throw new RelayError("relay-misconfigured", { cause: config.faults });
      const finding = await find(beatBudgetMs(config.deadlineMs, remainingTimeMs(context)));
      if (finding) throw finding;
      return readyAnswer();
    },
  };
}
