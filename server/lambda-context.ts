import { randomUUID } from "node:crypto";
import type { Context } from "aws-lambda";

/** A context as Lambda hands one in, whose time runs out `timeoutMs` from now. */
export function createContext(functionName: string, timeoutMs: number): Context {
  const endsMs = performance.now() + timeoutMs;
  return {
    awsRequestId: randomUUID(),
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: `arn:aws:lambda:local:000000000000:function:${functionName}`,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: "local",
    memoryLimitInMB: "512",
    getRemainingTimeInMillis: () => endsMs - performance.now(),
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}
