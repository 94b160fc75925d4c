// The handler that one writes by hand: the SDK, unmodified, and a client with a keep-alive agent.
const http = require("node:http");
const https = require("node:https");

/** Only the address changes: what is signed, and `Host`, stay the endpoint's. */
class LoopbackAgent extends http.Agent {
  createConnection(options, callback) {
    const { hostname: host, port } = new URL(process.env.CLS_CONNECT_TO);
    return super.createConnection({ ...options, host, port }, callback);
  }
}

/** @param {typeof import("tencentcloud-sdk-nodejs").cls.v20201016.Client} Client by whichever import. */
exports.createHandler = (Client) => {
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
  return async (event) => {
    const answer = await client.SendConsumerHeartbeat(JSON.parse(event.body));
    return { statusCode: 200, body: JSON.stringify(answer) };
  };
};
