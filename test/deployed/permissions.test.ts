import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { keyAttributes } from "../../lib/ledger/table/dynamo-store.ts";
import { expiryName } from "../../lib/ledger/table/store.ts";
import { packageTemplate, resourcesOfType } from "../support/package-template.ts";
import * as shapes from "../support/template-shapes.ts";

const projectDir = join(import.meta.dirname, "../..");

const { template, remove } = await packageTemplate(["--param=reservedConcurrency=20"]);
afterAll(remove);

const functions = resourcesOfType(template, "AWS::Lambda::Function", shapes.functionShape);

describe("permissions", () => {
  const roles = resourcesOfType(template, "AWS::IAM::Role", shapes.roleShape);

  test("each function has a role of its own, and there is no other IAM resource", () => {
    const used = [...functions.values()].map((properties) => properties.Role["Fn::GetAtt"][0]);
    const iam = Object.entries(template.Resources).filter(([, r]) => r.Type.startsWith("AWS::IAM"));
    expect(iam.map(([id]) => id).sort()).toEqual(used.sort());
  });

  test.each([...functions])(
    "%s may write its own log group, read and update the table of the ledger, and do nothing else",
    (_id, f) => {
      const logGroups = resourcesOfType(template, "AWS::Logs::LogGroup", shapes.logGroupShape);
      const ownLogGroup = [...logGroups].find(
        ([, group]) => group.LogGroupName === `/aws/lambda/${f.FunctionName}`,
      );
      const role = roles.get(f.Role["Fn::GetAtt"][0]);
      // Any other key, ManagedPolicyArns for one, could widen what the role may do.
      expect(Object.keys(role ?? {}).sort()).toEqual([
        "AssumeRolePolicyDocument",
        "Policies",
        "RoleName",
      ]);
      expect(shapes.statementsOf(role)).toEqual([
        [
          {
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: { "Fn::GetAtt": [ownLogGroup?.[0], "Arn"] },
          },
        ],
        [
          {
            Effect: "Allow",
            Action: ["dynamodb:GetItem", "dynamodb:UpdateItem", "dynamodb:Query"],
            Resource: { "Fn::GetAtt": ["LedgerTable", "Arn"] },
          },
        ],
      ]);
    },
  );

  test("no wildcard stands in a role", () => {
    for (const role of roles.values()) expect(JSON.stringify(role)).not.toContain("*");
  });

  test("the code calls no AWS service that would need another permission", () => {
    const files = globSync("{functions,lib}/**/*.ts", { cwd: projectDir });
    expect(files.length).toBeGreaterThan(functions.size);
    const calls = files.flatMap((file) => {
      const source = readFileSync(join(projectDir, file), "utf8");
      expect(source).not.toMatch(/from "(@aws-sdk|aws-sdk|@aws-lambda-powertools\/parameters)/);
      return source.match(/(?:DynamoDB_\d+|secretsmanager)\.[A-Z]?\w*|Action: "\w+"/g) ?? [];
    });
    // Of an operation that is named where it is asked for.
    const known = ['Action: "Publish"', "DynamoDB_20120810.", "secretsmanager.GetSecretValue"];
    expect(calls.toSorted()).toEqual(known);
  });

  test("only the gateway may call the relay, and only the rule the schedule", () => {
    const permissions = resourcesOfType(
      template,
      "AWS::Lambda::Permission",
      shapes.permissionShape,
    );
    const callers = [...permissions.values()].map((p) => [
      p.FunctionName["Fn::GetAtt"][0],
      p.Principal,
    ]);
    expect(callers.sort()).toEqual([
      ["RelayLambdaFunction", "apigateway.amazonaws.com"],
      ["ScheduleLambdaFunction", "events.amazonaws.com"],
    ]);
    for (const { SourceArn } of permissions.values()) {
      expect(JSON.stringify(SourceArn)).toMatch(/"HttpApi"|schedule-rule/);
    }
  });
});

describe("the table of the ledger", () => {
  test("is named to both functions", () => {
    for (const { Environment } of functions.values()) {
      expect(Environment.Variables).toMatchObject({ RELAY_LEDGER_TABLE: { Ref: "LedgerTable" } });
    }
  });

  test("has the key and the expiry that the code writes, and costs what is used of it", () => {
    expect(template.Resources["LedgerTable"]?.Properties).toEqual({
      TableName: "heartbeat-relay-dev-ledger",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: keyAttributes.map((name) => ({
        AttributeName: name,
        AttributeType: "S",
      })),
      KeySchema: keyAttributes.map((name, index) => ({
        AttributeName: name,
        KeyType: index === 0 ? "HASH" : "RANGE",
      })),
      TimeToLiveSpecification: { AttributeName: expiryName, Enabled: true },
    });
  });
});

test("the relay's concurrency is what the parameter reserves", () => {
  expect(functions.get("RelayLambdaFunction")).toMatchObject({
    ReservedConcurrentExecutions: "20",
  });
});
