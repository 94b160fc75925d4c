import type { ClientRequest } from "node:http";

declare module "node:http" {
  // Node's own hook for "this request goes through that agent", which its typings leave out.
  interface Agent {
    addRequest(request: ClientRequest, ...rest: readonly unknown[]): void;
  }
}
