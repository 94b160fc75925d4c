// The page's own script, since the policy of the page allows none inside the HTML.
globalThis.SwaggerUIBundle({
  url: new URL("../openapi.json", import.meta.url).href,
  dom_id: "#docs",
  deepLinking: true,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  // A validator that would be sent the document lives elsewhere.
  validatorUrl: null,
});
