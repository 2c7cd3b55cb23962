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

  // Answers questions from an index; `looksSecret` knows a key by its form.
  return ({ rules, passages, words: weights }, looksSecret) => {
    const known = new Map(Object.entries(weights).map(([word, pairs]) => [word, new Map(pairs)]));
    const ignored = new Set(rules.ignored);
    const ending = new RegExp(`^${rules.ending}$`);
    const errors = new RegExp(rules.errors, "gi");
    const stem = (word) => ending.exec(word)?.[1] ?? word;
    const words = (text) => typedWords(text).map(stem);
    const isKnown = (form) => known.has(form) || ignored.has(form);
    const signs = passages.map((passage) => passage.signs.map((sign) => [sign, words(sign)]));

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

    function match(passage, number, text, telling) {
      const found = signs[number].filter(([, sign]) => text.includes(` ${sign.join(" ")} `));
      const inSigns = found.flatMap(([, sign]) => sign);
      const further = telling.filter(([form]) => known.get(form)?.has(number) && !inSigns.includes(form));
      const weight = (form) => known.get(form)?.get(number) ?? 0;
      const score = telling.reduce((sum, [form]) => sum + weight(form) * (inSigns.includes(form) ? rules.sign : 1), 0);
      return { ...passage, score, signs: found.map(([sign]) => sign), further };
    }

    function fits({ score, signs: found, further }, telling) {
      const most = ([form]) => (known.has(form) ? Math.max(0, ...known.get(form).values()) : rules.unknown);
      const possible = (asked) => asked.filter(([form]) => !rules.everyday.includes(form)).map(most)
        .reduce((sum, one) => sum + one, 0);
      return found.length > 0 || (score * possible(further)) / possible(telling) >= rules.least;
    }

    function answers(question) {
      const asked = typedWords(tellingText(question)).map((typed) => [meantWord(stem(typed)), typed]);
      const text = ` ${asked.map(([form]) => form).join(" ")} `;
      const first = new Map([...asked].reverse());
      const telling = [...new Set(asked.map(([form]) => form))].filter((form) => !ignored.has(form))
        .map((form) => [form, first.get(form)]);
      const ranked = passages.map((passage, number) => match(passage, number, text, telling));
      ranked.sort((one, other) => !one.signs.length - !other.signs.length || other.score - one.score);
      if (!fits(ranked[0], telling)) return [];
      return ranked.filter(({ signs: found, score }) => found.length || score >= rules.close * ranked[0].score)
        .map(({ signs: found, further, ...answer }) => ({ ...answer, matched: [...found, ...further.map(([, typed]) => typed)] }));
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
})();
