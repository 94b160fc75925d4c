import { afterAll, expect, test } from "@jest/globals";
import { findTemplateFaults } from "../support/cloudformation-spec.ts";
import { packageTemplate, resourcesOfType } from "../support/package-template.ts";
import { secretArn } from "../support/secrets-manager.ts";
import * as shapes from "../support/template-shapes.ts";

const { template, remove } = await packageTemplate([`--param=credentialsAtRuntime=${secretArn}`]);
afterAll(remove);

const functions = resourcesOfType(template, "AWS::Lambda::Function", shapes.functionShape);
const roles = resourcesOfType(template, "AWS::IAM::Role", shapes.roleShape);

test.each([...functions])("%s is told where the secret is, and has no key", (_id, properties) => {
  expect(properties.Environment.Variables).toMatchObject({
    RELAY_CREDENTIALS_SECRET: secretArn,
    TENCENTCLOUD_SECRET_ID: { Ref: "AWS::NoValue" },
    TENCENTCLOUD_SECRET_KEY: { Ref: "AWS::NoValue" },
  });
});

test("no value of the secret is resolved into the template", () => {
  expect(JSON.stringify(template)).not.toContain("resolve:secretsmanager");
});

test.each([...roles])(
  "%s may read this secret, and nothing else of Secrets Manager",
  (_id, role) => {
    const ofSecrets = shapes
      .statementsOf(role)
      .filter((statement) => JSON.stringify(statement).includes("secretsmanager:"));
    expect(ofSecrets).toEqual([
      [{ Effect: "Allow", Action: ["secretsmanager:GetSecretValue"], Resource: secretArn }],
    ]);
  },
);

test("AWS's own schema finds no fault in it", async () => {
  expect(await findTemplateFaults(template)).toEqual([]);
});
