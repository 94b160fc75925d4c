import { execFile } from "node:child_process";
import { globSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "@jest/globals";
import { environmentVariables } from "../../dev/config/environment-variables.ts";
import { packageTemplate, referencesIn, resourcesOfType } from "../support/package-template.ts";
import { findTemplateFaults } from "../support/cloudformation-spec.ts";
import * as shapes from "../support/template-shapes.ts";

const run = promisify(execFile);
const projectDir = join(import.meta.dirname, "../..");
/** Read by what writes the log and the metrics. */
const observed = [
  "POWERTOOLS_LOG_LEVEL",
  "POWERTOOLS_METRICS_NAMESPACE",
  "POWERTOOLS_SERVICE_NAME",
  "RELAY_STAGE",
];

const { dir, template, zipNames, remove } = await packageTemplate();
afterAll(remove);

const functions = resourcesOfType(template, "AWS::Lambda::Function", shapes.functionShape);
const sourceFiles = globSync("functions/*.ts", { cwd: projectDir });
const sourceNames = sourceFiles.map((file) => basename(file, ".ts")).sort();

describe("handlers", () => {
  test("every file in functions/ is deployed, and nothing else", () => {
    const handlers = [...functions.values()].map((properties) => properties.Handler).sort();
    expect(handlers).toEqual(sourceNames.map((name) => `dist/functions/${name}.handler`));
  });

  test.each(sourceNames)("the built file of %s exports a handler", async (name) => {
    const url = pathToFileURL(join(dir, `dist/functions/${name}.cjs`)).href;
    const script = `const m = await import(${JSON.stringify(url)}); console.log(typeof m.handler); process.exit()`;
    const arguments_ = ["--input-type=module", "-e", script];
    const { stdout } = await run(process.execPath, arguments_, { cwd: dir, env: {} });
    expect(stdout.trim().split("\n").at(-1)).toBe("function");
  });

  test("the zip holds the built files, the API's description and the relay's configuration only", () => {
    const built = sourceNames.map((name) => `dist/functions/${name}.cjs`);
    const others = [
      "dist/functions/board.html",
      "dist/functions/openapi.json",
      "relay.config.json",
    ];
    expect(zipNames).toEqual([...built, ...others].sort());
  });

  test.each([...functions])("%s runs on the runtime the code is written for", (_id, properties) => {
    expect(properties).toMatchObject({ Runtime: "nodejs24.x", Architectures: ["arm64"] });
  });

  test("the relay answers before the gateway gives up", () => {
    const relay = functions.get("RelayLambdaFunction");
    expect(relay).toMatchObject({ Timeout: 10 });
  });

  test("no published version keeps old credentials", () => {
    expect(resourcesOfType(template, "AWS::Lambda::Version", shapes.anyShape).size).toBe(0);
  });
});

describe.each([...functions])("the environment of %s", (id, properties) => {
  const variables = properties.Environment.Variables;
  const isSchedule = id === "ScheduleLambdaFunction";
  const deployedHere = environmentVariables.filter(
    (v) => v.deployed === true || v.required || (v.deployed === "schedule" && isSchedule),
  );

  test("names the variables that the code says are deployed, and no other", () => {
    const deployed = deployedHere.map((v) => v.name);
    const ofHost = isSchedule ? ["RELAY_SCHEDULE"] : [];
    const expected = new Set([...deployed, ...observed, ...ofHost]);
    expect(new Set(Object.keys(variables))).toEqual(expected);
  });

  test("holds no secret, only where it is kept", () => {
    const secrets = deployedHere.filter((v) => v.secret);
    expect(secrets.length).toBeGreaterThan(0);
    for (const { name, required } of secrets) {
      const kept = /^\{\{resolve:secretsmanager:[^:]+:SecretString:\w+\}\}$/;
      expect(variables[name]).toMatch(required ? kept : /^$/);
    }
  });

  test("names the stage and the service, by which the metrics can be told apart", () => {
    expect(variables).toMatchObject({
      POWERTOOLS_METRICS_NAMESPACE: "HeartbeatRelay",
      POWERTOOLS_SERVICE_NAME: "heartbeat-relay",
      RELAY_STAGE: "dev",
    });
  });

  test("has a reference, so that osls leaves all of it to CloudFormation when it ships one function alone", () => {
    // It would put `{{resolve:…}}` itself into the function: only CloudFormation replaces that.
    expect(Object.values(variables).some((value) => typeof value === "object")).toBe(true);
  });

  test("starts from the code's own defaults", () => {
    const defaults = deployedHere.filter(
      (v) => v.default !== undefined && v.name !== "RELAY_STAGE",
    );
    const expected = Object.fromEntries(defaults.map((v) => [v.name, v.default]));
    expect(variables).toMatchObject({ ...expected, RELAY_STAGE: "dev" });
  });
});

test("no concurrency is reserved: the table keeps any number of sandboxes to the rate", () => {
  expect(functions.get("RelayLambdaFunction")).toMatchObject({
    ReservedConcurrentExecutions: { Ref: "AWS::NoValue" },
  });
});

describe("the gateway", () => {
  test("the gateway's own throttle stands in front", () => {
    const stages = resourcesOfType(template, "AWS::ApiGatewayV2::Stage", shapes.anyShape);
    expect([...stages.values()]).toMatchObject([
      { DefaultRouteSettings: { ThrottlingRateLimit: 200, ThrottlingBurstLimit: 500 } },
    ]);
  });

  test("sends every method and path to the relay", () => {
    const routes = resourcesOfType(template, "AWS::ApiGatewayV2::Route", shapes.anyShape);
    expect([...routes.values()].map((route) => route.RouteKey)).toEqual(["$default"]);
  });

  test("writes no access log, because the path of a hook holds a key", () => {
    expect(JSON.stringify(template)).not.toMatch(/AccessLog/i);
  });
});

describe("the schedule", () => {
  const neverLate = { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 };

  test("is started every minute and not again for the same minute", () => {
    const rules = resourcesOfType(template, "AWS::Events::Rule", shapes.anyShape);
    expect([...rules.values()]).toMatchObject([
      {
        ScheduleExpression: "rate(1 minute)",
        State: "ENABLED",
        Targets: [
          { Arn: { "Fn::GetAtt": ["ScheduleLambdaFunction", "Arn"] }, RetryPolicy: neverLate },
        ],
      },
    ]);
  });

  test("is not retried by Lambda either", () => {
    const configs = resourcesOfType(template, "AWS::Lambda::EventInvokeConfig", shapes.anyShape);
    const ofSchedule = { FunctionName: { Ref: "ScheduleLambdaFunction" }, ...neverLate };
    expect([...configs.values()]).toMatchObject([ofSchedule]);
    const schedule = functions.get("ScheduleLambdaFunction");
    expect(schedule).toMatchObject({ Timeout: 70 });
  });

  test("has Lambda's least memory, since it is paid for most of every minute", () => {
    expect(functions.get("ScheduleLambdaFunction")).toMatchObject({ MemorySize: 128 });
  });
});

test("every reference names a resource of the template", () => {
  const ids = Object.keys(template.Resources);
  expect(referencesIn(template.Resources).filter((id) => !ids.includes(id))).toEqual([]);
});

test("AWS's own schema finds no fault in it: names and types are right and no text is empty", async () => {
  expect(await findTemplateFaults(template)).toEqual([]);
});

test("the schema would find a wrong name, a wrong type, a missing property and an empty text", async () => {
  const broken = structuredClone(template);
  Object.assign(broken.Resources["RelayFailedAlarm"]?.Properties ?? {}, {
    Periods: 60,
    Period: "a minute",
    ComparisonOperator: "",
    Dimensions: [{ Name: "FunctionName" }],
  });
  expect(await findTemplateFaults(broken)).toEqual([
    "RelayFailedAlarm.Dimensions.0.Value is missing",
    "RelayFailedAlarm.Period is not of type integer",
    "RelayFailedAlarm.ComparisonOperator is empty",
    "RelayFailedAlarm.Periods is no property",
  ]);
});
