// Who reads by keyboard, by screen reader, or on paper: each check returns its complaints.
"use strict";
const fs = require("node:fs");

const AXE = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// What axe leaves open: a line number of one digit, which has its neighbours' colours, and what lies
// half outside of a box that scrolls, all of which a wider window shows.
const UNJUDGED = ["shortTextContent", "elmPartiallyObscured"];

/** Presses Tab until what has the focus matches SELECTOR; false if it never does. */
async function tabTo(page, selector) {
  for (let press = 0; press < 300; ++press) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((s) => document.activeElement.matches(s), selector)) return true;
  }
  return false;
}

/** Is what has the focus on the screen, with a ring around it? */
function focusShown(page) {
  return page.evaluate(() => {
    const { top, bottom } = document.activeElement.getBoundingClientRect();
    const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
    return top >= 0 && bottom <= innerHeight && outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  });
}

/** Is the element of this id at the top of the screen (or as near as the page's end allows)? */
function atTop(page, id) {
  return page.waitForFunction((target) => {
    const { top } = document.getElementById(target).getBoundingClientRect();
    const atEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
    return location.hash === `#${target}` && top < innerHeight && (Math.abs(top) < 100 || atEnd);
  }, id, { timeout: 3000 }).then(() => true, () => false);
}

/** Contents, skip link and listings work without a mouse. */
async function keyboard(page) {
  const complaints = [];
  await page.keyboard.press("Tab");
  if (!(await page.evaluate(() => document.activeElement.matches(".skip")))) complaints.push("no skip link first");
  if (!(await focusShown(page))) complaints.push("the skip link is not shown when it has the focus");
  const last = await page.evaluate(() => [...document.querySelectorAll("article")].at(-1).id);
  for (const list of ["#contents", ".side"]) {
    if (!(await page.locator(list).isVisible())) continue;
    await page.evaluate(() => { location.hash = ""; document.activeElement.blur(); scrollTo(0, 0); });
    if (!(await tabTo(page, `${list} a[href="#${last}"]`))) {
      complaints.push(`no way by Tab to the last topic in ${list}`);
      continue;
    }
    if (!(await focusShown(page))) complaints.push(`no ring around the focus in ${list}`);
    await page.keyboard.press("Enter");
    if (!(await atTop(page, last))) complaints.push(`Enter in ${list} does not lead to ${last}`);
  }
  return [...complaints, ...(await listing(page))];
}

/** From the last topic on, the next links are its own; its source link unfolds the listing. */
async function listing(page) {
  if (!(await tabTo(page, 'article:last-of-type a[href^="#source-"]'))) return ["no way by Tab to a source link"];
  await page.keyboard.press("Enter");
  const shown = await page.waitForFunction(
    () => document.querySelector(location.hash)?.checkVisibility({ contentVisibilityAuto: true }), null,
    { timeout: 3000 }).then(() => true, () => false);
  return shown ? [] : ["the source link does not unfold the listing"];
}

/** What axe-core is sure or unsure about, listings unfolded. */
async function accessibility(page) {
  await page.evaluate(() => document.querySelectorAll("details").forEach((details) => { details.open = true; }));
  await page.evaluate(AXE);
  const found = await page.evaluate((tags) => axe.run(document, {
    runOnly: { type: "tag", values: tags }, resultTypes: ["violations", "incomplete"],
  }), RULES);
  const complaints = [];
  for (const rule of [...found.violations, ...found.incomplete]) {
    const nodes = rule.nodes.filter((node) => !node.any.some((one) => UNJUDGED.includes(one.data?.messageKey)));
    if (nodes.length === 0) continue;
    const messages = nodes[0].any.map((one) => one.message).join("; ");
    complaints.push(`axe: ${rule.id}: ${nodes.length} times, first ${nodes[0].target}: ${messages || rule.help}`);
  }
  return complaints;
}

/** The page prints as a PDF with a page for each topic and one for the contents. */
async function printing(page) {
  const pdf = (await page.pdf({ format: "A4", preferCSSPageSize: true, printBackground: true })).toString("latin1");
  const pages = (pdf.match(/\/Type\s*\/Page\b/g) || []).length;
  const topics = await page.locator("article").count();
  return pdf.startsWith("%PDF") && pages > topics ? [] : [`the PDF has ${pages} pages for ${topics} topics`];
}

module.exports = { keyboard, accessibility, printing };
