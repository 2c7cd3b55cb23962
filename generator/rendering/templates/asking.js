"use strict";
// The passages that answer what somebody typed or pasted: what generator/asking does, in a browser. Rules and weights
// come with the index; the tests hold both to the same answers.
globalThis.Asking = (() => {
  const WORD = /[\p{L}\p{N}]+/gu;
  const PLAIN = /^(\d{1,3}|\p{Ll}{1,15})$/u;
  const HIDDEN = "…";

  const typedWords = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/(?<=\b[a-z])-(?=[a-z])/g, "").match(WORD) ?? [];

  const unescaped = (text) => text.replace(/(%[0-9a-f]{2})+/gi, (codes) => {
    try { return decodeURIComponent(codes); } catch { return codes; }
  });

  // Whether two words differ by one slip, but for the first letter, that one of so many letters as typed may hold.
  function isNear(word, other, letters, rules) {
    let place = 0;
    while (place < word.length && word[place] === other[place]) place += 1;
    if (!place) return false;
    const [left, right] = [word.slice(place), other.slice(place)];
    const [leftRest, rightRest] = [left.slice(1), right.slice(1)];
    if (left.length > 1 && left[1] + left[0] + left.slice(2) === right) return letters >= rules.shortestSwapped;
    if (left === rightRest) return letters >= rules.shortestLacking;
    return (leftRest === right || leftRest === rightRest) && letters >= rules.shortest;
  }

  function element(name, ...content) {
    const made = document.createElement(name);
    made.append(...content);
    return made;
  }

  const loaded = {};

  // Loads an index once: what answers, the base of its places, and each passage by kind and id.
  function load(address) {
    loaded[address] ??= new Promise((resolve, reject) => {
      const script = Object.assign(element("script"), { src: address });
      const looksSecret = (text) => Boolean(SecretGuard.kindOf(text));
      script.addEventListener("load", () => {
        const { passages, guides } = AskIndex;
        const passage = (kind, id, guide) => passages.find((each) => each.kind === kind && each.id === id && each.guide === guide);
        resolve({ ...asking(AskIndex, looksSecret), base: script.src, guides, passage });
      });
      script.addEventListener("error", reject);
      document.head.append(script);
    });
    return loaded[address];
  }

  // From [passage, weight, passage, weight …].
  const byPassage = (flat) => new Map(flat.flatMap((passage, at) => (at % 2 ? [] : [[passage, flat[at + 1]]])));

  // Answers questions from an index; `looksSecret` knows a key by its form.
  const asking = ({ rules, passages, words: weights }, looksSecret) => {
    const known = new Map(Object.entries(weights).map(([word, flat]) => [word, byPassage(flat)]));
    const ignored = new Set(rules.ignored);
    const ending = new RegExp(`^${rules.ending}$`);
    const errors = new RegExp(rules.errors, "gi");
    const spellings = rules.spellings.map(([pattern, spelling]) => [new RegExp(pattern), spelling]);
    const oneSpelling = (word, [pattern, spelling]) => word.replace(pattern, spelling);
    const stem = (word) => spellings.reduce(oneSpelling, ending.exec(word)?.[1] ?? word);
    const words = (text) => typedWords(text).map(stem);
    const isEveryday = (form) => rules.everyday.includes(form);
    const isKnown = (form) => known.has(form) || ignored.has(form);
    const signs = passages.map((passage) => passage.signs.map((sign) => [sign, words(sign)]));
    // Whether a question holds a sign, or is the beginning of one, as far as somebody has typed it.
    function isTold(sign, { text }) {
      const words = ` ${sign.join(" ")} `;
      return text.includes(words) || (text.trim().split(" ").length >= rules.begunSign && words.startsWith(text));
    }
    const quoted = new RegExp(rules.quoted);

    function tellingPart(part) {
      if (!part.includes("=")) return part;
      const said = [...unescaped(unescaped(unescaped(part))).matchAll(errors)];
      if (!said.length) return part.replace(new RegExp(rules.parameters), "");
      return said.map(([, name, value]) => `${name}=${value.replaceAll("+", " ")}`).join(" ");
    }

    const tellingText = (text) => text.slice(0, rules.longest).trim().split(/\s+/).map(tellingPart).join(" ");

    // The longest known word that a longer one begins with.
    function beginning(word) {
      const begun = [...known.keys()].filter((other) => other.length >= rules.shortest && word.startsWith(other));
      return begun.sort((one, other) => other.length - one.length)[0];
    }

    // The two known words that one is made of.
    function parts(word) {
      for (let length = rules.shortestPart; length <= word.length - rules.shortestPart; length += 1) {
        const both = [stem(word.slice(0, length)), stem(word.slice(length))];
        if (both.every((part) => known.has(part))) return both;
      }
      return null;
    }

    // Of some known words the one that says most in all.
    function sayingMost(some) {
      const saysInAll = (word) => [...known.get(word).values()].reduce((sum, one) => sum + one, 0);
      return some.sort((one, other) => saysInAll(other) - saysInAll(one))[0];
    }

    // What a word that is not typed to its end becomes.
    function completed(word) {
      if (word.length < rules.begun) return word;
      return sayingMost([...known.keys()].filter((other) => other.startsWith(word))) ?? word;
    }

    function meantWords(typed) {
      const word = stem(typed);
      if (isKnown(word) || /\P{L}/u.test(typed)) return [word];
      const nearest = sayingMost([...known.keys()].filter((other) => isNear(word, other, typed.length, rules)));
      if (nearest) return [nearest];
      if (typed.length < rules.shortest) return [completed(word)];
      return parts(typed) ?? [beginning(word) ?? completed(word)];
    }

    // The known words that two neighbours make together, each with the two as typed.
    function joined(typed) {
      const pairs = typed.slice(1).map((word, at) => [stem(typed[at] + word), `${typed[at]} ${word}`]);
      return pairs.filter(([form]) => form.length >= rules.shortest && known.has(form));
    }

    // Whether a question tells of a failure; else whether it asks how, what or why, or for something to be done; else
    // whether it is no sentence but a few words that name a thing.
    function purpose(question) {
      const typed = typedWords(question);
      const failing = typed.some((word) => rules.failing.includes(word));
      const general = !failing && rules.asking.includes(typed[0]);
      return { failing, general, brief: !failing && !general && typed.length <= rules.brief };
    }

    // The percent of its score that an error has.
    const troubleShare = ({ failing, general, brief }) => (failing ? rules.more : general ? rules.less : brief ? rules.lessIfBrief : 100);

    // The words of a passage's phrases of which all is asked for.
    function phrasesHeld({ phrases }, { telling }) {
      const asked = telling.map(([form]) => form);
      return phrases.map((phrase) => phrase.split(" ")).filter((held) => held.every((word) => asked.includes(word))).flat();
    }

    function match(passage, number, reading) {
      const { text, telling, general, failing } = reading;
      let found = signs[number].filter(([, sign]) => isTold(sign, reading));
      const inSigns = found.flatMap(([, sign]) => sign);
      const inPhrases = phrasesHeld(passage, reading);
      const further = telling.filter(([form]) => known.get(form)?.has(number) && !inSigns.includes(form));
      const weigh = (form) => {
        const weight = known.get(form)?.get(number) ?? 0;
        if (inSigns.includes(form)) return weight * rules.sign;
        if (inPhrases.includes(form)) return Math.floor((weight * rules.phrase) / 100);
        return isEveryday(form) && !failing ? Math.floor((weight * rules.anything) / 100) : weight;
      };
      let score = telling.reduce((sum, [form]) => sum + weigh(form), 0);
      if (passage.kind === "trouble") {
        score = Math.floor((score * troubleShare(reading)) / 100);
        if (general) found = found.filter(([sign, form]) => quoted.test(sign) || text === ` ${form.join(" ")} `);
      }
      return { ...passage, score, signs: found.map(([sign]) => sign), further, inPhrases };
    }

    function least({ kind }, reading) {
      if (reading.brief) return rules.leastIfBrief;
      return kind === "trouble" ? Math.floor((rules.least * troubleShare(reading)) / 100) : rules.least;
    }

    function fits(best, reading) {
      const { telling, brief } = reading;
      if (best.signs.length) return true;
      const most = ([form]) => (known.has(form) ? Math.max(0, ...known.get(form).values()) : rules.unknown);
      const isSpecial = ([form]) => !isEveryday(form) || best.inPhrases.includes(form);
      const possible = (asked) => asked.map(most).reduce((sum, one) => sum + one, 0);
      const some = telling.filter(isSpecial);
      const special = brief && !some.length ? telling : some;
      const takenUp = best.further.filter((word) => special.includes(word));
      const share = Math.min(possible(takenUp) / possible(special), takenUp.length / special.length);
      return best.score * share >= least(best, reading);
    }

    function read(question) {
      const typedWhole = typedWords(tellingText(question));
      const asked = typedWhole.flatMap((typed) => meantWords(typed).map((form) => [form, typed]));
      const text = ` ${asked.map(([form]) => form).join(" ")} `;
      const all = [...asked, ...joined(typedWhole)];
      const first = new Map([...all].reverse());
      const telling = [...new Set(all.map(([form]) => form))].filter((form) => !ignored.has(form))
        .map((form) => [form, first.get(form)]);
      return { text, telling, ...purpose(question) };
    }

    function ranked(reading) {
      const found = passages.map((passage, number) => match(passage, number, reading));
      return found.sort((one, other) => !one.signs.length - !other.signs.length || other.score - one.score);
    }

    function answer({ signs: found, further, inPhrases, phrases, ...passage }) {
      return { ...passage, matched: [...found, ...further.map(([, typed]) => typed)] };
    }

    function answers(question) {
      const reading = read(question);
      const best = ranked(reading);
      if (!fits(best[0], reading)) return [];
      return best.filter(({ signs: found, score }) => found.length || score >= rules.close * best[0].score).map(answer);
    }

    // What says something of what was asked, where nothing answers it.
    function nearAnswers(question) {
      return ranked(read(question)).filter(({ score }) => score > 0).map(answer);
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

    return { answers, nearAnswers, shownAgain };
  };

  return Object.assign(asking, { element, load });
})();
