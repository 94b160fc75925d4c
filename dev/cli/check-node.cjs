// Loaded ahead of a command by `node -r`, in words that an old Node understands too: TypeScript comes after.
const { engines } = require("../../package.json");

const [major, minor] = process.versions.node.split(".").map(Number);
const [leastMajor, leastMinor] = engines.node.match(/\d+/g).map(Number);
if (major < leastMajor || (major === leastMajor && minor < leastMinor)) {
  console.error(
    `This needs Node ${leastMajor}.${leastMinor} or newer; here is ${process.versions.node}. Get one from https://nodejs.org`,
  );
  process.exit(1);
}
