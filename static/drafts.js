// What is typed into a long form is kept by the server until the form is sent. A form that wants it
// has an element with data-draft, the form's name; the words to say stand beside it. Every form works
// without this file.
"use strict";

const WAIT = 1200; // milliseconds without typing

for (const note of document.querySelectorAll("[data-draft]")) {
  const form = note.closest("form");
  const key = note.dataset.draft;
  let timer, sending, last;

  const typed = () =>
    [...form.elements].filter(
      (field) => field.name && !["hidden", "file", "password", "submit", "button"].includes(field.type),
    );

  const values = () => {
    const found = {};
    for (const field of typed()) {
      const list = (found[field.name] ??= []);
      if (["checkbox", "radio"].includes(field.type) && !field.checked) continue;
      list.push(field.value);
    }
    return JSON.stringify(found);
  };

  const say = (text, ...more) => {
    note.hidden = false;
    note.replaceChildren(text, ...more);
  };

  const send = async (fields) => {
    sending?.abort();
    sending = new AbortController();
    const body = new URLSearchParams({ form_token: form.elements.form_token.value, key, fields });
    // Whoever is no longer signed in is led elsewhere, which is no success.
    const ways = { method: "POST", body, redirect: "manual", keepalive: body.toString().length < 60000 };
    return (await fetch("/drafts", { ...ways, signal: sending.signal })).ok;
  };

  const save = async () => {
    clearTimeout(timer);
    const now = values();
    if (now === last || "sent" in form.dataset) return;
    try {
      const isKept = await send(now);
      if (isKept) last = now;
      const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      say(isKept ? `${note.dataset.saved} ${time}` : note.dataset.failed);
    } catch (error) {
      if (error.name !== "AbortError") say(note.dataset.failed);
    }
  };

  const fill = (fields) => {
    for (const field of typed()) {
      const kept = fields[field.name];
      if (kept === undefined) continue;
      if (["checkbox", "radio"].includes(field.type)) field.checked = kept.includes(field.value);
      else if (field.type !== "select-multiple") field.value = kept.shift() ?? "";
      // What was filled in must not be hidden away.
      if (field.value !== field.defaultValue) field.closest("details")?.setAttribute("open", "");
    }
  };

  const discard = document.createElement("button");
  discard.type = "button";
  discard.className = "link-btn";
  discard.textContent = note.dataset.discard;
  discard.addEventListener("click", async () => {
    form.reset();
    last = values();
    note.hidden = true;
    try {
      await send("");
    } catch {
      say(note.dataset.failed);
    }
  });

  const restore = async () => {
    last = values();
    // A form that comes back with problems has what was typed in it already.
    if (document.getElementById("problems")) return;
    try {
      const answer = await fetch(`/drafts/${key}`, { redirect: "manual" });
      const draft = answer.ok ? await answer.json() : null;
      if (!draft || values() !== last) return;
      fill(draft.fields);
      if (values() === last) return;
      last = values();
      say(`${note.dataset.restored} `, discard);
    } catch {
      // Without the draft the form is as the server made it.
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  });
  form.addEventListener("change", () => {
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    sending?.abort();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });
  restore();
}
