// Loaded ahead of a command by `node -r`, in words that an old Node understands too: TypeScript comes after.
const { engines } = require("../../package.json");

const [major, minor] = process.versions.node.split(".").map(Number);
const fits = engines.node.split(" || ").some((range) => {
  const [leastMajor, leastMinor] = range.match(/\d+/g).map(Number);
  return major === leastMajor ? minor >= leastMinor : range.startsWith(">=") && major > leastMajor;
});
if (!fits) {
  console.error(
    `This needs Node ${engines.node} and got ${process.versions.node}. A newer one: https://nodejs.org`,
  );
  process.exit(1);
}
