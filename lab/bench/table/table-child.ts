import type { AddressInfo } from "node:net";
import dynalite from "dynalite";
import { giveOldItems } from "../../../test/support/dynamo-old-item.ts";

giveOldItems();
const server = dynalite({ createTableMs: 0 });
server.listen(0, "127.0.0.1", () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.once("disconnect", () => {
  process.exit();
});
