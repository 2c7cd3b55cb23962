"use strict";
// Reads an exported run into the one at hand, and says in words what it did.
globalThis.RunImport = (() => {
  const MAX_BYTES = 1_000_000;
  const LENGTHS = { by: 80, at: 40, reason: 500 };
  const isObject = (found) => typeof found === "object" && found !== null && !Array.isArray(found);
  const isText = (found, length) => typeof found === "string" && found.length <= length;

  // The names in a file, which messages may repeat.
  function nameFault({ guide, org, revision, steps }) {
    const names = [guide, org, revision, ...(isObject(steps) ? Object.keys(steps) : [])];
    const kind = names.map((name) => SecretGuard.kindOf(String(name))).find(Boolean);
    return kind ? `A name in this file looks like ${kind}. Take it out of the file.` : "";
  }

  function entryFault(id, entry) {
    if (!isObject(entry) || !Object.hasOwn(GuideRun.STATES, entry.state)) return `Step “${id}” has no known state.`;
    for (const [key, length] of Object.entries(LENGTHS)) {
      const text = entry[key] ?? "";
      if (!isText(text, length)) return `“${key}” of step “${id}” is no text of at most ${length} characters.`;
      const kind = SecretGuard.kindOf(text);
      if (kind) return `“${key}” of step “${id}” looks like ${kind}. Take it out of the file.`;
    }
    return entry.at && Number.isNaN(Date.parse(entry.at)) ? `“at” of step “${id}” is no date.` : "";
  }

  function faultOf(found, run) {
    if (!isObject(found) || found.format !== GuideRun.FORMAT) return `This is no exported run (${GuideRun.FORMAT}).`;
    const badName = nameFault(found);
    if (badName) return badName;
    if (found.guide !== run.guide) return `This run is of another guide: “${String(found.guide).slice(0, 80)}”.`;
    if (!isText(found.org, 200)) return "This run’s “org” is no text of at most 200 characters.";
    if (!isText(found.revision, 40) || !isObject(found.steps)) return "This run is incomplete.";
    const faults = Object.entries(found.steps).map(([id, entry]) => entryFault(id.slice(0, 80), entry));
    return faults.find(Boolean) ?? "";
  }

  // Throws an Error whose message is for the reader; nothing is taken from a file that has a fault.
  async function read(file, run) {
    if (file.size > MAX_BYTES) throw new Error("This file is too large for a run.");
    let found = null;
    try { found = JSON.parse(await file.text()); } catch { throw new Error("This file is no JSON."); }
    const fault = faultOf(found, run);
    if (fault) throw new Error(fault);
    return found;
  }

  // A tick here is never taken back, and of two that disagree the one here stays.
  function take(found, run) {
    const tally = { taken: [], changed: [], differing: [], unknown: [] };
    for (const [id, entry] of Object.entries(found.steps)) {
      const step = run.steps.find((other) => other.id === id);
      const here = step && run.record(step).state;
      if (!step) tally.unknown.push(id);
      else if (entry.state === "open" || entry.state === here) continue;
      else if (entry.content !== step.content) tally.changed.push(step);
      else if (here !== "open") tally.differing.push(step);
      else { run.set(step, { by: "", ...entry }); tally.taken.push(step); }
    }
    return words(tally);
  }

  function words({ taken, changed, differing, unknown }) {
    const list = (steps) => steps.map((step) => step.label).join(", ");
    return [
      taken.length ? `Taken over: step ${list(taken)}.` : "Nothing new was in the file.",
      changed.length && `Changed since, so to be done again: step ${list(changed)}.`,
      differing.length && `Settled otherwise here, and left as it is: step ${list(differing)}.`,
      unknown.length && `No longer in this guide: ${unknown.length} of the file’s steps.`,
    ].filter(Boolean).join(" ");
  }

  return { read, take };
})();
