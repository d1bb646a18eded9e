// Are the checks awake? A book is broken in one place after another, and each must be noticed.
"use strict";
const { openPage } = require("./browser.js");
const layout = require("./layout.js");
const access = require("./access.js");

const style = (page, rules) => page.addStyleTag({ content: rules });
const run = (page, code) => page.evaluate(code);

const BREAKAGES = [
  ["a wide heading", layout.overflow, (page) => style(page, "h1 { width: 60rem; }")],
  ["a broken image", layout.images, (page) => run(page, () => {
    const image = new Image();
    image.alt = "broken";
    image.src = "data:image/png;base64,AAAA";
    document.body.append(image);
  })],
  ["a light page in the dark", (page) => layout.scheme(page, "dark"), () => {}],
  ["a topic that the contents leave out", layout.topics,
    (page) => run(page, () => document.querySelector("#contents ol a").removeAttribute("href"))],
  ["a topic without verdict", layout.topics, (page) => run(page, () => document.querySelector(".overall").remove())],
  ["another language", layout.language, (page) => run(page, () => {
    const wasEnglish = document.documentElement.lang === "en";
    document.querySelector(".claim").textContent = wasEnglish ? "中文" : "English";
  })],
  ["no ring around the focus", access.keyboard,
    (page) => style(page, ":focus-visible { outline: none !important; }")],
  ["contents out of the keyboard's reach", access.keyboard,
    (page) => run(page, () => document.querySelectorAll("nav a").forEach((link) => { link.tabIndex = -1; }))],
  ["weak contrast", access.accessibility, (page) => style(page, ".claim { color: #999 !important; }")],
  ["an image without a text", access.accessibility,
    (page) => run(page, () => document.querySelector("main").append(new Image()))],
  ["topics that are not printed", access.printing,
    (page) => style(page, "@media print { article { display: none; } }")],
];

/** The breakages of FILE that no check complains about. */
async function unnoticed(browser, file) {
  const complaints = [];
  const size = { width: 360, height: 740, scheme: "light" };
  for (const [name, check, breakPage] of BREAKAGES) {
    const { page, close } = await openPage(browser, file, size);
    await breakPage(page);
    if ((await check(page)).length === 0) complaints.push(`not noticed: ${name}`);
    await close();
  }
  const { page, problems, close } = await openPage(browser, file, size);
  await run(page, () => console.error("an error"));
  await run(page, () => { new Image().src = "http://127.0.0.1/image.png"; });
  await page.waitForTimeout(100);
  if (problems.length < 2) complaints.push("not noticed: an error on the console, or a request");
  await close();
  return complaints;
}

module.exports = { unnoticed };
