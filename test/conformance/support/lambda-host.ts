import type { AddressInfo } from "node:net";
import { createFront } from "../../../server/front.ts";
import { importDocumented } from "../../support/openapi/import-documented.ts";

// Lambda's handler, as it is built, behind a socket: what a Function URL would be.
const [, , bundle = ""] = process.argv;
const front = createFront(await importDocumented(bundle));
front.listen(0, "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${(front.address() as AddressInfo).port}`);
});
