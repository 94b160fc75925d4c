import type { ClientRequest } from "node:http";
import type { Socket } from "node:net";

declare module "node:http" {
  // Node's own hooks of an agent, which its typings leave out.
  interface Agent {
    readonly defaultPort: number;
    /** This request goes through that agent. */
    addRequest(request: ClientRequest, ...rest: readonly unknown[]): void;
    /** Opens a connection and counts it; it may still be connecting when it is given. */
    createSocket(
      request: { readonly timeout: number | undefined },
      options: { readonly host: string; readonly port: number },
      callback: (error: Error | null, socket?: Socket) => void,
    ): void;
  }
}
