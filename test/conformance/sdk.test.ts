import { beforeAll, describe, expect, test } from "@jest/globals";
import { Client } from "tencentcloud-sdk-nodejs/tencentcloud/services/cls/v20201016/cls_client.js";
import { logsetId, topicId } from "../support/start-relay.ts";
import { granted, hosts, key, type Server } from "./support/start-server.ts";

const heartbeat = {
  ConsumerGroup: "orders",
  Consumer: "orders-1",
  LogsetId: logsetId,
  TopicPartitionsInfo: [{ TopicID: topicId, Partitions: [] }],
};

describe.each(hosts)("%s", (_host, start) => {
  let server: Server;
  beforeAll(async () => {
    server = await start();
  });

  const createClient = (secretId: string) =>
    new Client({
      credential: { secretId, secretKey: "anything" },
      region: "ap-guangzhou",
      profile: {
        httpProfile: { endpoint: `127.0.0.1:${server.port}`, protocol: "http://" },
      },
    });

  test("a program on Tencent's SDK renews a lease by its endpoint alone", async () => {
    const before = granted(server);
    const answer = await createClient(key).SendConsumerHeartbeat(heartbeat);
    expect(answer).toMatchObject({ ConsumerGroup: "orders" });
    expect(granted(server)).toBe(before + 1);
  });

  test("and with a key that is unknown is refused in Tencent's words", async () => {
    const before = granted(server);
    const calling = createClient("unknown").SendConsumerHeartbeat(heartbeat);
    await expect(calling).rejects.toMatchObject({ code: "AuthFailure.SecretIdNotFound" });
    expect(granted(server)).toBe(before);
  });
});
