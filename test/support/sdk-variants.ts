import { join } from "node:path";

import { build } from "esbuild";
import { replaceDeadWeight } from "../../dev/build/replace-dead-weight.ts";
import type { UpstreamConfig } from "../../lib/tencent/upstream.ts";
import type { HeartbeatClient } from "../../lib/tencent/heartbeat-client.ts";
import { ownFolder } from "./own-folder.ts";

type CreateClient = (config: UpstreamConfig) => HeartbeatClient;

const root = join(import.meta.dirname, "../..");
const entry = `
  import { createClsApi } from "./lib/tencent/cls-api.ts";
  import { createHeartbeatClient } from "./lib/tencent/heartbeat-client.ts";
  export const createClient = (config) => createHeartbeatClient(createClsApi(config));
`;
const dir = ownFolder();

/** The same client twice, on the SDK as it is published and as it is deployed. */
export const variants: readonly (readonly [string, CreateClient])[] = [
  ["as published", await bundleClient("published", [])],
  ["as deployed", await bundleClient("deployed", [replaceDeadWeight])],
];

async function bundleClient(
  name: string,
  plugins: (typeof replaceDeadWeight)[],
): Promise<CreateClient> {
  const outfile = join(dir, `${name}.cjs`);
  await build({
    absWorkingDir: root,
    stdin: { contents: entry, resolveDir: root, loader: "ts" },
    outfile,
    bundle: true,
    platform: "node",
    target: "node24",
    format: "cjs",
    plugins,
  });
  const module = (await import(outfile)) as { createClient: CreateClient };
  return module.createClient;
}
