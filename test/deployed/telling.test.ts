import { afterAll, expect, test } from "@jest/globals";
import { findTemplateFaults } from "../support/cloudformation-spec.ts";
import { packageTemplate, resourcesOfType } from "../support/package-template.ts";
import * as shapes from "../support/template-shapes.ts";

const topic = "arn:aws:sns:ap-southeast-1:123456789012:consumers";
const kept = (name: string) =>
  `{{resolve:secretsmanager:heartbeat-relay/alarms:SecretString:${name}}}`;
const { template, remove } = await packageTemplate([
  `--param=transitionsTopicArn=${topic}`,
  `--param=alarmWebhookUrl=${kept("url")}`,
  `--param=alarmWebhookSecret=${kept("secret")}`,
  "--param=alarmWebhookKey=k=1,2",
  "--param=watchdogUrl=https://ping.example/a,b?c=d&e={f}",
  "--param=scheduleEnabled=false",
]);
afterAll(remove);

const functions = resourcesOfType(template, "AWS::Lambda::Function", shapes.functionShape);
const roles = resourcesOfType(template, "AWS::IAM::Role", shapes.roleShape);

test("the function that looks is told where to tell, as it was given", () => {
  expect(functions.get("ScheduleLambdaFunction")?.Environment.Variables).toMatchObject({
    RELAY_ALARM_URL: kept("url"),
    RELAY_ALARM_FORMAT: "json",
    RELAY_ALARM_SECRET: kept("secret"),
    RELAY_ALARM_KEY: "k=1,2",
    RELAY_ALARM_TOPIC_ARN: topic,
    RELAY_WATCHDOG_URL: "https://ping.example/a,b?c=d&e={f}",
  });
});

test("the function that anybody can call has none of it", () => {
  const variables = functions.get("RelayLambdaFunction")?.Environment.Variables ?? {};
  expect(Object.keys(variables).filter((name) => /ALARM|WATCHDOG/.test(name))).toEqual([]);
});

test("only the function that looks may publish, to this topic alone", () => {
  const publishing = [...roles].flatMap(([id, role]) =>
    shapes
      .statementsOf(role)
      .filter((statement) => JSON.stringify(statement).includes("sns:"))
      .map((statement) => [id, statement]),
  );
  expect(publishing).toEqual([
    ["ScheduleRole", [{ Effect: "Allow", Action: ["sns:Publish"], Resource: topic }]],
  ]);
});

test("without scheduled heartbeats the function still looks each minute", () => {
  const rules = resourcesOfType(template, "AWS::Events::Rule", shapes.anyShape);
  expect([...rules.values()]).toMatchObject([
    { ScheduleExpression: "rate(1 minute)", State: "ENABLED" },
  ]);
  expect(functions.get("ScheduleLambdaFunction")?.Environment.Variables).toMatchObject({
    RELAY_SCHEDULE: "off",
  });
});

test("AWS's own schema finds no fault in it", async () => {
  expect(await findTemplateFaults(template)).toEqual([]);
});
