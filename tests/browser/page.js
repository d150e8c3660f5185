// Finds things on a page by the words that a person would use. Comes before each question that
// the journeys ask; see browser.rs. Throws, with what there is instead, when it finds not exactly
// one.

function said(text) {
  return (text ?? "").replace(/\s+/g, " ").trim();
}

function isShown(element) {
  return element.checkVisibility({ visibilityProperty: true });
}

// The accessible name: what a screen reader would call it.
function nameOf(element) {
  const byId = (element.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter(Boolean);
  const candidates = [
    byId.map((id) => document.getElementById(id)?.textContent ?? "").join(" "),
    element.getAttribute("aria-label"),
    [...(element.labels ?? [])].map((label) => label.textContent).join(" "),
    element.matches("input[type=submit], input[type=button]") ? element.value : "",
    element.matches("input, select, textarea") ? "" : element.innerText || element.textContent,
    element.querySelector("img")?.alt,
    element.querySelector("svg title")?.textContent,
    element.getAttribute("title"),
  ];
  return said(candidates.find((it) => said(it) !== ""));
}

// The one element that is called so: exactly, or else the one whose name contains the words.
function theOne(elements, name) {
  const exact = elements.filter((it) => nameOf(it) === name);
  const found = exact.length > 0 ? exact : elements.filter((it) => nameOf(it).includes(name));
  if (found.length !== 1) {
    const names = elements.map((it) => nameOf(it) || it.name || it.tagName).join(" | ");
    throw new Error(`${found.length} of these are called ${name}: ${names}`);
  }
  return found[0];
}

function field(name) {
  const all = [...document.querySelectorAll("input:not([type=hidden]), select, textarea")];
  const fields = all.filter(isShown);
  const byName = fields.filter((it) => it.name === name);
  return byName.length === 1 ? byName[0] : theOne(fields, name);
}

// An option of the group of options that is called so.
function choice(group, name) {
  const groups = [...document.querySelectorAll("fieldset")];
  const found = groups.filter((it) => said(it.querySelector("legend")?.innerText).includes(group));
  if (found.length !== 1) throw new Error(`${found.length} groups are called ${group}`);
  return theOne([...found[0].querySelectorAll("input")], name);
}

// Scrolled to where nothing that sticks to an edge of the window lies over it.
function inSight(element) {
  element.scrollIntoView({ block: "center", behavior: "instant" });
  return element;
}

const CONTROLS = "a[href], button, summary, [role=button], input[type=submit]";

function control(name) {
  return theOne([...document.querySelectorAll(CONTROLS)].filter(isShown), name);
}

// In the smallest row, card or section that says `beside` and has such a control.
function controlBeside(beside, name) {
  const containers = [...document.querySelectorAll("tr, li, article, fieldset, form, section, div")];
  const saying = containers.filter((it) => said(it.innerText).includes(beside));
  // In document order the innermost comes last; of two rows alike, we want to hear about both.
  const having = saying.filter((it) => controlsIn(it).some((inner) => nameOf(inner) === name));
  const innermost = having.filter((it) => !having.some((other) => other !== it && it.contains(other)));
  if (innermost.length !== 1) {
    throw new Error(`${innermost.length} rows say ${beside} and have ${name}`);
  }
  return theOne(controlsIn(innermost[0]), name);
}

function controlsIn(container) {
  return [...container.querySelectorAll(CONTROLS)].filter(isShown);
}

// Fills what cannot be typed into, or returns the field for typing.
function fill(name, value) {
  const found = field(name);
  if (found.tagName === "SELECT") {
    const options = [...found.options];
    const option =
      options.find((it) => said(it.text) === value || it.value === value) ??
      options.find((it) => said(it.text).includes(value));
    if (!option) {
      throw new Error(`${name} offers only ${options.map((it) => said(it.text)).join(" | ")}`);
    }
    found.value = option.value;
  } else if (/^(date|month|week|time|datetime-local)$/.test(found.type)) {
    // Typed dates depend on the language of the browser; their value does not.
    found.value = value;
    if (found.value !== value) throw new Error(`${name} does not take ${value}`);
  } else {
    return found;
  }
  found.dispatchEvent(new Event("input", { bubbles: true }));
  found.dispatchEvent(new Event("change", { bubbles: true }));
  return null;
}
