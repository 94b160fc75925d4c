import type { GroupName } from "../groups/consumer-groups.ts";
import type { Account, Action } from "./action.ts";
import { type Fields, has, readFields, readInteger, readText, readTexts } from "./read.ts";

const settable = ["ConsumerGroup", "LogsetId", "Timeout", "Topics"];

function readName(fields: Fields, { region, resources }: Account): GroupName {
  const logsetId = readText(fields, "LogsetId");
  resources.checkLogset(logsetId);
  return { region, logsetId, consumerGroup: readText(fields, "ConsumerGroup") };
}

const readLeaseMs = (fields: Fields) => readInteger(fields, "Timeout", 1) * 1000;

export const createConsumerGroup: Action = (account, json) => {
  const fields = readFields(json, settable);
  const name = readName(fields, account);
  const topicIds = readTexts(fields, "Topics");
  account.resources.checkTopics(topicIds);
  account.groups.create(name, { leaseMs: readLeaseMs(fields), topicIds });
  return { ConsumerGroup: name.consumerGroup };
};

export const modifyConsumerGroup: Action = (account, json) => {
  const fields = readFields(json, settable);
  const topicIds = readTexts(fields, "Topics");
  account.resources.checkTopics(topicIds);
  Object.assign(account.groups.find(readName(fields, account)), {
    leaseMs: readLeaseMs(fields),
    topicIds,
  });
  return {};
};

export const deleteConsumerGroup: Action = (account, json) => {
  const fields = readFields(json, ["ConsumerGroup", "LogsetId"]);
  account.groups.remove(readName(fields, account));
  return {};
};

export const describeConsumerGroups: Action = ({ groups, resources, region }, json) => {
  const fields = readFields(json, ["LogsetId", "Topics"]);
  const logsetId = readText(fields, "LogsetId");
  resources.checkLogset(logsetId);
  const topicIds = has(fields, "Topics") ? readTexts(fields, "Topics") : [];
  return {
    ConsumerGroupsInfo: groups.describe(logsetId, topicIds, region).map((group) => ({
      ConsumerGroup: group.consumerGroup,
      Timeout: group.leaseMs / 1000,
      Topics: group.topicIds,
    })),
  };
};
