// Looks over a page for what can be seen by a program of WCAG 2.2 AA, and returns what is wrong,
// one sentence each. Comes after page.js. What only a person can judge is not here: whether a
// name is a good name, whether the order makes sense.

function accessibilityProblems() {
  const checks = [
    documentProblems,
    headingProblems,
    nameProblems,
    tableProblems,
    referenceProblems,
    widthProblems,
    targetProblems,
    contrastProblems,
  ];
  return checks.flatMap((check) => check());
}

function all(selector) {
  return [...document.querySelectorAll(selector)].filter(isShown);
}

// How a message points at an element: its opening tag, shortened.
function tag(element) {
  const words = said(element.textContent).slice(0, 30);
  return `${element.cloneNode(false).outerHTML.replace(/<\/.*$/, "").slice(0, 120)} ${words}`.trim();
}

// 2.4.2, 3.1.1, 1.3.1: a title, a language, one main part.
function documentProblems() {
  const problems = [];
  if (said(document.title) === "") problems.push("the page has no title");
  if (!/^(zh-CN|en)$/.test(document.documentElement.lang)) {
    problems.push(`html lang is "${document.documentElement.lang}", not zh-CN or en`);
  }
  const mains = all("main").length;
  if (mains !== 1) problems.push(`the page has ${mains} main elements, not one`);
  return problems;
}

// 1.3.1: one h1, and no level left out below it.
function headingProblems() {
  const headings = all("h1, h2, h3, h4, h5, h6");
  const problems = [];
  const firsts = headings.filter((it) => it.tagName === "H1").length;
  if (firsts !== 1) problems.push(`the page has ${firsts} h1, not one`);
  let level = 0;
  for (const heading of headings) {
    const next = Number(heading.tagName[1]);
    if (next > level + 1) problems.push(`h${next} after h${level}: ${tag(heading)}`);
    level = next;
  }
  return problems;
}

// 4.1.2, 1.1.1, 3.3.2: everything that does or shows something has a name.
function nameProblems() {
  const selector = "a[href], button, summary, select, textarea, iframe, input:not([type=hidden])";
  const nameless = all(selector).filter((it) => nameOf(it) === "");
  const pictures = all("svg, [role=img], img").filter(
    (it) => !it.closest("[aria-hidden=true]") && !it.parentElement.closest("svg, [role=img]"),
  );
  const mute = pictures.filter((it) => {
    if (it.tagName === "IMG") return !it.hasAttribute("alt");
    return it.getAttribute("role") !== "img" || nameOf(it) === "";
  });
  return [
    ...nameless.map((it) => `no name: ${tag(it)}`),
    ...mute.map((it) => `a picture without words, not hidden either: ${tag(it)}`),
    ...all("[tabindex]")
      .filter((it) => it.tabIndex > 0)
      .map((it) => `tabindex changes the order: ${tag(it)}`),
  ];
}

// 1.3.1: a table says what its headers are for.
function tableProblems() {
  const tables = all("table:not([role=presentation])");
  return [
    ...tables.filter((it) => !it.querySelector("th")).map((it) => `no headers: ${tag(it)}`),
    ...[...document.querySelectorAll("th")]
      .filter((it) => !/^(col|row|colgroup|rowgroup)$/.test(it.getAttribute("scope")))
      .map((it) => `a header without scope: ${tag(it)}`),
  ];
}

// 1.3.1, 3.3.1: ids are single, and what refers to one finds it; a wrong field says what is wrong.
function referenceProblems() {
  const problems = [];
  const seen = new Set();
  for (const { id } of document.querySelectorAll("[id]")) {
    if (seen.has(id)) problems.push(`two elements have the id ${id}`);
    seen.add(id);
  }
  for (const attribute of ["for", "aria-labelledby", "aria-describedby", "aria-controls"]) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      for (const id of element.getAttribute(attribute).split(/\s+/).filter(Boolean)) {
        if (!seen.has(id)) problems.push(`${attribute} points at nothing: ${tag(element)}`);
      }
    }
  }
  for (const field of all("[aria-invalid=true]")) {
    if (!field.getAttribute("aria-describedby")) problems.push(`wrong, but why: ${tag(field)}`);
  }
  return problems;
}

// 1.4.10: nobody scrolls sideways to read. A table may scroll inside its own box.
function widthProblems() {
  const { scrollWidth, clientWidth } = document.scrollingElement;
  if (scrollWidth <= clientWidth) return [];
  const inOwnBox = (element) => {
    for (let it = element.parentElement; it && it !== document.body; it = it.parentElement) {
      if (getComputedStyle(it).overflowX !== "visible") return true;
    }
    return false;
  };
  const wide = all("body *").filter(
    (it) => it.getBoundingClientRect().right > clientWidth + 1 && !inOwnBox(it),
  );
  const culprits = wide.filter((it) => !wide.some((other) => other !== it && it.contains(other)));
  const which = culprits.slice(0, 3).map(tag).join("; ");
  return [`the page is ${scrollWidth} px wide on a screen of ${clientWidth}: ${which}`];
}

// 2.5.8: a target is at least 24 by 24 CSS pixels, unless it stands in a line of text or has so
// much room around it that a circle of that size touches no other target.
function targetProblems() {
  const isInText = (it) =>
    getComputedStyle(it).display === "inline" && said(it.parentElement.innerText) !== nameOf(it);
  const targets = all("a[href], button, summary, select, input:not([type=hidden])")
    .filter((it) => !isInText(it))
    .map((it) => {
      // Pressing the label is pressing the box.
      const areas = [it, ...(it.labels ?? [])].map((area) => area.getBoundingClientRect());
      const isBig = areas.some((area) => area.width >= 23.5 && area.height >= 23.5);
      return { element: it, area: areas[0], isBig };
    })
    // A link to skip the navigation waits outside the screen.
    .filter(({ area }) => area.right > 0 && area.bottom + scrollY > 0);
  const middle = ({ x, y, width, height }) => [x + width / 2, y + height / 2];
  const isCrowdedBy = (small, other) => {
    const [x, y] = middle(small.area);
    if (!other.isBig) return Math.hypot(...middle(other.area).map((it, i) => it - [x, y][i])) < 24;
    const { left, right, top, bottom } = other.area;
    const nearest = [Math.min(Math.max(x, left), right), Math.min(Math.max(y, top), bottom)];
    return Math.hypot(nearest[0] - x, nearest[1] - y) < 12;
  };
  return targets
    .filter((it) => !it.isBig && targets.some((other) => other !== it && isCrowdedBy(it, other)))
    .map(({ element, area }) => {
      const size = `${Math.round(area.width)} × ${Math.round(area.height)} px`;
      return `a target of ${size} with others close by: ${tag(element)}`;
    });
}

// 1.4.3: text stands out from what is behind it, 4.5 to 1, or 3 to 1 when large.
function contrastProblems() {
  const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  // Lets the browser itself work out every way of writing a colour, laid over what is below.
  const paint = (colours) => {
    context.clearRect(0, 0, 1, 1);
    for (const colour of colours) {
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
    }
    return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((it) => {
      const part = it / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  // The paper under the page: white, or dark when the page says that it can be.
  const paper = document.body.appendChild(document.createElement("i"));
  paper.style.backgroundColor = "Canvas";
  const canvas = getComputedStyle(paper).backgroundColor;
  paper.remove();
  const layersBehind = (element) => {
    const layers = [];
    for (let it = element; it; it = it.parentElement) {
      const style = getComputedStyle(it);
      if (style.backgroundImage !== "none") return null; // only a person can judge a picture
      layers.unshift(style.backgroundColor);
    }
    return [canvas, ...layers];
  };
  const problems = new Map();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (said(texts.currentNode.data) === "" || !isShown(element)) continue;
    if (element.closest("svg, script, style, noscript, option, :disabled")) continue;
    const layers = layersBehind(element);
    if (layers === null) continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const [darker, lighter] = [paint(layers), paint([...layers, style.color])]
      .map(luminance)
      .sort((a, b) => a - b);
    const contrast = (lighter + 0.05) / (darker + 0.05);
    if (contrast < (isLarge ? 3 : 4.5)) {
      problems.set(`${style.color} on ${layers.at(-1)}`, `${contrast.toFixed(2)}: ${tag(element)}`);
    }
  }
  return [...problems].map(([colours, where]) => `contrast of ${colours} is only ${where}`);
}
