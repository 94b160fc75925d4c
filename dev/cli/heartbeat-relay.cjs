#!/usr/bin/env node
// The package's bin, in words that an old Node understands too: it is told what it lacks.
require("./check-node.cjs");

import("./main.ts");
