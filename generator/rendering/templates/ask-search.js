"use strict";
// An error pasted into the theme's search is answered there too, above what the theme finds. Nothing is sent or kept.
(() => {
  const source = document.querySelector("meta[name='ask-index']");
  const query = document.querySelector("[data-md-component='search-query']");
  const found = document.querySelector("[data-md-component='search-result']");
  if (!source || !query || !found) return;
  const MOST = 2;
  const here = document.currentScript.src;
  const element = (...parts) => Asking.element(...parts);
  const list = document.createElement("div");
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  const box = document.createElement("section");
  box.append(status, list);
  box.className = "ask-found md-typeset";
  box.setAttribute("aria-label", "Errors and settings that fit");
  box.hidden = true;
  found.prepend(box);

  function shown({ kind, title, text, tellApart, values = [], steps = [], place }, { base, passage }) {
    const link = (words, to) => Object.assign(element("a", words), { href: new URL(to, base).href });
    const parts = [element("h2", link(title, place))];
    if (kind === "trouble") parts.push(element("p", text));
    if (tellApart) parts.push(element("p", tellApart));
    for (const { title: setting, value } of values.map((id) => passage("value", id))) {
      parts.push(element("p", `${setting}: `, element("code", value)));
    }
    for (const step of steps.map((id) => passage("step", id))) parts.push(element("p", link(step.title, step.place)));
    return element("article", ...parts);
  }

  function answer(index) {
    const best = index.answers(query.value).slice(0, MOST);
    list.replaceChildren(...best.map((each) => shown(each, index)));
    status.textContent = best.length ? "From the guide’s own errors and settings, the likeliest first:" : "";
    box.hidden = !best.length;
  }

  let loaded = null;
  let loading = null;

  // The engine comes with the first question, since few readers ask one.
  function engine() {
    const script = Object.assign(document.createElement("script"), { src: new URL("asking.js", here) });
    const come = new Promise((resolve, reject) => Object.assign(script, { onload: resolve, onerror: reject }));
    document.head.append(script);
    return come;
  }

  async function begin() {
    if (!globalThis.Asking) await engine();
    loaded = await Asking.load(new URL(source.content, document.baseURI).href);
    if (query.value) answer(loaded);
  }

  function load() {
    loading ??= begin();
    return loading;
  }

  // What is pasted is cleaned before the theme looks for it or it is shown.
  async function paste(event) {
    event.preventDefault();
    const text = event.clipboardData.getData("text");
    await load();
    query.setRangeText(loaded.shownAgain(text), query.selectionStart, query.selectionEnd, "end");
    query.dispatchEvent(new Event("keyup", { bubbles: true }));
    answer(loaded);
  }

  query.addEventListener("focus", load, { once: true });
  query.addEventListener("paste", paste);
  query.addEventListener("input", () => { if (loaded) answer(loaded); });
  query.form.addEventListener("reset", () => { box.hidden = true; });
})();
