import { Agent } from "node:http";

/** A keep-alive agent whose connections go to `port` here; what is signed, and `Host`, stay the endpoint's. */
export function createLoopbackAgent(port: number): Agent {
  const agent = new Agent({ keepAlive: true });
  const createConnection = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) =>
    createConnection({ ...options, host: "127.0.0.1", port }, callback);
  return agent;
}
