"use strict";
(() => {
  const { Run, storage, refusal } = GuideRun;
  const { guide, revision, org } = document.body.dataset;
  const byId = (id) => document.getElementById(id);
  const store = storage(() => { byId("not-kept").hidden = false; });
  const rows = [...document.querySelectorAll(".step")];
  const stepOf = new Map(rows.map((row) => {
    const { step: id, content, counted } = row.dataset;
    return [row, { id, content, counted: counted !== undefined }];
  }));
  const run = new Run({ guide, revision, org, steps: [...stepOf.values()], store });

  function show(row) {
    const step = stepOf.get(row);
    const { state, reason } = run.record(step);
    row.dataset.now = state;
    row.querySelector("input[type=checkbox]").checked = state === "done";
    row.querySelector(".state").textContent = run.words(step);
    row.querySelector(".other input").value = reason;
  }

  function showProgress() {
    const { settled, words } = run.progress();
    byId("progress").textContent = words;
    byId("meter").value = settled;
  }

  function set(row, state, reason = "") {
    run.set(stepOf.get(row), { state, reason });
    show(row);
    showProgress();
  }

  function setWithReason(row, state) {
    const field = row.querySelector(".other input");
    const reason = field.value.trim();
    const problem = row.querySelector(".problem");
    problem.textContent = "";
    if (state !== "open" && !reason) problem.textContent = "Give a reason first.";
    const refused = refusal(reason);
    if (refused) { field.value = ""; problem.textContent = refused; }
    if (problem.textContent) { field.focus(); return; }
    set(row, state, state === "open" ? "" : reason);
  }

  function reset() {
    if (!confirm("Remove all ticks and reasons of this checklist from this browser?")) return;
    run.reset();
    rows.forEach(show);
    byId("changed").hidden = true;
    showProgress();
  }

  function showChanged() {
    const changed = run.changed();
    rows.filter((row) => changed.includes(stepOf.get(row))).forEach((row) => {
      row.querySelector(".state").textContent = "Changed since you did it: check it again";
    });
    byId("changed").hidden = !changed.length;
    byId("changed").textContent = `Changed since you worked on them, and asked again: ${changed.length} of the steps.`;
  }

  for (const row of rows) {
    show(row);
    const box = row.querySelector("input[type=checkbox]");
    box.addEventListener("change", () => set(row, box.checked ? "done" : "open"));
    for (const button of row.querySelectorAll("button[data-state]")) {
      button.addEventListener("click", () => setWithReason(row, button.dataset.state));
    }
  }
  byId("by").value = run.by;
  // Refused while typing: a message that appears on leaving the field would move the box away under the pointer.
  byId("by").addEventListener("input", () => {
    const name = byId("by").value;
    const refused = refusal(name);
    byId("by-problem").textContent = refused;
    if (!refused) { run.sign(name); return; }
    byId("by").value = "";
    run.unsign(name);
    rows.forEach(show);
  });
  byId("export").addEventListener("click", () => run.download(`${org}-${guide}-run.json`));
  byId("reset").addEventListener("click", reset);
  showProgress();
  showChanged();
})();
