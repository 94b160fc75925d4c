import { hash } from "node:crypto";
import type { Services } from "../../app/services.ts";
import type { Endpoint } from "../endpoint.ts";
import { answer } from "../http-answer.ts";
import { createKeptText } from "../kept-text.ts";

/**
 * Gives the page of the board as the host keeps it. It holds no data and needs no key: a person types one in, and the page
 * reads the other routes with it.
 *
 * @see docs/board.md
 */
export function createBoardEndpoint({ readBoard }: Pick<Services, "readBoard">): Endpoint {
  const read = createKeptText(readBoard, detail);
  let policy: string | undefined;
  return {
    methods: ["GET", "HEAD"],
    beats: false,
    answer() {
      const html = read();
      policy ??= policyOf(html);
      const headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
      };
      return Promise.resolve(answer(200, html, headers));
    },
  };
}

/** Only the script and the style of the page itself, and nothing from or to elsewhere. */
function policyOf(html: string): string {
  const hashesOf = (tag: string) => {
    const texts = html.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, "gs"));
    return [...texts]
      .map(([, text = ""]) => `'sha256-${hash("sha256", text, "base64")}'`)
      .join(" ");
  };
  return [
    "default-src 'none'",
    `script-src ${hashesOf("script")}`,
    `style-src ${hashesOf("style")}`,
    "connect-src 'self'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

const detail = "This host has no board: npm run build writes board.html beside relay.cjs.";
