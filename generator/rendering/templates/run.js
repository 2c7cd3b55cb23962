"use strict";
(() => {
  const { Run, storage, refusal } = GuideRun;
  const { guide, revision, org } = document.body.dataset;
  const byId = (id) => document.getElementById(id);
  const store = storage(() => { byId("not-kept").hidden = false; });
  const rows = [...document.querySelectorAll(".step")];
  const stepOf = new Map(rows.map((row) => {
    const { step: id, content, counted } = row.dataset;
    const label = row.querySelector(".name label").textContent.replace(/^Step (\S+).*/, "$1");
    return [row, { id, content, counted: counted !== undefined, label }];
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
    const isLeft = (row) => row.dataset.counted !== undefined && ["open", "blocked"].includes(run.record(stepOf.get(row)).state);
    const next = rows.find(isLeft);
    byId("next").textContent = next ? `${settled ? "Continue" : "Start"} at step ${stepOf.get(next).label}` : "What comes next";
    byId("next").href = next ? `#${next.id}` : "#finish-run";
    byId("next").hidden = false;
    byId("undo").hidden = !undo.length;
  }

  function showAll() {
    rows.forEach(show);
    showProgress();
  }

  // What the last action changed, so that it can be taken back.
  let undo = [];

  function change(changed, action) {
    undo = changed.map((row) => [stepOf.get(row), run.record(stepOf.get(row))]);
    action();
    showAll();
  }

  function set(row, state, reason = "") {
    change([row], () => run.set(stepOf.get(row), { state, reason }));
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
    change(rows, () => run.reset());
    byId("changed").hidden = true;
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
  byId("undo").addEventListener("click", () => {
    for (const [step, record] of undo) run.set(step, record);
    undo = [];
    showAll();
    byId("next").focus();
  });
  byId("import").addEventListener("change", async ({ target }) => {
    const say = (words) => { byId("said").textContent = words; };
    try {
      const found = await RunImport.read(target.files[0], run);
      if (found.org && found.org !== org && !confirm(`This run is of “${found.org}”. Take its ticks for ${org}?`)) return;
      change(rows, () => say(RunImport.take(found, run)));
    } catch (problem) {
      say(`${problem.message} Nothing was taken over.`);
    } finally {
      target.value = "";
    }
  });
  byId("print").addEventListener("click", () => print());
  addEventListener("beforeprint", () => { document.querySelectorAll(".otherwise").forEach((box) => { box.open = true; }); });
  byId("export").addEventListener("click", () => run.download(`${org}-${guide}-run.json`));
  byId("reset").addEventListener("click", reset);
  showProgress();
  showChanged();
})();
