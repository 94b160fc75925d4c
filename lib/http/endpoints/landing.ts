import { version } from "../../base/version.ts";
import { json } from "../http-answer.ts";
import { prefersHtml } from "../headers.ts";
import { page } from "../page.ts";
import type { Endpoint } from "../endpoint.ts";

/** What is at the root for a caller that is no SDK, such as a load balancer's health check or a browser. */
export const landing: Endpoint = {
  methods: ["GET"],
  beats: false,
  answer({ request, basePath }) {
    const openApi = `${basePath}/openapi.json`;
    if (!prefersHtml(request.headers["accept"])) {
      return Promise.resolve(json(200, { status: "ok", version, openApi }, { Vary: "Accept" }));
    }
    const rows = [
      ["It runs", "It takes heartbeats for Tencent CLS over plain HTTP."],
      ["Send one", `POST ${basePath}/v1/heartbeats`],
      ["Read on", `GET ${openApi} describes every route.`],
    ] as const;
    return Promise.resolve(page({ title: "heartbeat-relay", rows }, true));
  },
};
