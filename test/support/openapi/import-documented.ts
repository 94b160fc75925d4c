import type { HttpHandler } from "../../../lib/http/http-handler.ts";
import { documented } from "./validate-exchange.ts";

/** The handler of a deployed function, by its file, each of whose exchanges is held to the document. */
export async function importDocumented(file: string): Promise<HttpHandler> {
  const { handler } = (await import(file)) as { readonly handler: HttpHandler };
  return documented(handler);
}
