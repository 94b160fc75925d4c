import { execFileSync } from "node:child_process";
import { type Browser, chromium } from "playwright-core";

/** Starts the machine's chromium; playwright-core brings none. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: execFileSync("sh", ["-c", "command -v chromium"], { encoding: "utf8" }).trim(),
    // Chromium's own sandbox refuses to run as root, which is what CI is. It opens our pages only.
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
}
