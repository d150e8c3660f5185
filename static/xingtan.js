// Small comforts. Every page works without this file; nothing here knows what a page is about.
"use strict";

// A form that is on its way cannot be sent a second time by an impatient click.
// data-again is for forms whose answer is a file, which leaves the page standing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || "again" in form.dataset) return;
  if ("sent" in form.dataset) return event.preventDefault();
  form.dataset.sent = "";
  // After the browser has taken the values, so that the pressed button is among them.
  setTimeout(() => form.querySelectorAll("button:enabled").forEach(hold));
});
const hold = (button) => {
  button.disabled = true;
  button.dataset.held = "";
};
// Back in the browser's history: the forms may be sent again.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  document.querySelectorAll("button[data-held]").forEach((button) => {
    button.disabled = false;
    delete button.dataset.held;
  });
});

// An open menu closes by Escape and by a click elsewhere.
for (const name of ["click", "keydown"]) {
  document.addEventListener(name, (event) => {
    if (name === "keydown" && event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (name === "keydown" || !menu.contains(event.target)) menu.open = false;
    }
  });
}

// The first thing to hear and see after a refused form is what is wrong with it.
document.getElementById("problems")?.focus();

// Files may be dropped anywhere on their field.
for (const drop of document.querySelectorAll(".drop")) {
  const input = drop.querySelector("input[type=file]");
  for (const [name, isOver] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", isOver);
      if (name === "drop" && event.dataTransfer.files.length > 0) {
        input.files = event.dataTransfer.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
  }
}

// <input type="checkbox" data-all="ids"> ticks every checkbox of that name in its form or page.
for (const all of document.querySelectorAll("input[data-all]")) {
  const scope = all.closest("form") ?? document;
  const boxes = [...scope.querySelectorAll(`input[type=checkbox][name="${all.dataset.all}"]`)];
  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = boxes.length > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  for (const box of boxes) box.addEventListener("change", show);
  show();
}

// Cards on the phone take the meaning of a table from some screen readers: say it again.
const roles = { table: "table", thead: "rowgroup", tbody: "rowgroup", tfoot: "rowgroup", tr: "row", td: "cell" };
for (const table of document.querySelectorAll("table.table")) {
  for (const part of [table, ...table.querySelectorAll("thead, tbody, tfoot, tr, td")]) {
    part.setAttribute("role", roles[part.localName]);
  }
  for (const heading of table.querySelectorAll("th")) {
    heading.setAttribute("role", heading.scope === "row" ? "rowheader" : "columnheader");
  }
}

// In a queue, j and k go to the next and the previous case.
document.addEventListener("keydown", (event) => {
  if (event.key !== "j" && event.key !== "k") return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  const rows = [...document.querySelectorAll(".queue .tasks > li")];
  if (rows.length === 0) return;
  const present = rows.findIndex((row) => row.classList.contains("chosen"));
  const next = event.key === "j" ? present + 1 : Math.max(present, 1) - 1;
  rows[next]?.querySelector("a")?.click();
});

// Long work: fetch the same page again and put its main part in place of ours.
const refresh = document.querySelector('meta[name="refresh-by-script"]');
if (refresh) {
  const seconds = Number(refresh.content) || 2;
  const again = async () => {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (answer.redirected) return location.assign(answer.url);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const main = page.querySelector("main");
      if (answer.ok && main) document.querySelector("main").replaceChildren(...main.childNodes);
      // The page of finished work does not ask to be refreshed.
      if (answer.ok && !page.querySelector('meta[name="refresh-by-script"]')) return;
    } catch {
      // The server restarts or the network sleeps: try again.
    }
    setTimeout(again, seconds * 1000);
  };
  setTimeout(again, seconds * 1000);
}
