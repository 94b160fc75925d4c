import { execFileSync } from "node:child_process";
import { afterAll } from "@jest/globals";
import { type Browser, chromium } from "playwright-core";

const browsers: Browser[] = [];
afterAll(async () => {
  for (const browser of browsers) await browser.close();
});

/** Starts the machine's chromium; playwright-core brings none. */
export async function startChromium(): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: execFileSync("sh", ["-c", "command -v chromium"], { encoding: "utf8" }).trim(),
    // Chromium's own sandbox refuses to run as root, which is what CI is. It opens our page only.
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  browsers.push(browser);
  return browser;
}
