"use strict";
(() => {
  const { guide, revision, org, secret } = document.body.dataset;
  const FORMAT = "guide-run/1";
  const SECRET = new RegExp(secret);
  const STATES = { open: "", done: "Done", "not-applicable": "Not applicable", blocked: "Blocked" };
  const REFUSED = "This looks like a consumer key or secret. It was not kept. Write something else.";
  const byId = (id) => document.getElementById(id);
  const prefix = JSON.stringify([FORMAT, guide, org]).slice(0, -1) + ",";
  const steps = [...document.querySelectorAll(".step")];
  const memory = new Map();

  // Some browsers refuse localStorage to files, or are set to: the page then works without it.
  const tried = (action, otherwise) => {
    try { return action(); } catch { byId("not-kept").hidden = false; return otherwise; }
  };
  const keep = (key, value) => tried(() => localStorage.setItem(key, JSON.stringify(value)));
  const drop = (key) => tried(() => localStorage.removeItem(key));
  const keys = () => tried(() => Object.keys(localStorage).filter((key) => key.startsWith(prefix)), []);
  const kept = (key) => {
    const text = tried(() => localStorage.getItem(key), null);
    try { return JSON.parse(text); } catch { return null; }
  };

  const keyOf = (...parts) => prefix + JSON.stringify(parts).slice(1);
  const stepKey = (step) => keyOf("step", step.dataset.step, step.dataset.content);
  const looksSecret = (text) => SECRET.test(text) || SECRET.test(text.replace(/\s/g, ""));
  const text = (value) => (typeof value === "string" && !looksSecret(value) ? value : "");
  const sound = (found) => (found && Object.hasOwn(STATES, found.state)
    ? { state: found.state, by: text(found.by), at: text(found.at), reason: text(found.reason) } : null);
  const recordOf = (step) => memory.get(step.dataset.step) ?? { state: "open", by: "", at: "", reason: "" };

  function show(step) {
    const { state, by, at, reason } = recordOf(step);
    step.dataset.now = state;
    step.querySelector("input[type=checkbox]").checked = state === "done";
    const words = [STATES[state], reason, by, at && new Date(at).toLocaleString()];
    step.querySelector(".state").textContent = state === "open" ? "" : words.filter(Boolean).join(" · ");
    step.querySelector(".other input").value = reason;
  }

  function showProgress() {
    const states = steps.filter((step) => "counted" in step.dataset).map((step) => recordOf(step).state);
    const count = (state) => states.filter((other) => other === state).length;
    const settled = count("done") + count("not-applicable");
    const more = [[count("not-applicable"), "not applicable"], [count("blocked"), "blocked"]];
    const words = more.filter(([number]) => number).map(([number, word]) => `${number} ${word}`);
    byId("progress").textContent = [`${settled} of ${states.length} done`, ...words].join(" · ");
    byId("meter").value = settled;
  }

  function set(step, state, reason = "") {
    const by = looksSecret(byId("by").value) ? "" : byId("by").value.trim();
    const record = { state, by, at: new Date().toISOString(), reason };
    if (state === "open") {
      memory.delete(step.dataset.step);
      drop(stepKey(step));
    } else {
      memory.set(step.dataset.step, record);
      keep(stepKey(step), record);
    }
    show(step);
    showProgress();
  }

  function setWithReason(step, state) {
    const field = step.querySelector(".other input");
    const reason = field.value.trim();
    const problem = step.querySelector(".problem");
    problem.textContent = "";
    if (state !== "open" && !reason) problem.textContent = "Give a reason first.";
    if (looksSecret(reason)) { field.value = ""; problem.textContent = REFUSED; }
    if (problem.textContent) { field.focus(); return; }
    set(step, state, state === "open" ? "" : reason);
  }

  function run() {
    const entries = steps.map((step) => {
      const { state, by, at, reason } = recordOf(step);
      return [step.dataset.step, { state, content: step.dataset.content, by, at, reason }];
    });
    return { format: FORMAT, guide, revision, org, steps: Object.fromEntries(entries) };
  }

  function exportRun() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(run(), null, 2) + "\n"], { type: "application/json" }));
    link.download = `${org}-${guide}-run.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  function reset() {
    if (!confirm("Remove all ticks and reasons of this checklist from this browser?")) return;
    keys().filter((key) => key !== keyOf("by")).forEach(drop);
    memory.clear();
    steps.forEach(show);
    byId("changed").hidden = true;
    showProgress();
  }

  function findChanged() {
    const current = new Set(steps.map(stepKey));
    const old = new Set(keys().filter((key) => !current.has(key)).map((key) => JSON.parse(key)[4]));
    const changed = steps.filter((step) => old.has(step.dataset.step) && recordOf(step).state === "open");
    changed.forEach((step) => { step.querySelector(".state").textContent = "Changed since you did it: check it again"; });
    byId("changed").hidden = !changed.length;
    byId("changed").textContent = `Changed since you worked on them, and asked again: ${changed.length} of the steps.`;
  }

  for (const step of steps) {
    const found = sound(kept(stepKey(step)));
    if (found) memory.set(step.dataset.step, found);
    show(step);
    const box = step.querySelector("input[type=checkbox]");
    box.addEventListener("change", () => set(step, box.checked ? "done" : "open"));
    step.addEventListener("click", (event) => {
      const selected = String(getSelection());
      if (!selected && !event.target.closest("a, button, input, label, details")) box.click();
    });
    for (const button of step.querySelectorAll("button[data-state]")) {
      button.addEventListener("click", () => setWithReason(step, button.dataset.state));
    }
  }
  byId("by").value = text(kept(keyOf("by")));
  // Refused while typing: a message that appears on leaving the field would move the box away under the pointer.
  byId("by").addEventListener("input", () => {
    const refused = looksSecret(byId("by").value);
    byId("by-problem").textContent = refused ? REFUSED : "";
    if (refused) byId("by").value = ""; else keep(keyOf("by"), byId("by").value.trim());
  });
  byId("export").addEventListener("click", exportRun);
  byId("reset").addEventListener("click", reset);
  showProgress();
  findChanged();
})();
