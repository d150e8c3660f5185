// Comforts of writing a review: kept as one types, and written without a mouse. The page works
// without this file; what it keeps, it keeps by the form's own save button.
"use strict";

for (const form of document.querySelectorAll("form[data-review]")) {
  const WAIT = 2000;
  const WAIT_AGAIN = 10000;
  const status = form.querySelector("[data-saved]");
  const version = form.elements.namedItem("version");
  const points = [...form.querySelectorAll("[name=points]")];
  const comment = form.elements.namedItem("comment");
  let timer = 0;
  let isChanged = false;
  let saving = null;

  // What the server has is the version after it; the other form of the page asks for it too.
  const save = async () => {
    clearTimeout(timer);
    if (!isChanged || "sent" in form.dataset) return;
    isChanged = false;
    const body = new URLSearchParams(new FormData(form));
    body.delete("form_id");
    const answer = await fetch(form.dataset.review, { method: "POST", body, redirect: "manual" })
      .catch(() => null);
    // A kept draft is answered by a way on, which is not followed.
    const isKept = answer !== null && answer.type === "opaqueredirect";
    if (isKept) {
      version.value = String(Number(version.value) + 1);
      for (const it of document.querySelectorAll("[data-version]")) it.value = version.value;
    }
    status.textContent = isKept ? status.dataset.saved : status.dataset.unsaved;
    if (isKept) return;
    // What is not kept has still to be kept: by itself once the way to the server is free again, or
    // with the next change where the server refused it.
    isChanged = true;
    if (answer === null || answer.status >= 500) timer = setTimeout(saveInTurn, WAIT_AGAIN);
  };
  const saveInTurn = () => {
    saving = (saving ?? Promise.resolve()).then(save);
    return saving;
  };
  form.addEventListener("input", () => {
    isChanged = true;
    clearTimeout(timer);
    timer = setTimeout(saveInTurn, WAIT);
  });

  // The weighted total out of 100, once every criterion that counts is answered; the weights add up
  // to 1000. An option brings its points along.
  const total = form.querySelector("[data-total]");
  const weighed = points.filter((it) => "weight" in it.dataset);
  const pointsOf = (it) => (it.value.trim() === "" ? NaN : Number(it.selectedOptions?.[0].dataset.points ?? it.value));
  const addUp = () => {
    const parts = weighed.map((it) => (pointsOf(it) / Number(it.dataset.full)) * Number(it.dataset.weight));
    const sum = parts.reduce((sum, it) => sum + it, 0);
    total.hidden = Number.isNaN(sum);
    total.querySelector("strong").textContent = String(Math.round(sum * 10) / 100);
  };
  form.addEventListener("input", addUp);
  addUp();

  // A digit sets the criterion and goes on; where ten is the most, 0 after 1 makes it ten.
  points.forEach((input, index) => {
    if (input.tagName !== "INPUT") return;
    const most = Number(input.dataset.full);
    input.addEventListener("focus", () => input.select());
    input.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || !/^[0-9]$/.test(event.key)) return;
      if (most > 10) return;
      event.preventDefault();
      const isTen = event.key === "0" && input.value === "1" && most === 10 && "typed" in input.dataset;
      input.value = isTen ? "10" : event.key;
      input.dataset.typed = "";
      input.dispatchEvent(new Event("input", { bubbles: true }));
      const canGrow = event.key === "1" && most === 10;
      if (Number(input.value) <= most && !canGrow) (points[index + 1] ?? comment).focus();
    });
    input.addEventListener("blur", () => delete input.dataset.typed);
  });

  // Ctrl+Enter hands it in and goes to the next.
  form.addEventListener("keydown", async (event) => {
    if (event.key !== "Enter") return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      clearTimeout(timer);
      await saving;
      form.requestSubmit();
    } else if (points.includes(event.target) && event.target.tagName !== "TEXTAREA") {
      event.preventDefault();
      (points[points.indexOf(event.target) + 1] ?? comment).focus();
    }
  });
  // Ctrl+S keeps the draft and goes to the next, unless it could not be kept.
  const next = document.querySelector("[data-next]");
  form.addEventListener("keydown", async (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    await saveInTurn();
    if (next !== null && status.textContent !== status.dataset.unsaved) location.assign(next.href);
  });
  // A draft on its way has to arrive first, or its version would be too old.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (saving !== null && !("waited" in form.dataset)) {
      event.preventDefault();
      event.stopPropagation();
      const button = event.submitter;
      form.dataset.waited = "";
      saving.then(() => form.requestSubmit(button));
    }
  });
}
