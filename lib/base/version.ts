/** The version that `GET /healthz` and the start line name; a test holds it equal to package.json. */
export const version = "0.1.0";
