const { createHandler } = require("./by-hand.cjs");
const {
  Client,
} = require("tencentcloud-sdk-nodejs/tencentcloud/services/cls/v20201016/cls_client");

exports.handler = createHandler(Client);
