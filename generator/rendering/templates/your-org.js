"use strict";
// The reader's own org and progress on a guide's page. Everything stays in this browser.
(() => {
  const panel = document.getElementById("your-org");
  if (!panel) return;
  const { Run, storage, refusal } = GuideRun;
  const { guide, revision, platform, address: ADDRESS, word: WORD, aWord: A_WORD } = panel.dataset;
  const { addressIn, told, fault, pageUrl } = OrgFacts.ofPlatform(platform);
  const KEY = JSON.stringify(["guide-orgs/2", platform]);
  const FORMER_KEY = JSON.stringify(["guide-orgs/1", guide]);
  const NEW = "+";
  const byId = (id) => document.getElementById(id);
  const say = (words) => { byId("org-said").textContent = words; };
  const store = storage(() => say("This browser keeps nothing for this page. Export the run before you close it."));
  const form = byId("org-form");
  const fields = [...form.elements].filter((field) => field.name);
  const FIELDS = fields.map((field) => field.name);
  const typedIn = fields.filter((field) => field.name !== ADDRESS && !field.options).map((field) => field.name);
  const SHARED = { org: ADDRESS, ...Object.fromEntries(typedIn.map((key) => [key, key])) };

  // Orgs of the platform, for all its guides: {current: address, orgs: {address: answers}}; the org without an address
  // has the key "". What only another guide asks for is kept with them.

  const answersOf = (found) => Object.fromEntries(FIELDS.map((key) => [key, String(found?.[key] ?? "").trim()]));
  const isSound = (answers) => FIELDS.every((key) => !fault(key, answers[key], answers));

  function keptOrgs() {
    const found = store.kept(KEY) ?? store.kept(FORMER_KEY);
    const all = Object.values(found?.orgs ?? {}).map((kept) => ({ ...kept, ...answersOf(kept) })).filter(isSound);
    const orgs = new Map(all.map((answers) => [answers[ADDRESS], answers]));
    return { orgs, current: orgs.has(found?.current) ? found.current : orgs.keys().next().value ?? "" };
  }

  let { orgs, current } = keptOrgs();
  const answers = () => orgs.get(current) ?? answersOf({});
  const nameOf = (kept) => kept.name || kept[ADDRESS] || kept.app_name || `${A_WORD[0].toUpperCase()}${A_WORD.slice(1)} without an address`;
  const keepOrgs = () => store.keep(KEY, { current, orgs: Object.fromEntries(orgs) });

  // Steps

  const rows = [...document.querySelectorAll("article .step")].map((element) => {
    const label = element.dataset.step;
    const step = { id: element.id, content: element.dataset.hash, counted: !label.startsWith("A"), label };
    return { element, step, item: element.closest("li"), ...tickFor(element, label) };
  });
  const other = byId("other-state");
  let rowAtHand = null;
  let run = null;

  function tickFor(element, label) {
    const box = document.createElement("input");
    box.type = "checkbox";
    box.setAttribute("aria-label", `Done: step ${label}. ${element.textContent.trim().replace(/\s+/g, " ")}`);
    const tick = document.createElement("label");
    tick.className = "tick";
    tick.append(box, "Done");
    const more = document.createElement("button");
    more.type = "button";
    more.className = "more";
    more.title = "Not applicable or blocked";
    more.textContent = "⋯";
    more.setAttribute("aria-label", `Not applicable or blocked: step ${label}`);
    more.setAttribute("aria-expanded", "false");
    const state = document.createElement("span");
    state.className = "state";
    element.prepend(linkTo(element.id, label), tick, more);
    element.append(state);
    return { box, more, state };
  }

  // A link to the step: it opens there, and its address is copied.
  function linkTo(id, label) {
    const link = document.createElement("a");
    link.className = "step-link";
    link.href = `#${id}`;
    link.title = "Copy a link to this step";
    link.textContent = "#";
    link.setAttribute("aria-label", `Copy a link to step ${label}`);
    link.addEventListener("click", async () => {
      try { await navigator.clipboard.writeText(link.href); } catch { return; } // it stands in the address bar
      say("The link to the step is copied.");
      link.textContent = "✓";
      setTimeout(() => { link.textContent = "#"; }, 2000);
    });
    return link;
  }

  function openRun() {
    run = new Run({ guide, revision, org: current, steps: rows.map((row) => row.step), store });
    showName();
    byId("run-by").value = run.by;
    byId("problem-run-by").textContent = "";
    undo = [];
    closeOther();
    showSteps();
    const changed = run.changed();
    for (const { step, state, item } of rows.filter((row) => changed.includes(row.step))) {
      state.textContent = "Changed since you did it: check it again";
      item.dataset.now = "changed";
    }
  }

  // The bar and what prints name the org that is worked on.
  function showName() {
    const isKnown = orgs.has(current);
    const name = isKnown ? nameOf(answers()) : "";
    byId("run-org").textContent = name;
    for (const button of document.querySelectorAll(".run-print")) {
      button.textContent = isKnown ? `Print it filled in for ${name}` : "Print this page";
      button.hidden = !isKnown && !button.closest("#run-finish");
    }
  }

  function showSteps() {
    rows.forEach(showStep);
    showProgress();
  }

  function showStep({ step, box, state, item }) {
    const now = run.record(step).state;
    box.checked = now === "done";
    item.dataset.now = now;
    state.textContent = now === "done" ? "" : run.words(step);
  }

  // What the last action changed, so that it can be taken back.
  let undo = [];

  function change(changed, action) {
    undo = changed.map(({ step }) => [step, run.record(step)]);
    action();
    showSteps();
  }

  byId("run-undo").addEventListener("click", () => {
    for (const [step, record] of undo) run.set(step, record);
    undo = [];
    showSteps();
    byId("run-next").focus();
  });

  function showProgress() {
    const { settled, words } = run.progress();
    run.keepProgress();
    const counted = rows.filter((row) => row.step.counted);
    const next = counted.find((row) => ["open", "blocked"].includes(run.record(row.step).state));
    byId("run-progress").textContent = words;
    byId("paper-head").textContent = [byId("run-org").textContent, words].filter(Boolean).join(" · ");
    byId("run-meter").max = counted.length;
    byId("run-meter").value = settled;
    byId("run-undo").hidden = !undo.length;
    byId("run-next").textContent = next ? `${settled ? "Continue" : "Start"} at step ${next.step.label}` : "What comes next";
    byId("run-next").href = next ? `#${next.element.id}` : "#run-finish";
  }

  for (const row of rows) {
    row.box.addEventListener("change", () => {
      change([row], () => run.set(row.step, { state: row.box.checked ? "done" : "open" }));
    });
    row.more.addEventListener("click", () => toggleOther(row));
  }

  // Not applicable or blocked: one form for all steps, which opens below the step at hand

  function toggleOther(row) {
    const again = row === rowAtHand;
    closeOther();
    if (again) return;
    rowAtHand = row;
    row.element.after(other);
    row.more.setAttribute("aria-expanded", "true");
    other.hidden = false;
    byId("problem-other-reason").textContent = "";
    byId("other-reason").value = run.record(row.step).reason;
    byId("other-reason").focus();
  }

  function closeOther() {
    rowAtHand?.more.setAttribute("aria-expanded", "false");
    rowAtHand = null;
    other.hidden = true;
  }

  function reasonFault(state, reason) {
    if (state === "open") return "";
    return reason ? fault("reason", reason, {}) : "Give a reason first.";
  }

  function setOther(state) {
    const field = byId("other-reason");
    const reason = field.value.trim();
    const words = reasonFault(state, reason);
    byId("problem-other-reason").textContent = words;
    if (refusal(reason)) field.value = "";
    if (words) { field.focus(); return; }
    const row = rowAtHand;
    change([row], () => run.set(row.step, { state, reason: state === "open" ? "" : reason }));
    closeOther();
    row.more.focus();
  }

  for (const button of other.querySelectorAll("button")) {
    button.addEventListener("click", () => setOther(button.dataset.state));
  }

  // What the org says, in the steps

  const blanks = [...document.querySelectorAll("article .org[data-org]")].map((element) => [element, element.textContent]);
  const places = [...document.querySelectorAll("article .setup")].map((element) => [element, [...element.childNodes]]);

  function showOrg() {
    const said = answers();
    for (const [element, words] of blanks) {
      const text = said[element.dataset.org];
      element.textContent = text || words;
      element.classList.toggle("known", Boolean(text));
      element.dir = "auto";
    }
    Copying.show();
    for (const [element, nodes] of places) element.replaceChildren(...(current ? [setupLink(element)] : nodes));
    FIELDS.forEach((key) => { form.elements[key].value = said[key]; });
    byId("org-details").querySelector("summary").textContent = orgs.has(current) ? "Change it or share it" : `Fill in your ${WORD}`;
    for (const id of ["org-share", "org-clear"]) byId(id).hidden = !orgs.has(current);
    showSwitch();
  }

  function setupLink(element) {
    const link = document.createElement("a");
    link.href = pageUrl(current, element.dataset.setup);
    link.target = "_blank";
    link.rel = "noreferrer";
    link.textContent = `Open this page in ${current.split(".")[0]}`;
    return link;
  }

  function showSwitch() {
    const names = [...orgs].map(([domain, kept]) => [domain, nameOf(kept)]);
    const choices = orgs.has(current) ? [...names, [NEW, `Another ${WORD}…`]] : [["", `A new ${WORD}`], ...names];
    byId("org-switch").replaceChildren(...choices.map(([value, text]) => new Option(text, value)));
    byId("org-switch").value = current;
    panel.querySelector(".switch").hidden = !orgs.size;
  }

  function workOn(domain) {
    current = domain;
    showOrg();
    openRun();
  }

  function take(said) {
    const address = said[ADDRESS];
    const known = orgs.get(address);
    if (current === "" && address && !orgs.has(address)) moveTicks(address);
    if (current === "") orgs.delete("");
    orgs.set(address, { ...known, ...said });
    current = address;
    keepOrgs();
    workOn(current);
  }

  // Ticks made before the org was named are that org's.
  function moveTicks(domain) {
    const named = new Run({ ...run, org: domain });
    run.steps.forEach((step) => named.set(step, run.record(step)));
    if (run.by) named.sign(run.by);
    forget(run);
  }

  function forget(gone) {
    gone.reset();
    gone.sign("");
  }

  // The form

  function problemsIn(said) {
    const problems = FIELDS.map((key) => [key, fault(key, said[key], said)]);
    for (const [key, words] of problems) {
      byId(`problem-${key}`).textContent = words;
      form.elements[key].setAttribute("aria-invalid", String(Boolean(words)));
      if (refusal(said[key])) form.elements[key].value = "";
    }
    return problems.filter(([, words]) => words).map(([key]) => key);
  }

  function typed() {
    const said = answersOf(Object.fromEntries(new FormData(form)));
    said[ADDRESS] = addressIn(said[ADDRESS]);
    form.elements[ADDRESS].value = said[ADDRESS];
    return said;
  }

  form.elements[ADDRESS].addEventListener("change", () => {
    for (const [key, text] of Object.entries(told(typed()[ADDRESS]))) {
      if (text) form.elements[key].value = text;
    }
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const said = typed();
    const [first] = problemsIn(said);
    if (first) { form.elements[first].focus(); return; }
    take(said);
    byId("org-details").open = false;
    byId("org-details").querySelector("summary").focus();
    say(`The steps now show your ${WORD}.`);
  });

  byId("org-switch").addEventListener("change", ({ target }) => {
    const isNew = target.value === NEW;
    workOn(isNew ? "" : target.value);
    if (isNew) { byId("org-details").open = true; form.elements[ADDRESS].focus(); } else keepOrgs();
    say("");
  });

  byId("org-clear").addEventListener("click", () => {
    if (!confirm(`Remove this ${WORD} and its ticks in all guides from this browser?`)) return;
    Run.dropAll(store, ({ org }) => org === current);
    orgs.delete(current);
    workOn(orgs.keys().next().value ?? "");
    keepOrgs();
    say(`The ${WORD} is forgotten.`);
  });

  byId("forget-all").addEventListener("click", () => {
    if (!confirm(`Remove every ${WORD} and every tick of all guides from this browser?`)) return;
    Run.dropAll(store, () => true);
    store.keys('["guide-orgs/').forEach(store.drop);
    orgs.clear();
    workOn("");
    say("Nothing is kept here any more.");
  });

  // A link that carries an org is offered, never taken unasked

  byId("org-share").addEventListener("click", async () => {
    const said = answers();
    const parts = Object.entries(SHARED).filter(([, key]) => said[key]).map(([name, key]) => [name, said[key]]);
    const link = `${location.href.split("#")[0]}#${new URLSearchParams(parts.length ? parts : [["org", ""]])}`;
    try { await navigator.clipboard.writeText(link); say("The link is copied. It carries what you filled in, and no ticks."); } catch { say(link); }
  });

  function offerFromLink() {
    const parts = new URLSearchParams(location.hash.slice(1));
    if (!Object.keys(SHARED).some((name) => parts.has(name))) return;
    history.replaceState(null, "", location.pathname + location.search);
    const said = answersOf(Object.fromEntries(Object.entries(SHARED).map(([name, key]) => [key, parts.get(name) ?? ""])));
    Object.assign(said, told(said[ADDRESS]));
    if (!isSound(said)) { say(`The link carries ${A_WORD} that cannot be right. It was ignored.`); return; }
    const words = Object.values(SHARED).map((key) => said[key]).filter(Boolean).join(", ");
    byId("org-offer").querySelector("p").textContent = `The link you opened carries ${A_WORD}: ${words}.${orgs.has(current) ? ` You are working on ${current || "another"}.` : ""}`;
    byId("org-offer").hidden = false;
    byId("offer-take").onclick = () => { byId("org-offer").hidden = true; take(said); };
    byId("offer-leave").onclick = () => { byId("org-offer").hidden = true; };
  }

  // Who ticks

  byId("run-by").addEventListener("input", ({ target }) => {
    const words = fault("by", target.value.trim(), {});
    byId("problem-run-by").textContent = words;
    target.setAttribute("aria-invalid", String(Boolean(words)));
    if (!refusal(target.value)) { run.sign(words ? "" : target.value); return; }
    run.unsign(target.value);
    target.value = "";
    showSteps();
  });

  // The run's file

  for (const button of document.querySelectorAll(".run-export")) {
    button.addEventListener("click", () => run.download(`${current || "run"}-${guide}.json`));
  }
  for (const button of document.querySelectorAll(".run-print")) button.addEventListener("click", () => print());

  byId("run-reset").addEventListener("click", () => {
    if (!confirm(`Remove all ticks of this ${WORD} from this browser?`)) return;
    change(rows, () => run.reset());
    say("All ticks are removed.");
  });

  byId("run-import").addEventListener("change", async ({ target }) => {
    const [file] = target.files;
    try {
      const found = await RunImport.read(file, run);
      const other = found.org !== current && found.org !== "";
      if (other && !confirm(`This run is of “${found.org}”. Take its ticks for ${current || `the ${WORD} at hand`}?`)) return;
      say(RunImport.take(found, run));
      showSteps();
    } catch (problem) {
      say(`${problem.message} Nothing was taken over.`);
    } finally {
      target.value = "";
    }
  });

  addEventListener("beforeprint", () => { document.querySelectorAll("article details").forEach((box) => { box.open = true; }); });
  addEventListener("hashchange", offerFromLink);

  // Links and focus land below the bar, however many lines it has.
  new ResizeObserver(([{ target }]) => {
    document.documentElement.style.setProperty("--run-bar", `${target.offsetHeight}px`);
  }).observe(byId("run-bar"));

  panel.hidden = byId("run-bar").hidden = byId("run-finish").hidden = false;
  workOn(current);
  offerFromLink();
})();
