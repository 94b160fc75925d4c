import { createCredentials } from "../dev/emulator/credentials.ts";
import { startEmulator } from "../dev/emulator/server.ts";
import { createReader, type Environment } from "../lib/config/env-reader.ts";

export type Embedded = {
  readonly emulatorUrl: string;
  /** An environment in which the relay finds the stand-in and credentials for it. */
  readonly env: Environment;
};

/** Why a stand-in for CLS must not be started here, or undefined. */
export function whyNotEmbedded(env: Environment): string | undefined {
  if (createReader(env).optional("NODE_ENV") !== "production") return undefined;
  return "NODE_ENV=production: the embedded CLS is not started, since no lease is renewed there. Set the credentials.";
}

/** A consumer group that is there before anybody beats. */
type GroupThere = {
  readonly consumerGroup: string;
  readonly logsetId: string;
  readonly leaseMs: number;
};

/** Starts a stand-in for CLS in this process; at CLS itself nothing is renewed. */
export async function startEmbedded(
  env: Environment,
  groups: readonly GroupThere[] = [],
): Promise<Embedded> {
  const { optional } = createReader(env);
  const region =
    ["RELAY_REGION", "TENCENTCLOUD_REGION"].map(optional).find(Boolean) ?? "ap-guangzhou";
  const credentials = createCredentials();
  const { url } = await startEmulator({
    credentials: [credentials],
    createsGroups: true,
    existing: { groups: groups.map((group) => ({ ...group, region })) },
    onGroupCreated({ consumerGroup }) {
      console.log(
        `emulator: made the consumer group ${consumerGroup}. At CLS, create it first: npm run group -- create ${consumerGroup}`,
      );
    },
  });
  return {
    emulatorUrl: url,
    env: {
      ...env,
      TENCENTCLOUD_REGION: region,
      TENCENTCLOUD_SECRET_ID: credentials.secretId,
      TENCENTCLOUD_SECRET_KEY: credentials.secretKey,
      CLS_ENDPOINT: "cls.intl.tencentcloudapi.com",
      CLS_CONNECT_TO: url,
      // They belong to the real CLS.
      TENCENTCLOUD_SESSION_TOKEN: undefined,
      TENCENTCLOUD_TOKEN: undefined,
      TENCENTCLOUD_SECURITY_TOKEN: undefined,
      RELAY_SECRET_ID: undefined,
      RELAY_SECRET_KEY: undefined,
      RELAY_SESSION_TOKEN: undefined,
      RELAY_REGION: undefined,
      RELAY_CREDENTIALS_FILE: undefined,
      RELAY_CREDENTIALS_SECRET: undefined,
      RELAY_PROXY: undefined,
    },
  };
}
