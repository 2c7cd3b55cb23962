"use strict";
// What the guides answer to the words in the search, above what the theme finds in their text. Nothing is sent or kept.
globalThis.SearchResults = ({ answers, nearAnswers, shownAgain, base, guides, passage }, query, found) => {
  const MOST = 6;
  const MOST_NEAR = 3;
  const OWN = 1.3;
  const BEFORE_THE_THEME_S = 1e6;
  const { element } = Asking;
  const list = element("ol");
  const status = element("p");
  status.setAttribute("role", "status");
  const box = element("section", status, list);
  box.className = "ask-found md-typeset";
  box.setAttribute("aria-label", "Steps, settings and errors that fit");
  found.prepend(box);

  // The theme opens the link of the highest score when Enter is pressed.
  function link(words, place, score = 0) {
    const text = element("span", words);
    text.dataset.mdScore = score;
    return Object.assign(element("a", text), { href: new URL(place, base).href });
  }

  // The cause of an error, the values it asks for and the steps that cure it.
  function cure({ guide, text, tellApart, values, steps }) {
    const parts = [text, tellApart].filter(Boolean).map((words) => element("p", words));
    for (const { title: setting, value } of values.map((id) => passage("value", id, guide))) {
      parts.push(element("p", `${setting}: `, element("code", value)));
    }
    for (const step of steps.map((id) => passage("step", id, guide))) parts.push(element("p", link(step.title, step.place)));
    return parts;
  }

  function shown(answer, number) {
    const about = element("p", `${answer.label} · ${guides[answer.guide]}`);
    about.className = "about";
    const parts = [element("h2", link(answer.title, answer.place, BEFORE_THE_THEME_S - number)), about];
    if (answer.value) parts.push(element("p", element("code", answer.value)));
    if (answer.kind === "trouble" && !number) parts.push(...cure(answer));
    return element("li", element("article", ...parts));
  }

  function words(count, near) {
    if (count) return count > 1 ? "From the guides, the likeliest first:" : "From the guides:";
    return near ? "Nothing fits exactly. This comes near:" : "No step, setting or error fits. Try the words on your screen.";
  }

  // On a guide's page its own passages are likelier meant than those of other guides.
  const here = Object.keys(guides).find((guide) => location.pathname.includes(`/${guide}/`));
  const likelihood = ({ score, guide }) => (guide === here ? score * OWN : score);
  const ofThisGuideFirst = (some) => (here ? some.sort((one, other) => likelihood(other) - likelihood(one)) : some);

  function answer() {
    const fitting = ofThisGuideFirst(answers(query.value)).slice(0, MOST);
    const near = fitting.length ? [] : nearAnswers(query.value).slice(0, MOST_NEAR);
    list.replaceChildren(...[...fitting, ...near].map(shown));
    status.textContent = words(fitting.length, near.length);
    box.hidden = !query.value.trim();
  }

  query.addEventListener("input", answer);
  query.form.addEventListener("reset", () => { box.hidden = true; });
  answer();
  return { shownAgain, answer };
};
