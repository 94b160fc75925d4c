const logsetId = "6f6ded3f-948c-4616-9c7c-956a95d8c1a3";
const topicId = "8c1a36f6-9c7c-4616-948c-ded3f956a95d";

/** What a page fills in before anybody types: the first heartbeat of a consumer, as `npm start` prints it. */
export const firstHeartbeat = {
  consumerGroup: "orders",
  consumer: "orders-1",
  logsetId,
  topics: [topicId],
};

export const tencentHeartbeat = {
  ConsumerGroup: "orders",
  Consumer: "orders-1",
  LogsetId: logsetId,
  TopicPartitionsInfo: [{ TopicID: topicId, Partitions: [0, 1] }],
};

/** Another consumer than the first: two heartbeats of one are a fault of a batch. */
export const batch = {
  heartbeats: [firstHeartbeat, { ...firstHeartbeat, consumer: "orders-2" }],
};

export const renewed = {
  ...firstHeartbeat,
  topics: { [topicId]: [0, 1] },
  added: { [topicId]: [0, 1] },
  revoked: {},
  sendNext: { [topicId]: [0, 1] },
  requestId: "c46c7cc2-ef57-41cc-840a-b8757b9b6473",
  nextBeatInMs: 17466,
};
