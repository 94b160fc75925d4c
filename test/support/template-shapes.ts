import * as z from "zod/mini";

export const arnOf = z.object({ "Fn::GetAtt": z.tuple([z.string(), z.literal("Arn")]) });

export const functionShape = z.looseObject({
  FunctionName: z.string(),
  Handler: z.string(),
  Role: arnOf,
  Environment: z.object({
    Variables: z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())])),
  }),
});

export const roleShape = z.looseObject({
  Policies: z.array(
    z.union([
      z.object({ PolicyDocument: z.object({ Statement: z.unknown() }) }),
      // Where an option is not chosen.
      z.object({ Ref: z.literal("AWS::NoValue") }),
    ]),
  ),
});

/** What a role may do. */
export function statementsOf(role: z.infer<typeof roleShape> | undefined): unknown[] {
  return (role?.Policies ?? []).flatMap((policy) =>
    "PolicyDocument" in policy ? [policy.PolicyDocument.Statement] : [],
  );
}

export const permissionShape = z.object({
  FunctionName: arnOf,
  Principal: z.string(),
  SourceArn: z.unknown(),
});

export const logGroupShape = z.object({ LogGroupName: z.string(), RetentionInDays: z.number() });

export const anyShape = z.looseObject({});

const dimensions = z.array(
  z.object({ Name: z.string(), Value: z.union([z.string(), z.object({ Ref: z.string() })]) }),
);

export const alarmShape = z.looseObject({
  Dimensions: z.optional(dimensions),
  AlarmActions: z.optional(z.array(z.string())),
  OKActions: z.optional(z.array(z.string())),
  ActionsEnabled: z.optional(z.unknown()),
  Metrics: z.optional(
    z.array(
      z.looseObject({
        Id: z.string(),
        ReturnData: z.boolean(),
        MetricStat: z.optional(
          z.looseObject({
            Metric: z.looseObject({ Namespace: z.string(), MetricName: z.string() }),
          }),
        ),
      }),
    ),
  ),
});

export const dashboardShape = z.looseObject({ DashboardBody: z.object({ "Fn::Sub": z.string() }) });

const dashboardBody = z.object({
  widgets: z.array(z.looseObject({ properties: z.looseObject({ title: z.string() }) })),
});

export function parseDashboard(body: string) {
  return z.parse(dashboardBody, JSON.parse(body));
}
