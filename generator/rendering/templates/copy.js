"use strict";
// A button beside each text that is typed or pasted, a required value or the reader's own, that copies exactly it.
globalThis.Copying = (() => {
  const SHOWN_MS = 2000;
  const LOOKED_AT = ".form *, .admonition *, aside *, details *, .expect *";
  const LETTER = /^“([^“”]{80,})”$/;
  const typed = [...document.querySelectorAll(`:is(.value, .org).typed:not(${LOOKED_AT})`)];
  // A paragraph that is one quotation is a text to send: what stands between its marks.
  for (const letter of document.querySelectorAll("p:not(:has(*))")) {
    const [, text] = LETTER.exec(letter.textContent.trim()) ?? [];
    if (!text) continue;
    const quoted = document.createElement("span");
    quoted.className = "quoted";
    quoted.textContent = text;
    letter.replaceChildren(quoted);
    typed.push(quoted);
  }
  const status = document.createElement("p");
  status.className = "heard";
  status.setAttribute("role", "status");
  let timer = 0;

  // Without a secure address there is no clipboard: the old way copies what is selected.
  async function copy(element) {
    try {
      await navigator.clipboard.writeText(element.textContent);
      return true;
    } catch {
      getSelection().selectAllChildren(element);
      return document.execCommand("copy");
    }
  }

  function button() {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "copy";
    made.title = "Copy";
    return made;
  }

  // One listener for all: the box of errors shows copies of the buttons.
  document.addEventListener("click", async ({ target }) => {
    const pressed = target.closest(".copyable > button");
    if (!pressed) return;
    const element = pressed.previousElementSibling;
    const copied = await copy(element);
    pressed.classList.toggle("copied", copied);
    status.textContent = copied ? `Copied: ${element.textContent}` : "Selected. Press Ctrl+C to copy.";
    clearTimeout(timer);
    timer = setTimeout(() => { status.textContent = ""; }, SHOWN_MS);
    setTimeout(() => pressed.classList.remove("copied"), SHOWN_MS);
  });

  // A long value breaks behind a slash, never behind a hyphen, which a reader could take for one of the line’s. What
  // the reader fills in stays an element of its own.
  function putInPieces(value) {
    const texts = [...value.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
    for (const node of texts) {
      const pieces = node.textContent.split(/(?<=\/)(?!\/)/).map((text) => {
        const piece = document.createElement("span");
        piece.className = "piece";
        piece.textContent = text;
        return piece;
      });
      node.replaceWith(...pieces);
    }
  }

  // Names each button by what it copies, and hides those of blanks: to be called whenever the org's texts change.
  function show() {
    for (const element of typed) {
      const button = element.nextElementSibling;
      const blank = element.matches(".org:not(.known), :has(.org:not(.known))");
      button.hidden = blank;
      button.setAttribute("aria-label", element.matches(".quoted") ? "Copy this text" : `Copy “${element.textContent}”`);
      element.parentElement.classList.toggle("copyable", !blank);
    }
  }

  const values = [...document.querySelectorAll(".value")];
  values.filter((value) => value.textContent.includes("/")).forEach(putInPieces);
  for (const element of typed) {
    const frame = document.createElement("span");
    element.replaceWith(frame);
    frame.append(element, button());
  }
  if (typed.length) typed[0].closest("article, main").append(status);
  show();
  return { show };
})();
