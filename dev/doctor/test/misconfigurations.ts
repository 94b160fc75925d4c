import { cls } from "./misconfigurations/cls.ts";
import { credentials } from "./misconfigurations/credentials.ts";
import { file } from "./misconfigurations/file.ts";
import { keys } from "./misconfigurations/keys.ts";
import { network } from "./misconfigurations/network.ts";
import { place } from "./misconfigurations/place.ts";
import type { Misconfiguration } from "./misconfiguration.ts";

export const misconfigurations: readonly Misconfiguration[] = [
  ...credentials,
  ...place,
  ...file,
  ...keys,
  ...network,
  ...cls,
];
