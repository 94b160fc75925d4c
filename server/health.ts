import { get } from "node:http";
import { type Place, urlAt } from "./listen.ts";

/** A relay that takes longer to say that it runs is as good as none. */
const mostMs = 2000;

/** Whether a relay runs where this environment has one listen: what a container's HEALTHCHECK asks. */
export function isHealthy({ port, host = "127.0.0.1" }: Place): Promise<boolean> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(mostMs);
    // An agent of its own: whatever proxy the environment names is not for this.
    const request = get(`${urlAt(host, port)}/livez`, { agent: false, signal }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on("error", () => {
      resolve(false);
    });
  });
}
