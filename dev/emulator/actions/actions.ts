import type { Action } from "./action.ts";
import {
  createConsumerGroup,
  deleteConsumerGroup,
  describeConsumerGroups,
  modifyConsumerGroup,
} from "./groups.ts";
import { sendConsumerHeartbeat } from "./heartbeat.ts";
import { commitConsumerOffsets, describeConsumerOffsets } from "./offsets.ts";
import { describeLogsets, describeTopics } from "./resources.ts";

/** What the emulator stands in for, by `X-TC-Action`. */
export const actions: Readonly<Record<string, Action>> = {
  SendConsumerHeartbeat: sendConsumerHeartbeat,
  CreateConsumerGroup: createConsumerGroup,
  ModifyConsumerGroup: modifyConsumerGroup,
  DeleteConsumerGroup: deleteConsumerGroup,
  DescribeConsumerGroups: describeConsumerGroups,
  CommitConsumerOffsets: commitConsumerOffsets,
  DescribeConsumerOffsets: describeConsumerOffsets,
  DescribeLogsets: describeLogsets,
  DescribeTopics: describeTopics,
};
