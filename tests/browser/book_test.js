// Books in Chromium at three widths, light and dark. See run.sh.
"use strict";
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { openPage, startBrowser } = require("./browser.js");
const layout = require("./layout.js");
const access = require("./access.js");
const { unnoticed } = require("./breakages.js");

const SIZES = [
  { width: 360, height: 740 },
  { width: 768, height: 1024 },
  { width: 1280, height: 800 },
];

/** Runs the course; what it leaves out (a demo that fails) is a failure here. */
function makeBook(folder, language) {
  const output = path.join(folder, language);
  const run = spawnSync(process.env.GRADUS_BINARY,
    ["demo", "--all", "--quick", "--lang", language, "--output", output], { encoding: "utf8" });
  if (run.status !== 0) throw new Error(`gradus demo --all: ${run.error || run.stderr || run.stdout}`);
  return path.join(output, "index.html");
}

async function check(browser, file, size, scheme, figuresExpected) {
  const { page, problems, close } = await openPage(browser, file, { ...size, scheme });
  const complaints = [
    ...(await layout.overflow(page)), ...(await layout.images(page, figuresExpected)),
    ...(await layout.scheme(page, scheme)), ...(await layout.topics(page)), ...(await layout.language(page)),
    ...(await access.keyboard(page)), ...(await access.accessibility(page)), ...(await layout.overflow(page)),
    ...(await access.printing(page)), ...problems,
  ];
  await close();
  return complaints;
}

/** One line, and what is wrong; the number of complaints. */
async function report(what, check) {
  const start = Date.now();
  const complaints = await check();
  console.log(`${complaints.length ? "FAILED" : "ok"} ${what} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  complaints.forEach((complaint) => console.log(`  ${complaint}`));
  return complaints.length;
}

async function checkAll(files) {
  const figuresExpected = spawnSync("gnuplot", ["--version"]).status === 0;
  const browser = await startBrowser();
  let complaints = await report("the checks notice what is broken", () => unnoticed(browser, files[0]));
  for (const file of files) {
    for (const size of SIZES) {
      for (const scheme of ["light", "dark"]) {
        complaints += await report(`${file}: ${size.width} px, ${scheme}`,
          () => check(browser, file, size, scheme, figuresExpected));
      }
    }
  }
  await browser.close();
  return complaints;
}

async function main() {
  let files = process.argv.slice(2).map((file) => path.resolve(file));
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "gradus book "));
  try {
    if (files.length === 0) files = ["en", "zh"].map((language) => makeBook(folder, language));
    process.exitCode = (await checkAll(files)) > 0 ? 1 : 0;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
