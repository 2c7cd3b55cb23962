"use strict";
// The theme opens its drawer and its search by labels of hidden check boxes, which no key reaches: here they are buttons.
(() => {
  const drawer = document.getElementById("__drawer");
  const sidebar = document.querySelector(".md-sidebar--primary");
  const behindDrawer = document.querySelectorAll(".md-header, .md-content, .md-sidebar--secondary, .md-footer");
  const narrow = matchMedia("(width < 76.25em)"); // where the theme has a drawer
  const NAMES = { __drawer: "Menu", __search: "Search" };
  const OF_THE_THEME = /^[fspn/,.]$/i;

  function buttonFor(label) {
    const box = document.getElementById(label.htmlFor);
    const button = document.createElement("button");
    for (const { name, value } of label.attributes) button.setAttribute(name, value);
    button.type = "button";
    button.append(...label.childNodes);
    button.addEventListener("click", () => box.click());
    const tell = () => button.setAttribute("aria-expanded", String(box.checked));
    box.addEventListener("change", tell);
    tell();
    label.replaceWith(button);
    return button;
  }

  for (const label of document.querySelectorAll("label.md-header__button:is([for='__drawer'], [for='__search'])")) {
    buttonFor(label).setAttribute("aria-label", NAMES[label.htmlFor]);
  }
  for (const label of sidebar.querySelectorAll("label.md-nav__title:not([for='__drawer'])")) {
    const button = buttonFor(label);
    button.setAttribute("aria-label", `Back from ${button.textContent.trim()}`);
  }
  const branches = [...sidebar.querySelectorAll("label.md-nav__link")].map(buttonFor);
  const opener = document.querySelector(".md-header__button[for='__drawer']");
  const firstShown = () => [...sidebar.querySelectorAll("a, button")].find((control) => control.checkVisibility({ visibilityProperty: true }));

  // While the drawer is open, the keyboard stays in it.
  function showDrawer() {
    behindDrawer.forEach((part) => { part.inert = drawer.checked && narrow.matches; });
    if (drawer.checked && narrow.matches) firstShown()?.focus();
  }

  // A level of the drawer covers the one above it; beside the page all levels are seen, and their titles are no buttons.
  function showLevels() {
    branches.forEach((branch) => { branch.inert = !narrow.matches; });
    showDrawer();
  }

  sidebar.addEventListener("click", ({ target }) => {
    if (narrow.matches && target.closest("button")) firstShown()?.focus();
  });
  document.querySelector(".md-header__button[for='__search']").addEventListener("click", () => {
    document.querySelector(".md-search__input").focus();
  });
  drawer.addEventListener("change", showDrawer);
  narrow.addEventListener("change", showLevels);
  showLevels();

  // The switch of the colours looks like a button, so that both keys of a button work it.
  for (const option of document.querySelectorAll(".md-option")) {
    option.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      option.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
    });
  }

  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drawer.checked) {
      drawer.click();
      opener.focus({ preventScroll: true });
    }
    // Single letters are no shortcuts: speech input would set them off.
    if (OF_THE_THEME.test(event.key) && !event.target.closest("input, select, textarea")) event.stopPropagation();
  }, { capture: true });
})();
