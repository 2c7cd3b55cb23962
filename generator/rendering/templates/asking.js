"use strict";
// The passages that answer what somebody typed or pasted: what generator/asking does, in a browser. Rules and weights
// come with the index; the tests hold both to the same answers.
globalThis.Asking = (() => {
  const WORD = /[\p{L}\p{N}]+/gu;
  const PLAIN = /^(\d{1,3}|\p{Ll}{1,15})$/u;
  const HIDDEN = "…";

  const typedWords = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(WORD) ?? [];

  const unescaped = (text) => text.replace(/(%[0-9a-f]{2})+/gi, (codes) => {
    try { return decodeURIComponent(codes); } catch { return codes; }
  });

  // Whether two words differ in one letter that is not the first, or in two that changed places.
  function isNear(word, other) {
    let place = 0;
    while (place < word.length && word[place] === other[place]) place += 1;
    if (!place) return false;
    const [left, right] = [word.slice(place), other.slice(place)];
    const [leftRest, rightRest] = [left.slice(1), right.slice(1)];
    const isSwapped = left.length > 1 && left[1] + left[0] + left.slice(2) === right;
    return leftRest === right || left === rightRest || leftRest === rightRest || isSwapped;
  }

  function element(name, ...content) {
    const made = document.createElement(name);
    made.append(...content);
    return made;
  }

  let index = null;

  // Loads the page's index once: what answers, the base of its places, and each passage by kind and id.
  function load(address) {
    index ??= new Promise((resolve) => {
      const script = Object.assign(element("script"), { src: address });
      const looksSecret = (text) => Boolean(SecretGuard.kindOf(text));
      const passage = (kind, id) => AskIndex.passages.find((each) => each.kind === kind && each.id === id);
      script.addEventListener("load", () => resolve({ ...asking(AskIndex, looksSecret), base: script.src, passage }));
      document.head.append(script);
    });
    return index;
  }

  // Answers questions from an index; `looksSecret` knows a key by its form.
  const asking = ({ rules, passages, words: weights }, looksSecret) => {
    const known = new Map(Object.entries(weights).map(([word, pairs]) => [word, new Map(pairs)]));
    const ignored = new Set(rules.ignored);
    const ending = new RegExp(`^${rules.ending}$`);
    const errors = new RegExp(rules.errors, "gi");
    const stem = (word) => ending.exec(word)?.[1] ?? word;
    const words = (text) => typedWords(text).map(stem);
    const isKnown = (form) => known.has(form) || ignored.has(form);
    const signs = passages.map((passage) => passage.signs.map((sign) => [sign, words(sign)]));
    const quoted = new RegExp(rules.quoted);

    function tellingPart(part) {
      if (!part.includes("=")) return part;
      const said = [...unescaped(unescaped(unescaped(part))).matchAll(errors)];
      if (!said.length) return part.replace(new RegExp(rules.parameters), "");
      return said.map(([, name, value]) => `${name}=${value.replaceAll("+", " ")}`).join(" ");
    }

    const tellingText = (text) => text.slice(0, rules.longest).trim().split(/\s+/).map(tellingPart).join(" ");

    function meantWord(word) {
      if (isKnown(word) || word.length < rules.shortest || /\P{L}/u.test(word)) return word;
      const near = [...known.keys()].filter((other) => isNear(word, other)).sort();
      return near.find((other) => other.length === word.length) ?? near[0] ?? word;
    }

    // Whether a question asks how, what or why, and tells of no failure.
    function isGeneral(question) {
      const typed = typedWords(question);
      return rules.asking.includes(typed[0]) && !typed.some((word) => rules.failing.includes(word));
    }

    const isLessWanted = ({ kind }, general) => general && kind === "trouble";

    // The words of a passage's phrases of which all is asked for.
    function phrasesHeld({ kind, phrases }, telling, general) {
      if (!general && kind !== "trouble") return [];
      const asked = telling.map(([form]) => form);
      return phrases.map((phrase) => phrase.split(" ")).filter((held) => held.every((word) => asked.includes(word))).flat();
    }

    function match(passage, number, { text, telling, general }) {
      let found = signs[number].filter(([, sign]) => text.includes(` ${sign.join(" ")} `));
      const inSigns = found.flatMap(([, sign]) => sign);
      const inPhrases = phrasesHeld(passage, telling, general);
      const further = telling.filter(([form]) => known.get(form)?.has(number) && !inSigns.includes(form));
      const weigh = (form) => {
        const weight = known.get(form)?.get(number) ?? 0;
        if (inSigns.includes(form)) return weight * rules.sign;
        return inPhrases.includes(form) ? Math.floor((weight * rules.phrase) / 100) : weight;
      };
      let score = telling.reduce((sum, [form]) => sum + weigh(form), 0);
      if (isLessWanted(passage, general)) {
        found = found.filter(([sign]) => quoted.test(sign));
        score = Math.floor((score * rules.less) / 100);
      }
      return { ...passage, score, signs: found.map(([sign]) => sign), further, inPhrases };
    }

    function fits(best, { telling, general }) {
      if (best.signs.length) return true;
      const most = ([form]) => (known.has(form) ? Math.max(0, ...known.get(form).values()) : rules.unknown);
      const isSpecial = ([form]) => !rules.everyday.includes(form) || best.inPhrases.includes(form);
      const possible = (asked) => asked.map(most).reduce((sum, one) => sum + one, 0);
      const [special, takenUp] = [telling.filter(isSpecial), best.further.filter(isSpecial)];
      const share = Math.min(possible(takenUp) / possible(special), takenUp.length / special.length);
      const least = isLessWanted(best, general) ? Math.floor((rules.least * rules.less) / 100) : rules.least;
      return best.score * share >= least;
    }

    function answers(question) {
      const asked = typedWords(tellingText(question)).map((typed) => [meantWord(stem(typed)), typed]);
      const text = ` ${asked.map(([form]) => form).join(" ")} `;
      const first = new Map([...asked].reverse());
      const telling = [...new Set(asked.map(([form]) => form))].filter((form) => !ignored.has(form))
        .map((form) => [form, first.get(form)]);
      const reading = { text, telling, general: isGeneral(question) };
      const ranked = passages.map((passage, number) => match(passage, number, reading));
      ranked.sort((one, other) => !one.signs.length - !other.signs.length || other.score - one.score);
      if (!fits(ranked[0], reading)) return [];
      return ranked.filter(({ signs: found, score }) => found.length || score >= rules.close * ranked[0].score)
        .map(({ signs: found, further, inPhrases, phrases, ...answer }) => ({ ...answer, matched: [...found, ...further.map(([, typed]) => typed)] }));
    }

    function shownPart(part) {
      const pieces = part.match(WORD) ?? [];
      if (pieces.length === 1 && PLAIN.test(pieces[0])) return part;
      return words(part).every(isKnown) ? part : HIDDEN;
    }

    // What may be shown again: plain words, short numbers and the guide's own, never a key, a code or a name.
    function shownAgain(text) {
      const shown = tellingText(text).replace(new RegExp(rules.part, "g"), shownPart)
        .replace(new RegExp(rules.row, "g"), HIDDEN);
      return looksSecret(shown) ? HIDDEN : shown;
    }

    return { answers, shownAgain };
  };

  return Object.assign(asking, { element, load });
})();
