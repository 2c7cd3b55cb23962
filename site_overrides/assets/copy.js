"use strict";
// A button beside each required value that copies exactly the value.
(() => {
  const SHOWN_MS = 2000;
  const values = document.querySelectorAll("article code.value");
  const status = document.createElement("p");
  status.className = "heard";
  status.setAttribute("role", "status");
  let timer = 0;

  // Without a secure address there is no clipboard: the old way copies what is selected.
  async function copy(value) {
    try {
      await navigator.clipboard.writeText(value.textContent);
      return true;
    } catch {
      getSelection().selectAllChildren(value);
      return document.execCommand("copy");
    }
  }

  function button(value) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "copy";
    made.title = "Copy";
    made.setAttribute("aria-label", `Copy “${value.textContent}”`);
    return made;
  }

  // One listener for all: the box of errors shows copies of the buttons.
  document.addEventListener("click", async ({ target }) => {
    const pressed = target.closest(".copyable > button");
    if (!pressed) return;
    const value = pressed.previousElementSibling;
    const copied = await copy(value);
    pressed.classList.toggle("copied", copied);
    status.textContent = copied ? `Copied: ${value.textContent}` : "Selected. Press Ctrl+C to copy.";
    clearTimeout(timer);
    timer = setTimeout(() => { status.textContent = ""; }, SHOWN_MS);
    setTimeout(() => pressed.classList.remove("copied"), SHOWN_MS);
  });

  // A long value breaks behind a slash, never behind a hyphen, which a reader could take for one of the line’s.
  function inPieces(value) {
    const pieces = value.textContent.split(/(?<=\/)(?!\/)/).map((text) => {
      const piece = document.createElement("span");
      piece.className = "piece";
      piece.textContent = text;
      return piece;
    });
    value.replaceChildren(...pieces);
  }

  for (const value of values) {
    if (value.classList.contains("long")) inPieces(value);
    if (value.closest(".form")) continue;
    const frame = document.createElement("span");
    frame.className = "copyable";
    value.replaceWith(frame);
    frame.append(value, button(value));
  }
  if (values.length) document.querySelector("article").append(status);
})();
