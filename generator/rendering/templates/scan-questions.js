(() => {
  "use strict";
  const form = document.getElementById("questions");
  const steps = [...form.querySelectorAll("fieldset")];
  const answers = () => steps.flatMap((step) => {
    const chosen = step.querySelector("input:checked");
    if (!chosen) return [];
    const { sha256, page, step: id } = step.dataset;
    return [{ sha256, page: Number(page), step: id, state: chosen.value }];
  });
  form.addEventListener("change", () => {
    document.getElementById("count").textContent = `${answers().length} of ${steps.length} answered`;
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = JSON.stringify({ format: form.dataset.format, answers: answers() }, null, 2);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = "scan-answers.json";
    link.click();
    URL.revokeObjectURL(link.href);
  });
})();
