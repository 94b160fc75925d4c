import { Client } from "tencentcloud-sdk-nodejs/tencentcloud/services/cls/v20201016/cls_client.js";
import { clsBody } from "../support/beat.ts";
import type { Contender, Upstream } from "./contender.ts";
import { createLoopbackAgent } from "../../../test/support/loopback-agent.ts";

/** The bare call of the unmodified SDK, with a keep-alive agent: the baseline. */
export function createSdkContender(upstream: Upstream): Contender {
  const client = new Client({
    credential: upstream.credential,
    region: upstream.region,
    profile: {
      httpProfile: {
        endpoint: upstream.endpoint,
        protocol: "http://",
        agent: createLoopbackAgent(upstream.port),
      },
    },
  });
  return {
    name: "sdk",
    prepare: () => async () => {
      const { TopicPartitionsInfo } = await client.SendConsumerHeartbeat(clsBody);
      if (!TopicPartitionsInfo) throw new Error("the SDK brought no assignment");
    },
  };
}
