import { stripTypeScriptTypes } from "node:module";

/** Jest's transformer: Node's own type stripping keeps every line and column, so no source map is needed. */
export default {
  process: (source) => ({ code: stripTypeScriptTypes(source, { mode: "strip" }) }),
};
