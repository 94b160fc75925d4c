import { afterAll } from "@jest/globals";
import type { Browser } from "playwright-core";
import { launchChromium } from "./launch-chromium.ts";

const browsers: Browser[] = [];
afterAll(async () => {
  for (const browser of browsers) await browser.close();
});

/** The machine's chromium, until the tests of the file have ended. */
export async function startChromium(): Promise<Browser> {
  const browser = await launchChromium();
  browsers.push(browser);
  return browser;
}
