import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { FaultOrder } from "../../dev/emulator/faults/orders.ts";
import { needs } from "../support/tools/needs.ts";
import { statusesOf } from "./support/answers.ts";
import { checked, hook, type Server, hosts } from "./support/start-server.ts";
import { curl } from "./support/tools.ts";

describe.each(hosts)("%s", (_host, start) => {
  let server: Server;
  beforeAll(async () => {
    server = await start();
  });
  beforeEach(() => {
    server.emulator.faults.clear();
  });

  /** A beat by `curl --retry` while the emulator has faults: what came, and how long it took. */
  async function beat(fault: FaultOrder["fault"], times: number) {
    server.emulator.faults.set([{ fault, times }]);
    const startedMs = performance.now();
    const args = ["--retry", "2", "--fail-with-body", "-d", "", `${server.url}${hook}/orders-1`];
    const { answers, exitCode } = await checked(server, () => curl(args));
    const tookMs = performance.now() - startedMs;
    return { answers, statuses: statusesOf(answers), exitCode, tookMs };
  }

  needs(["curl"], "curl --retry", () => {
    test.each<[FaultOrder["fault"], number, number, number]>([
      ["resource-unavailable", 1, 503, 2000],
      ["service-unavailable", 2, 503, 2000],
      ["throttle-sub-code", 2, 429, 1000],
    ])(
      "heals %s (%i times, %i), and waits as it is told",
      async (fault, times, status, leastMs) => {
        const { answers, statuses, exitCode, tookMs } = await beat(fault, times);
        expect([statuses, exitCode]).toEqual([[status, 200], 0]);
        const toldMs = Number(answers[0]?.headers["retry-after"]) * 1000;
        expect(toldMs).toBeGreaterThanOrEqual(leastMs);
        expect(tookMs).toBeGreaterThanOrEqual(toldMs);
      },
    );

    test("heals what comes without a time to wait", async () => {
      const { answers, statuses, exitCode } = await beat("failed-operation", 1);
      expect([statuses, exitCode]).toEqual([[502, 200], 0]);
      expect(answers[0]?.headers["retry-after"]).toBeUndefined();
    });

    test("never sees what the relay has healed by itself", async () => {
      const { statuses, exitCode } = await beat("internal-error", 1);
      expect([statuses, exitCode]).toEqual([[200], 0]);
    });

    test.each<[FaultOrder["fault"], number]>([
      ["invalid-parameter", 422],
      ["signature-failure", 424],
    ])("does not send again what cannot heal: %s", async (fault, status) => {
      const { statuses, exitCode } = await beat(fault, 9);
      expect([statuses, exitCode]).toEqual([[status], 22]);
      expect(server.emulator.faults.left()).toMatchObject([{ times: 8 }]);
    });
  });
});
