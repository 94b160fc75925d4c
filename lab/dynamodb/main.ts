import { spawn } from "node:child_process";
import { once } from "node:events";
import { listeningUrl } from "../listening-url.ts";
import { runCommand } from "../run-command.ts";

const command = {
  name: "npm run rehearse:dynamodb",
  about: `Asks moto, an implementation of DynamoDB in Python, what the tests of the ledger's table otherwise ask dynalite;
both are held to the model of the table that the simulation plays with.`,
  options: {
    endpoint: {
      type: "text",
      default: "",
      help: "asks this server instead, which takes any credentials",
    },
  },
  notes: "Needs moto and what its server needs: pip install 'moto[server]'.",
} as const;

/** Every test that opens a table. */
async function runTests(endpoint: string): Promise<number> {
  const args = ["--silent", "test", "--", "--findRelatedTests", "test/support/dynamo.ts"];
  const env = { ...process.env, DYNAMODB_ENDPOINT: endpoint };
  const [code] = (await once(spawn("npm", args, { env, stdio: "inherit" }), "exit")) as [number];
  return code;
}

await runCommand(command, async ({ options: { endpoint } }) => {
  if (endpoint !== "") {
    process.exitCode = await runTests(endpoint);
    return;
  }
  const moto = spawn("moto_server", ["--host", "127.0.0.1", "--port", "0"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  try {
    process.exitCode = await runTests(await listeningUrl(moto));
  } finally {
    moto.kill();
  }
});
