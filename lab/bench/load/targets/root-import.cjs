// The import that the SDK's README shows: its root, with every service.
const { createHandler } = require("./by-hand.cjs");
const { Client } = require("tencentcloud-sdk-nodejs").cls.v20201016;

exports.handler = createHandler(Client);
