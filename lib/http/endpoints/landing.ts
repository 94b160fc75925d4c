import { prefersHtml } from "../headers.ts";
import { page, type Page } from "../page.ts";
import type { Endpoint } from "../endpoint.ts";

/** What is at the root for who is no SDK, such as a load balancer's health check or a browser. */
export const landing: Endpoint = {
  methods: ["GET"],
  beats: false,
  answer: ({ request, basePath }) =>
    Promise.resolve(page(toPage(basePath), prefersHtml(request.headers["accept"]))),
};

function toPage(basePath: string): Page {
  return {
    title: "heartbeat-relay",
    rows: [
      ["It runs", "It takes heartbeats for Tencent CLS over plain HTTP."],
      ["Send one", `POST ${basePath}/v1/heartbeats`],
      ["Read on", `GET ${basePath}/openapi.json describes every route.`],
    ],
  };
}
