import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { createService } from "../support/run-osls.ts";

const key = {
  name: "orders-api",
  sha256: "8e634cecbdac1725a0d000841c03aa4121030c4d06c35aab23a427dab55b3860",
};
const withKeys = await createService({ keys: [key] });
const withoutKeys = await createService({ keys: [] });
const withBrokenFile = await createService({ keys: [{ ...key, sha256: "short" }] });
const services = [withKeys, withoutKeys, withBrokenFile];
afterAll(() => Promise.all(services.map((service) => service.remove())));

const zipOf = (service: typeof withKeys) => join(service.dir, ".serverless/heartbeat-relay.zip");
const toOptions = (parameters: readonly string[]) => parameters.map((text) => `--param=${text}`);

describe("osls package refuses, before anything is packaged,", () => {
  // All faults are told at once, so each list is one run; the rules of each are in dev/deploy/test.
  test.each([
    [
      "parameters that the stack cannot have",
      [
        "tencentRegoin=ap-guangzhou",
        "alarmTopicArn=nonsense",
        "gatewayBurst=0.5",
        "gatewayRatePerSecond=-1",
        "logRetentionInDays=31",
        "relayDeadlineMs=3s",
        "logLevel=verbose",
        "limitMode=exact",
        "schedulePerSecond=5",
        "reservedConcurrency=0",
        "secretKey=Gu5t9xGARNpq86cd98joQYCN3Cozk1qA",
      ],
      { secretKey: "secretId" },
    ],
    [
      "variables that the relay would refuse",
      [
        "clsRatePerSecond=abc",
        "tencentRegion=Singapore",
        "clsEndpoint=https://cls.tencentcloudapi.com",
        "secretId=<id>",
        "secretKey=<key>",
      ],
      {},
    ],
  ] satisfies [string, string[], Record<string, string>][])(
    "%s, by name",
    async (_what, parameters, blamed: Record<string, string>) => {
      const { exitCode, output } = await withKeys.run(["package", ...toOptions(parameters)]);
      expect(exitCode).toBe(1);
      expect(output).toContain("Nothing was packaged:");
      for (const parameter of parameters) {
        const [name = ""] = parameter.split("=");
        expect(output).toContain(`\n  ${blamed[name] ?? name} `);
      }
      expect(output).not.toContain("Gu5t9x");
      expect(existsSync(zipOf(withKeys))).toBe(false);
    },
  );

  test("a configuration file with a fault", async () => {
    const { exitCode, output } = await withBrokenFile.run(["package"]);
    expect(exitCode).toBe(1);
    expect(output).toContain("\n  keys.0.sha256 ");
  });

  test.each(["prod_1", "a".repeat(25)])("the stage %j", async (stage) => {
    const { exitCode, output } = await withKeys.run(["package", "--stage", stage]);
    expect(exitCode).toBe(1);
    expect(output).toMatch(/stage/i);
  });

  test("options that npm has taken for itself", async () => {
    const { exitCode, output } = await withKeys.run(["package"], { npm_config_stage: "prod" });
    expect(exitCode).toBe(1);
    expect(output).toContain("--stage was taken by npm");
  });
});

describe("what is missing until the deployment", () => {
  test("is a warning of osls package", async () => {
    const { exitCode, output } = await withoutKeys.run(["package"]);
    expect(exitCode).toBe(0);
    expect(output).toContain("relay.config.json has no keys");
    expect(output).toContain(
      "TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY, RELAY_LEDGER_TABLE: CloudFormation",
    );
    expect(existsSync(zipOf(withoutKeys))).toBe(true);
  });

  test.each([[["deploy"]], [["deploy", "function", "--function=relay"]]])(
    "is refused by osls %j",
    async (command) => {
      const { exitCode, output } = await withoutKeys.run(command);
      expect(exitCode).toBe(1);
      expect(output).toContain("Nothing was packaged:\n  relay.config.json has no keys");
    },
  );
});

test("nothing is checked by a command that deploys nothing", async () => {
  const { output } = await withoutKeys.run(["print", "--param=tencentRegoin=x"]);
  expect(output).toContain("service: heartbeat-relay");
});
