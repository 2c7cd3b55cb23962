"use strict";
// The box on the page of errors: what somebody pastes leads to its cause and cure. Nothing is sent or kept.
(() => {
  const box = document.getElementById("ask");
  if (!box) return;
  const MOST = 3;
  const field = box.querySelector("textarea");
  const { element } = Asking;

  // The entry as it stands on this page, without its title.
  function entry(id) {
    const parts = [];
    let part = document.getElementById(id).nextElementSibling;
    for (; part && part.tagName !== "H2"; part = part.nextElementSibling) parts.push(part.cloneNode(true));
    return parts;
  }

  function shown({ kind, id, title, place, matched }, number) {
    const link = element("a", title);
    link.href = place;
    if (kind !== "trouble") return element("p", link);
    const words = element("p", `Found: ${matched.map((text) => `“${text}”`).join(", ")}`);
    words.className = "about";
    if (number) return element("details", element("summary", title), words, ...entry(id));
    return element("section", element("h2", link), words, ...entry(id));
  }

  function words(count) {
    if (!field.value.trim()) return "";
    if (!count) return "Nothing here fits. Paste the exact words, or look through the list below.";
    return count > 1 ? `${count} entries may fit, the likeliest first.` : "One entry fits.";
  }

  function answerWith({ answers, shownAgain }) {
    const clean = () => { field.value = shownAgain(field.value); };
    field.addEventListener("change", clean);
    field.addEventListener("input", ({ data, inputType, isComposing }) => {
      const isTyped = isComposing || /^delete|LineBreak$/.test(inputType) || data?.length === 1;
      if (!isTyped) clean();
      const found = answers(field.value);
      const troubles = found.filter(({ kind }) => kind === "trouble");
      const chosen = (troubles.length ? troubles : found).slice(0, MOST);
      box.querySelector(".answers").replaceChildren(...chosen.map(shown));
      box.querySelector("[role=status]").textContent = words(chosen.length);
    });
    box.hidden = false;
  }

  Asking.load(new URL(box.dataset.index, document.baseURI).href).then(answerWith);
})();
