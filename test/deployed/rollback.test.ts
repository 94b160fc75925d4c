import { afterAll, expect, test } from "@jest/globals";
import { startFakeAws } from "../support/fake-aws.ts";
import { createService } from "../support/run-osls.ts";

const stack = "heartbeat-relay-prod";
const bucket = "heartbeat-relay-prod-packages";
const older = "1767225600000-2026-01-01T00:00:00.000Z";
const folder = `serverless/heartbeat-relay/prod/${older}`;
const files = [
  "compiled-cloudformation-template.json",
  "heartbeat-relay.zip",
  "serverless-state.json",
];

const event = (id: string, status: string) => `<member><EventId>${id}</EventId>
  <StackName>${stack}</StackName><LogicalResourceId>${stack}</LogicalResourceId>
  <ResourceType>AWS::CloudFormation::Stack</ResourceType><ResourceStatus>${status}</ResourceStatus></member>`;
const answer = (operation: string, result: string) => () => ({
  body: `<${operation}Response><${operation}Result>${result}</${operation}Result></${operation}Response>`,
});
const aws = await startFakeAws({
  DescribeStackResource: answer(
    "DescribeStackResource",
    `<StackResourceDetail><PhysicalResourceId>${bucket}</PhysicalResourceId></StackResourceDetail>`,
  ),
  [`GET /${bucket}/`]: () => ({
    body: `<ListBucketResult>${files
      .map((file) => `<Contents><Key>${folder}/${file}</Key></Contents>`)
      .join("")}<IsTruncated>false</IsTruncated></ListBucketResult>`,
  }),
  [`GET /${bucket}/${folder}/serverless-state.json`]: () => ({ body: "{}" }),
  DeleteChangeSet: answer("DeleteChangeSet", ""),
  CreateChangeSet: answer("CreateChangeSet", "<Id>change</Id>"),
  DescribeChangeSet: answer(
    "DescribeChangeSet",
    `<Status>CREATE_COMPLETE</Status><StackId>${stack}</StackId><Changes/>`,
  ),
  ExecuteChangeSet: answer("ExecuteChangeSet", ""),
  DescribeStackEvents: answer(
    "DescribeStackEvents",
    `<StackEvents>${event("2", "UPDATE_COMPLETE")}${event("1", "UPDATE_IN_PROGRESS")}</StackEvents>`,
  ),
});
// What is here now may be unfit: an older deployment has all of its own.
const service = await createService({ keys: [] });
afterAll(() => Promise.all([service.remove(), aws.close()]));

test("osls rollback puts the template of an older deployment back, and needs no parameter", async () => {
  const command = ["rollback", "--timestamp=1767225600000", "--stage=prod"];
  const env = { ...aws.env, SLS_AWS_MONITORING_FREQUENCY: "1" };
  const { exitCode, output } = await service.run(command, env);
  expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
  const created = aws.calls.find(({ operation }) => operation === "CreateChangeSet");
  const sent = new URLSearchParams(created?.body);
  expect(sent.get("TemplateURL")).toContain(`/${folder}/compiled-cloudformation-template.json`);
  expect(sent.getAll("Parameters.member.1.ParameterKey")).toEqual([]);
  expect(aws.calls.map(({ operation }) => operation)).toContain("ExecuteChangeSet");
});
