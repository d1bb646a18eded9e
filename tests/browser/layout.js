// What can be seen of a book's page: each check returns its complaints.
"use strict";

/** Nothing is wider than the window, but in a box that scrolls by itself. */
function overflow(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const complaints = [];
    if (document.documentElement.scrollWidth > width) {
      complaints.push(`the page is ${document.documentElement.scrollWidth} px wide in ${width} px`);
    }
    const scrolls = (element) => ["auto", "scroll", "hidden"].includes(getComputedStyle(element).overflowX);
    const isBoxed = (element) => {
      for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
        if (scrolls(box)) return true;
      }
      return false;
    };
    for (const element of document.body.querySelectorAll("*")) {
      const { left, right } = element.getBoundingClientRect();
      if ((right > width + 1 || left < -1) && !isBoxed(element)) {
        complaints.push(`<${element.localName} class="${element.className}"> spans ${left} to ${right} px`);
      }
    }
    return complaints.slice(0, 5);
  });
}

/** Every image is there; the figures of a book without gnuplot may be missing. */
function images(page, figuresExpected) {
  return page.evaluate(async (expected) => {
    const complaints = [];
    for (const image of document.images) {
      const decoded = await image.decode().then(() => true, () => false);
      if (!decoded || !image.complete || image.naturalWidth === 0) complaints.push(`no image: ${image.alt}`);
      if (!image.alt) complaints.push("an image without a text");
    }
    if (expected) {
      for (const figure of document.querySelectorAll("figure:not(:has(img))")) {
        complaints.push(`not drawn: ${figure.innerText}`);
      }
    }
    return complaints;
  }, figuresExpected);
}

/** The colours are those of the reader's scheme. */
function scheme(page, wanted) {
  return page.evaluate((name) => {
    const [red, green, blue] = getComputedStyle(document.documentElement).backgroundColor.match(/\d+/g).map(Number);
    const isDark = red + green + blue < 3 * 64;
    return isDark === (name === "dark") ? [] : [`the background is rgb(${red}, ${green}, ${blue}) in ${name}`];
  }, wanted);
}

/** Each topic has all its parts and an entry in the contents. */
function topics(page) {
  return page.evaluate(() => {
    const complaints = [];
    const parts = {
      claim: ".claim", command: ".facts dd code", table: ".scroll table", figure: "figure",
      finding: ".findings li .verdict", verdict: ".overall .verdict", "source link": '.facts a[href^="#source-"]',
    };
    const articles = [...document.querySelectorAll("article")];
    if (articles.length === 0) complaints.push("no topic at all");
    for (const article of articles) {
      for (const [name, selector] of Object.entries(parts)) {
        if (!article.querySelector(selector)) complaints.push(`${article.id}: no ${name}`);
      }
      if (document.querySelectorAll(`#contents a[href="#${article.id}"]`).length !== 1) {
        complaints.push(`${article.id}: not in the contents`);
      }
    }
    for (const link of document.querySelectorAll("a[href]")) {
      const target = link.getAttribute("href");
      if (!target.startsWith("#") || !document.getElementById(target.slice(1))) {
        complaints.push(`a link leads nowhere: ${target}`);
      }
    }
    const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
    if (new Set(ids).size !== ids.length) complaints.push("an id is there twice");
    if (document.scripts.length > 0) complaints.push("a script");
    return complaints;
  });
}

/** The page speaks the language that it names; source files are left out. */
function language(page) {
  return page.evaluate(() => {
    const chinese = /\p{Script=Han}/u;
    const shown = document.body.cloneNode(true);
    shown.querySelectorAll(".code").forEach((code) => code.remove());
    const texts = [...shown.querySelectorAll("h1, h2, h3, p, dt, dd, li, th, caption, figcaption")];
    if (document.documentElement.lang === "en") {
      return texts.filter((e) => chinese.test(e.textContent)).slice(0, 5).map((e) => `Chinese: ${e.textContent}`);
    }
    const prose = [...shown.querySelectorAll("h1, h3, .claim, dt, .overall, figcaption, .findings dd:first-of-type")];
    return prose.filter((e) => !chinese.test(e.textContent)).slice(0, 5).map((e) => `not Chinese: ${e.textContent}`);
  });
}

module.exports = { overflow, images, scheme, topics, language };
