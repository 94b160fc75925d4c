// The built-in modules that the SDK's CLS import requires, alone. Found by wrapping `Module._load` around that
// import and keeping the names for which `Module.isBuiltin` holds. `process.moduleLoadList` grows by the same
// modules, but for `internal/crypto/webcrypto`, which the SDK reaches by reading a property, not by a require.
require("node:assert");
require("node:buffer");
require("node:crypto");
require("node:events");
require("node:fs");
require("node:http");
require("node:https");
require("node:net");
require("node:os");
require("node:path");
require("node:punycode");
require("node:querystring");
require("node:readline");
require("node:stream");
require("node:tls");
require("node:tty");
require("node:url");
require("node:util");
require("node:zlib");

exports.handler = async () => ({ statusCode: 204 });
