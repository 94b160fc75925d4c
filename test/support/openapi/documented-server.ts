import { registerHooks } from "node:module";

// Imported before `server/main.ts`. `server/host.ts` stays as it is: only what it imports as the handler is one
// whose exchanges are held to the document.
registerHooks({
  resolve(specifier, context, nextResolve) {
    const found = nextResolve(specifier, context);
    const isHandler = found.url.endsWith("/lib/http/http-handler.ts");
    if (!isHandler || !context.parentURL?.endsWith("/server/host.ts")) return found;
    return { ...found, url: new URL("documented-handler.ts", import.meta.url).href };
  },
});
