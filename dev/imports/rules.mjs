/**
 * What may import what: down the floors only, never in a circle, type imports included
 * (docs/decisions/layout.md). Rooms on one floor do not know each other.
 */
const floors = [
  ["http", "schedule"],
  ["app"],
  ["observe", "alive"],
  ["relay", "config"],
  ["tencent"],
  ["ledger", "heartbeat"],
  ["aws"],
  ["base"],
];

/** What the hosts may use of lib/: the rest is wired by app/. */
const doors = ["app", "http", "schedule", "config"];

const folder = (rooms) => `^lib/(?:${rooms.join("|")})/`;

const downOnly = floors.flatMap((rooms, index) =>
  rooms.map((room) => {
    const below = floors.slice(index + 1).flat();
    return {
      name: `${room}-imports-down-only`,
      severity: "error",
      from: { path: folder([room]) },
      to: { path: "^(?:lib|functions|server|dev|lab|test)/", pathNot: folder([room, ...below]) },
    };
  }),
);

export default {
  forbidden: [
    ...downOnly,
    {
      name: "no-circle",
      severity: "error",
      from: { pathNot: "^test/" },
      to: { circular: true },
    },
    {
      name: "no-file-without-a-room",
      severity: "error",
      from: { path: "^lib/", pathNot: folder(floors.flat()) },
      to: {},
    },
    {
      name: "hosts-use-the-doors",
      severity: "error",
      from: { path: "^(?:functions|server)/" },
      to: { path: "^lib/", pathNot: folder(doors) },
    },
    {
      name: "one-file-imports-the-sdk",
      severity: "error",
      from: { path: "^(?:lib|functions|server)/", pathNot: "^lib/tencent/cls-api\\.ts$" },
      to: { path: "tencentcloud-sdk-nodejs" },
    },
    {
      name: "what-is-deployed-knows-no-tool",
      severity: "error",
      from: { path: "^functions/" },
      to: { path: "^(?:server|dev|lab|test)/" },
    },
    {
      name: "only-npm-start-knows-the-stand-in",
      severity: "error",
      from: { path: "^server/", pathNot: "^server/(?:main|embedded)\\.ts$" },
      to: { path: "^(?:dev/emulator/|server/embedded)" },
    },
    {
      // It runs in a browser, and learns all else by HTTP.
      name: "the-board-knows-the-states-alone",
      severity: "error",
      from: { path: "^board/" },
      to: { path: "^(?:lib|functions|server|dev|lab|test)/", pathNot: "^lib/alive/state-of\\.ts$" },
    },
    {
      name: "the-lab-is-optional",
      severity: "error",
      from: { path: "^(?:lib|functions|server|dev|test)/" },
      to: { path: "^lab/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default"],
    },
  },
};
