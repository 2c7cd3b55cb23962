"use strict";
// One org's run through one guide, kept in this browser: shared by the hosted guide and the checklist for a browser.
globalThis.GuideRun = (() => {
  const FORMAT = "guide-run/1";
  const STATES = { open: "", done: "Done", "not-applicable": "Not applicable", blocked: "Blocked" };
  const TIME = /^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/;
  const OPEN = Object.freeze({ state: "open", by: "", at: "", reason: "" });

  // Some browsers refuse localStorage to files, or are set to: the page then works without it.
  function storage(onRefusal) {
    const tried = (action, otherwise) => {
      try { return action(); } catch { onRefusal(); return otherwise; }
    };
    const drop = (key) => tried(() => localStorage.removeItem(key));
    const read = (text) => { try { return JSON.parse(text); } catch { return undefined; } };
    return {
      keep: (key, value) => tried(() => localStorage.setItem(key, JSON.stringify(value))),
      drop,
      // What is no longer whole, by whatever fault, is dropped: it could only be in the way.
      keys(prefix) {
        const keys = tried(() => Object.keys(localStorage).filter((key) => key.startsWith(prefix)), []);
        keys.filter((key) => !Array.isArray(read(key))).forEach(drop);
        return keys.filter((key) => Array.isArray(read(key)));
      },
      kept(key) {
        const value = read(tried(() => localStorage.getItem(key), null));
        if (value === undefined) drop(key);
        return value ?? null;
      },
    };
  }

  // Why a text is not kept, or nothing.
  function refusal(text) {
    const kind = SecretGuard.kindOf(text);
    return kind && `This looks like ${kind}. It was not kept. Write something else.`;
  }

  // `steps` are {id, content, counted}; `content` is the step's hash, so that a step that changed is asked again.
  class Run {
    constructor({ guide, revision, org, steps, store }) {
      Object.assign(this, { guide, revision, org, steps, store });
      this.prefix = JSON.stringify([FORMAT, guide, org]).slice(0, -1) + ",";
      this.records = new Map();
      const by = store.kept(this.key("by"));
      this.by = typeof by === "string" && !refusal(by) ? by : "";
      for (const step of steps) {
        const found = this.sound(store.kept(this.stepKey(step)));
        if (found) this.records.set(step.id, found);
      }
    }

    key(...parts) { return this.prefix + JSON.stringify(parts).slice(1); }

    stepKey(step) { return this.key("step", step.id, step.content); }

    sound(found) {
      const text = (value) => (typeof value === "string" && !refusal(value) ? value : "");
      const time = (value) => (TIME.test(value) && !Number.isNaN(Date.parse(value)) ? value : "");
      return found && Object.hasOwn(STATES, found.state)
        ? { state: found.state, by: text(found.by), at: time(found.at), reason: text(found.reason) } : null;
    }

    // Whoever ticks from now on: with each tick until another name is given, and kept as the ticks are.
    sign(name) {
      this.by = name.trim();
      if (this.by) this.store.keep(this.key("by"), this.by); else this.store.drop(this.key("by"));
    }

    // A name that turns out to be the beginning of a secret is taken back from the steps that were ticked meanwhile.
    unsign(secret) {
      this.sign("");
      for (const step of this.steps) {
        const record = this.record(step);
        if (record.by && secret.trim().startsWith(record.by)) this.set(step, { ...record, by: "" });
      }
    }

    record(step) { return this.records.get(step.id) ?? OPEN; }

    set(step, { state, by = this.by, at = new Date().toISOString(), reason = "" }) {
      if (state === "open") {
        this.records.delete(step.id);
        this.store.drop(this.stepKey(step));
      } else {
        this.records.set(step.id, { state, by, at, reason });
        this.store.keep(this.stepKey(step), this.record(step));
      }
    }

    words(step) {
      const { state, by, at, reason } = this.record(step);
      const parts = [STATES[state], reason, by, at && new Date(at).toLocaleString()];
      return state === "open" ? "" : parts.filter(Boolean).join(" · ");
    }

    progress() {
      const states = this.steps.filter((step) => step.counted).map((step) => this.record(step).state);
      const count = (state) => states.filter((other) => other === state).length;
      const settled = count("done") + count("not-applicable");
      const more = [[count("not-applicable"), "not applicable"], [count("blocked"), "blocked"]];
      const others = more.filter(([number]) => number).map(([number, word]) => `${number} ${word}`);
      return { settled, words: [`${settled} of ${states.length} done`, ...others].join(" · ") };
    }

    // How far the run is, for a page that knows none of its steps.
    keepProgress() {
      const key = this.key("progress");
      if (this.records.size) this.store.keep(key, this.progress().words); else this.store.drop(key);
    }

    // What is kept of all runs in this browser: {guide, org, part, key}.
    static allKept(store) {
      return store.keys(JSON.stringify([FORMAT]).slice(0, -1)).map((key) => {
        const [, guide, org, part] = JSON.parse(key);
        return { guide, org, part, key };
      });
    }

    static dropAll(store, isMeant) {
      Run.allKept(store).filter(isMeant).forEach(({ key }) => store.drop(key));
    }

    // Steps whose earlier wording was worked on: what is kept of them has another hash in its key.
    changed() {
      const current = new Set(this.steps.map((step) => this.stepKey(step)));
      const stale = this.store.keys(this.prefix).filter((key) => !current.has(key)).map((key) => JSON.parse(key)[4]);
      return this.steps.filter((step) => stale.includes(step.id) && this.record(step) === OPEN);
    }

    reset() {
      this.store.keys(this.prefix).filter((key) => key !== this.key("by")).forEach(this.store.drop);
      this.records.clear();
    }

    document() {
      const entry = (step) => {
        const { state, by, at, reason } = this.record(step);
        return [step.id, { state, content: step.content, by, at, reason }];
      };
      const { guide, revision, org, steps } = this;
      return { format: FORMAT, guide, revision, org, steps: Object.fromEntries(steps.map(entry)) };
    }

    download(name) {
      const link = document.createElement("a");
      const text = JSON.stringify(this.document(), null, 2) + "\n";
      link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    }
  }

  return { FORMAT, STATES, Run, storage, refusal };
})();
