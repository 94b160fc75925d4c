import { afterAll, describe, expect, test } from "@jest/globals";
import { states } from "../../lib/alive/state-of.ts";
import { toldKinds } from "../../lib/alive/tell/told-kind.ts";
import { createLookMetrics } from "../../lib/observe/metrics.ts";
import { errorTable } from "../../lib/heartbeat/error-table.ts";
import { packageTemplate, resourcesOfType } from "../support/package-template.ts";
import * as shapes from "../support/template-shapes.ts";

const topic = "arn:aws:sns:ap-southeast-1:123456789012:operators";
const { template, remove } = await packageTemplate();
const notifying = await packageTemplate([
  `--param=alarmTopicArn=${topic}`,
  "--param=scheduleEnabled=false",
]);
afterAll(async () => {
  await remove();
  await notifying.remove();
});

const alarms = resourcesOfType(template, "AWS::CloudWatch::Alarm", shapes.alarmShape);
const ofService = [
  { Name: "service", Value: "heartbeat-relay" },
  { Name: "stage", Value: "dev" },
];
const ofRelay = [{ Name: "FunctionName", Value: { Ref: "RelayLambdaFunction" } }];
const ofSchedule = [{ Name: "FunctionName", Value: { Ref: "ScheduleLambdaFunction" } }];

describe("an alarm", () => {
  test.each([
    ["RelayStoreFallbackAlarm", "HeartbeatRelay", "storeFallbacks", ofService],
    [
      "RelayServerErrorAlarm",
      "AWS/ApiGateway",
      "5xx",
      [{ Name: "ApiId", Value: { Ref: "HttpApi" } }],
    ],
    ["RelayFailedAlarm", "AWS/Lambda", "Errors", ofRelay],
    ["RelayNoSandboxAlarm", "AWS/Lambda", "Throttles", ofRelay],
    ["ConsumerExpiredAlarm", "HeartbeatRelay", "transitionsExpired", ofService],
    ["ConsumerContestedAlarm", "HeartbeatRelay", "transitionsContested", ofService],
    ["ScheduleFailedAlarm", "AWS/Lambda", "Errors", ofSchedule],
    ["ScheduleMissedAlarm", "AWS/Lambda", "Invocations", ofSchedule],
  ])("%s watches %s %s", (id, namespace, metric, dimensions) => {
    expect(alarms.get(id)).toMatchObject({
      Namespace: namespace,
      MetricName: metric,
      Dimensions: dimensions,
      TreatMissingData: metric === "Invocations" ? "breaching" : "notBreaching",
    });
  });

  const watched = Object.entries(errorTable).filter(([, { status }]) =>
    [424, 429].includes(status),
  );

  test.each(watched)("watches the outcome %s of the HTTP path", (code) => {
    const found = [...alarms.values()].filter((alarm) =>
      alarm.Dimensions?.some(({ Name, Value }) => Name === "outcome" && Value === code),
    );
    expect(found).toMatchObject([
      {
        Namespace: "HeartbeatRelay",
        MetricName: "beats",
        Dimensions: [
          ...ofService,
          { Name: "function", Value: { Ref: "RelayLambdaFunction" } },
          { Name: "outcome", Value: code },
        ],
      },
    ]);
  });

  test("watches the gateway's throttle by what was asked of it and reached no sandbox", () => {
    const metrics = alarms.get("GatewayThrottledAlarm")?.Metrics ?? [];
    expect(metrics.filter(({ ReturnData }) => ReturnData)).toMatchObject([
      { Expression: "FILL(requests, 0) - FILL(invocations, 0) - FILL(throttles, 0)" },
    ]);
    const watches = metrics.flatMap(({ Id, MetricStat }) =>
      MetricStat ? `${Id}: ${MetricStat.Metric.Namespace} ${MetricStat.Metric.MetricName}` : [],
    );
    expect(watches).toEqual([
      "requests: AWS/ApiGateway Count",
      "invocations: AWS/Lambda Invocations",
      "throttles: AWS/Lambda Throttles",
    ]);
  });

  test("is one of thirteen", () => {
    expect(alarms.size).toBe(13);
  });
});

describe("who is told", () => {
  test("nobody without a topic", () => {
    for (const { AlarmActions, OKActions = [] } of alarms.values()) {
      expect([AlarmActions, OKActions]).toEqual([[], []]);
    }
  });

  test("the topic, of every alarm and of its end, unless that says nothing of a consumer", () => {
    const found = resourcesOfType(notifying.template, "AWS::CloudWatch::Alarm", shapes.alarmShape);
    expect(found.size).toBe(alarms.size);
    for (const [id, { AlarmActions, OKActions }] of found) {
      const isOfTransition = /^Consumer/.test(id);
      expect([AlarmActions, OKActions]).toEqual([[topic], isOfTransition ? undefined : [topic]]);
    }
  });

  test("also of a schedule that is switched off, whose function looks at the consumers", () => {
    const found = resourcesOfType(notifying.template, "AWS::CloudWatch::Alarm", shapes.alarmShape);
    const muted = [...found].filter(([, alarm]) => alarm.ActionsEnabled !== undefined);
    expect(muted).toEqual([]);
  });
});

describe("the dashboard", () => {
  const [dashboard] = resourcesOfType(
    template,
    "AWS::CloudWatch::Dashboard",
    shapes.dashboardShape,
  ).values();
  const body = dashboard?.DashboardBody["Fn::Sub"] ?? "";

  test("shows the HTTP path", () => {
    const { widgets } = shapes.parseDashboard(body);
    expect(widgets.map(({ properties }) => properties.title)).toEqual([
      "Heartbeats by outcome",
      "Answers 424, 429 and 5xx",
      "Refused before the relay",
      "Milliseconds that CLS takes",
      "Sandboxes in use",
      "Not sent, and sent without the table",
      "Consumers by state",
      "Seconds left of leases",
      "Transitions",
    ]);
    expect(body).toContain('"p50"');
    expect(body).toContain('"p99"');
  });

  test("shows every state and every kind of transition, by the names that the relay writes", () => {
    const lines: string[] = [];
    const once = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, 1]));
    createLookMetrics({
      ...{ namespace: "n", service: "s", stage: "t", functionName: "f" },
      write: (_stream, line) => void lines.push(line),
    })({ states: once(states), transitions: once(toldKinds) });
    const written = Object.keys(JSON.parse(lines.join("")) as object);
    const figures = written.filter((name) => /^(?:consumers|transitions)/.test(name));
    const shown = body.match(/(?<=")(?:consumers|transitions)[A-Z]\w+/g) ?? [];
    expect(shown.toSorted()).toEqual(figures.toSorted());
    expect(body).toContain('"leaseMargin"');
  });

  test("names resources of the template, and metrics of this stage alone", () => {
    const names = [...body.matchAll(/\$\{([^}]+)\}/g)].map(([, name]) => name);
    const known = new Set([...Object.keys(template.Resources), "AWS::Region"]);
    expect(names.filter((name) => !known.has(name ?? ""))).toEqual([]);
    const ownSeries = body.match(/\["HeartbeatRelay", [^\]]*/g) ?? [];
    expect(ownSeries.length).toBeGreaterThan(2);
    for (const series of ownSeries) {
      expect(series).toContain('"service", "heartbeat-relay", "stage", "dev"');
    }
  });
});
