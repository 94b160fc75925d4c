import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createKey } from "../../../dev/key/create-key.ts";
import { createCredentials } from "../../../dev/emulator/credentials.ts";
import { DEFAULT_ENDPOINT } from "../../../dev/emulator/hosts.ts";

export type ChildEnvironment = Readonly<Record<string, string>>;

/** A folder such as a deployed function finds itself in, with all that its configuration holds. */
export type Workspace = {
  /** Where children run: `relay.config.json` is here, as it is beside the deployed function. */
  readonly directory: string;
  /** The caller's key; its digest is in `relay.config.json`. */
  readonly key: string;
  /** What a function's environment holds, Lambda's own variables and throw-away credentials among it. */
  readonly env: ChildEnvironment;
  remove(): Promise<void>;
};

export async function createWorkspace(): Promise<Workspace> {
  const directory = await mkdtemp(join(tmpdir(), "relay-bench-"));
  const { key, sha256 } = createKey();
  const file = { keys: [{ name: "bench", sha256 }] };
  await writeFile(join(directory, "relay.config.json"), JSON.stringify(file));
  const { secretId, secretKey } = createCredentials();
  const env = {
    TENCENTCLOUD_SECRET_ID: secretId,
    TENCENTCLOUD_SECRET_KEY: secretKey,
    // The limiter is on the path, and is not to slow what is measured.
    CLS_RATE_PER_SECOND: "1000000",
    TENCENTCLOUD_REGION: "ap-singapore",
    CLS_ENDPOINT: DEFAULT_ENDPOINT,
    RELAY_CONFIG: "relay.config.json",
    POWERTOOLS_SERVICE_NAME: "heartbeat-relay",
    POWERTOOLS_METRICS_NAMESPACE: "HeartbeatRelay",
    POWERTOOLS_LOG_LEVEL: "INFO",
    AWS_REGION: "ap-southeast-1",
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_NAME: "heartbeat-relay",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "512",
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    LAMBDA_TASK_ROOT: directory,
  };
  return { directory, key, env, remove: () => rm(directory, { recursive: true }) };
}
