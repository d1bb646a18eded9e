// Chromium without a network, and a page in it that reports everything that goes wrong.
"use strict";
const { chromium } = require("playwright-core");
const { pathToFileURL } = require("node:url");

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

function startBrowser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: FLAGS });
}

/** Opens FILE; `problems` grows by what the console says and by requests beyond the file. */
async function openPage(browser, file, { width, height, scheme }) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme });
  const address = pathToFileURL(file).href;
  const problems = [];
  await context.route("**/*", (route) => {
    const url = route.request().url();
    if (url.split("#")[0] === address || url.startsWith("data:")) return route.continue();
    problems.push(`asks for ${url}`);
    return route.abort();
  });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`script error: ${error.message}`));
  page.on("requestfailed", (request) => {
    problems.push(`request failed: ${request.url().slice(0, 80)} (${request.failure().errorText})`);
  });
  await page.goto(address, { waitUntil: "load" });
  return { page, problems, close: () => context.close() };
}

module.exports = { startBrowser, openPage };
