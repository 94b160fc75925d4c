import { readArguments } from "../../../dev/cli/read-arguments.ts";
import { isMissing } from "./is-missing.ts";
import { howToGet, isToolName, type Tool, tools } from "./tools.ts";

const { options } = readArguments({
  name: "npm run tools",
  about: "Says which tools the tests would use that are missing here, and how to get them.",
  options: {
    apt: { type: "flag", help: "only the names of Debian's packages, for apt-get install" },
  },
});

const missing = Object.keys(tools).filter(isToolName).filter(isMissing);
for (const name of missing) {
  const { apt }: Tool = tools[name];
  if (!options.apt) console.log(`${name.padEnd(16)} ${howToGet(name)}`);
  else if (apt) console.log(apt.join("\n"));
}
