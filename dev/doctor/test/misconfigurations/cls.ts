import {
  defaults,
  logsetId,
  otherLogsetId,
  otherTopicId,
  topicId,
  type Misconfiguration,
} from "../misconfiguration.ts";

/** Of what CLS knows and allows. */
export const cls: readonly Misconfiguration[] = [
  {
    name: "the SecretId was deleted",
    world: { knows: "another SecretId" },
    expected: "secret-id-unknown",
  },
  {
    name: "the SecretId is of the other site",
    env: { CLS_ENDPOINT: "cls.tencentcloudapi.com" },
    world: { knows: "another SecretId" },
    expected: "secret-id-unknown",
  },
  {
    name: "the SecretKey is another one's",
    world: { knows: "another SecretKey" },
    expected: "signature-refused",
  },
  {
    name: "the token has run out",
    env: { TENCENTCLOUD_TOKEN: "aTokenThatHasRunOut0" },
    world: { knows: "a token" },
    expected: "token-refused",
  },
  {
    name: "the credentials may call nothing",
    world: { refuses: { code: "AuthFailure.UnauthorizedOperation" } },
    expected: "permission-denied",
  },
  {
    name: "the credentials may not look at topics",
    world: { refuses: { code: "UnauthorizedOperation", actions: ["DescribeTopics"] } },
    expected: "permission-denied",
  },
  {
    name: "the account has overdue payments",
    world: { refuses: { code: "OperationDenied.AccountIsolate" } },
    expected: "account-blocked",
  },
  {
    name: "the address is not on the account's list",
    world: { refuses: { code: "IpNotInWhitelist" } },
    expected: "address-blocked",
  },
  {
    name: "CLS is not sold in the region",
    env: { TENCENTCLOUD_REGION: "ap-jakarta" },
    world: { regions: ["ap-singapore"] },
    expected: "region-refused",
  },
  {
    name: "others use up the rate of the account",
    world: { refuses: { code: "RequestLimitExceeded.UinLimitExceeded" } },
    expected: "throttled",
  },
  {
    name: "CLS fails",
    world: { refuses: { code: "InternalError.ServerBusy" } },
    expected: "cls-failing",
  },
  {
    name: "the logset is of another region",
    world: { logsets: [otherLogsetId] },
    expected: "logset-missing",
  },
  {
    name: "the default logset is gone, and there is no alias",
    file: { keys: [{ name: "orders-api", sha256: "{digest}" }], defaults },
    world: { logsets: [] },
    expected: "logset-missing",
  },
  {
    name: "the topic was deleted",
    world: { topics: { [otherTopicId]: logsetId } },
    expected: "topic-missing",
  },
  {
    name: "the topic is in another logset",
    world: { topics: { [topicId]: otherLogsetId } },
    expected: "topic-elsewhere",
  },
  { name: "the group was never created", world: { groups: [] }, expected: "group-missing" },
  {
    name: "the group's name differs in case",
    world: { groups: [{ consumerGroup: "Orders", topicIds: [topicId] }] },
    expected: "group-missing",
  },
  {
    name: "the group does not consume the topic",
    world: { groups: [{ consumerGroup: "orders", topicIds: [otherTopicId] }] },
    expected: "group-without-topic",
  },
];
