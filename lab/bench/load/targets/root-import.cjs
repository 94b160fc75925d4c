// The same handler on the import that the SDK's README shows: its root, with every service.
const http = require("node:http");
const https = require("node:https");
const { Client } = require("tencentcloud-sdk-nodejs").cls.v20201016;

/** Only the address changes: what is signed, and `Host`, stay the endpoint's. */
class LoopbackAgent extends http.Agent {
  createConnection(options, callback) {
    const { hostname: host, port } = new URL(process.env.CLS_CONNECT_TO);
    return super.createConnection({ ...options, host, port }, callback);
  }
}

const loopback = process.env.CLS_CONNECT_TO !== undefined;

const client = new Client({
  credential: {
    secretId: process.env.TENCENTCLOUD_SECRET_ID,
    secretKey: process.env.TENCENTCLOUD_SECRET_KEY,
  },
  region: process.env.TENCENTCLOUD_REGION,
  profile: {
    httpProfile: {
      endpoint: process.env.CLS_ENDPOINT,
      protocol: loopback ? "http://" : "https://",
      agent: loopback
        ? new LoopbackAgent({ keepAlive: true })
        : new https.Agent({ keepAlive: true }),
    },
  },
});

exports.handler = async (event) => {
  const answer = await client.SendConsumerHeartbeat(JSON.parse(event.body));
  return { statusCode: 200, body: JSON.stringify(answer) };
};
