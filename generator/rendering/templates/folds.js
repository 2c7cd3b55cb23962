"use strict";
// On a phone what stands before the first step is folded to its head, so that the step is near. A fold opens by its
// button, and for whatever in it is linked to.
(() => {
  const steps = [...document.querySelectorAll("article .step")];
  const first = steps.find((step) => !step.dataset.step.startsWith("A"));
  const isBefore = (element) => first.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING;

  function fold(summary, ...content) {
    const box = document.createElement("details");
    const head = document.createElement("summary");
    box.className = "fold";
    head.textContent = summary;
    content[0].before(box);
    box.append(head, ...content);
  }

  function foldSteps(list) {
    const count = list.querySelectorAll(".step").length;
    fold(count === 1 ? "Show the step" : `Show the ${count} steps`, list);
  }

  function openFor(hash) {
    const target = document.getElementById(decodeURIComponent(hash.slice(1)));
    const box = target?.closest("details:not([open])");
    if (!box) return;
    box.open = true;
    target.scrollIntoView();
  }

  if (first && matchMedia("(width < 45em)").matches) {
    const boxes = [...document.querySelectorAll("article > .admonition")].filter(isBefore);
    for (const box of boxes) fold("Read it", ...[...box.children].slice(1));
    const leads = [...document.querySelectorAll("article > p:has(+ ul)")].filter((lead) => isBefore(lead) && /:\s*$/.test(lead.textContent));
    for (const lead of leads) {
      fold(lead.textContent.trim().slice(0, -1), lead.nextElementSibling);
      lead.hidden = true;
    }
    const lists = [...document.querySelectorAll("article > ol")].filter((list) => isBefore(list) && list.querySelector(".step"));
    lists.filter((list) => !list.contains(first)).forEach(foldSteps);
  }
  // On paper nothing is folded, nor kept on one page for being so.
  addEventListener("beforeprint", () => {
    for (const box of document.querySelectorAll(".fold")) {
      const lead = box.previousElementSibling;
      if (lead?.hidden) lead.hidden = false;
      box.replaceWith(...[...box.children].slice(1));
    }
  });
  openFor(location.hash);
  addEventListener("hashchange", () => openFor(location.hash));
})();
