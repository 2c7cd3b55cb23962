(() => {
  "use strict";
  const form = document.getElementById("questions");
  const steps = [...form.querySelectorAll("fieldset")];
  const count = document.getElementById("count");
  const save = form.querySelector("button");
  const FILE = "scan-answers.json";
  let unsaved = false;
  const chosen = (step) => step.querySelector("input:checked");
  const answers = () => steps.filter(chosen).map((step) => {
    const { sha256, page, step: id } = step.dataset;
    return { sha256, page: Number(page), step: id, state: chosen(step).value };
  });
  const goOn = (step) => {
    const next = steps.slice(steps.indexOf(step) + 1).find((other) => !chosen(other));
    const target = next ? next.querySelector("input") : save;
    target.focus({ preventScroll: true });
    (next || save).scrollIntoView({ block: "center" });
  };
  form.addEventListener("change", () => {
    unsaved = true;
    save.disabled = false;
    count.textContent = `${answers().length} of ${steps.length} answered`;
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const step = document.activeElement.closest("fieldset") || steps.find((other) => !chosen(other));
    const choice = step && step.querySelectorAll("input")[["1", "2", "3", "4"].indexOf(event.key)];
    if (!choice) return;
    event.preventDefault();
    choice.click();
    goOn(step);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = JSON.stringify({ format: form.dataset.format, answers: answers() }, null, 2);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = FILE;
    link.click();
    URL.revokeObjectURL(link.href);
    unsaved = false;
    count.textContent = `Saved as ${FILE}. Run guide record again, and name this file together with the scans.`;
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
})();
