import * as z from "zod/mini";

export const arnOf = z.object({ "Fn::GetAtt": z.tuple([z.string(), z.literal("Arn")]) });

export const functionShape = z.looseObject({
  FunctionName: z.string(),
  Handler: z.string(),
  Role: arnOf,
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }),
});

export const roleShape = z.looseObject({
  Policies: z.array(z.object({ PolicyDocument: z.object({ Statement: z.unknown() }) })),
});

export const permissionShape = z.object({
  FunctionName: arnOf,
  Principal: z.string(),
  SourceArn: z.unknown(),
});

export const logGroupShape = z.object({ LogGroupName: z.string(), RetentionInDays: z.number() });

export const anyShape = z.looseObject({});
