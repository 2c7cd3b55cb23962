"use strict";
// The site's search is answered from the index of all guides. Engine and index come when somebody begins to search.
(() => {
  const source = document.querySelector("meta[name='ask-index']");
  const query = document.querySelector("[data-md-component='search-query']");
  const found = document.querySelector("[data-md-component='search-result']");
  if (!source || !query || !found) return;
  const here = document.currentScript.src;
  let loading = null;

  function engine() {
    const script = Object.assign(document.createElement("script"), { src: new URL("asking.js", here) });
    const come = new Promise((resolve, reject) => Object.assign(script, { onload: resolve, onerror: reject }));
    document.head.append(script);
    return come;
  }

  async function begin() {
    await engine();
    return SearchResults(await Asking.load(new URL(source.content, document.baseURI).href), query, found);
  }

  function load() {
    loading ??= begin();
    return loading;
  }

  // What is pasted is cleaned before the theme looks for it or it is shown.
  async function paste(event) {
    event.preventDefault();
    const text = event.clipboardData.getData("text");
    const { shownAgain, answer } = await load();
    query.setRangeText(shownAgain(text), query.selectionStart, query.selectionEnd, "end");
    query.dispatchEvent(new Event("keyup", { bubbles: true }));
    answer();
  }

  query.addEventListener("focus", load, { once: true });
  query.addEventListener("paste", paste);
  if (query.value) load(); // the theme fills in what an address asks for
})();
