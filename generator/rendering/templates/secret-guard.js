// Which kind of secret a text holds, or "". As generator/secrets does, by the same table and in the same steps.
globalThis.SecretGuard = ((table) => {
  const expression = (name, flags = "g") => new RegExp(table[name], flags);
  const BREAKS = expression("SEPARATOR");
  const SPACES = /\s+/g;
  const GROUP = expression("GROUP");
  const GROUP_WITH_HYPHENS = expression("GROUP_WITH_HYPHENS");
  const forms = table.FORMS.map(([kind, marks, pattern, inWords, changes]) => (
    { kind, marks, inWords, changes, pattern: new RegExp(pattern, inWords ? "gi" : "g") }));
  const lookAlikes = new Map();
  for (const [letter, others] of Object.entries(table.LOOK_ALIKES)) {
    for (const other of others) lookAlikes.set(other, letter);
  }
  const count = (text, pattern) => text.match(pattern)?.length ?? 0;
  const firstOf = (items, kindIn) => {
    for (const item of items) {
      const kind = kindIn(item);
      if (kind) return kind;
    }
    return "";
  };

  // Without disguise

  const bytes = new TextDecoder("utf-8", { ignoreBOM: true });
  const ofBytes = (escapes) => bytes.decode(Uint8Array.from(escapes.slice(1).split("%"), (byte) => parseInt(byte, 16)));

  function ofEntities(text) {
    const box = document.createElement("textarea"); // holds text alone: nothing in it is run or loaded
    box.innerHTML = text.replaceAll("<", "&lt;");
    return box.value;
  }

  function unmasked(text) {
    let shown = text.includes("&") ? ofEntities(text) : text;
    shown = shown.replace(/(?:%[0-9a-f]{2})+/gi, ofBytes);
    shown = shown.replace(/\\u([0-9a-f]{4})|\\x([0-9a-f]{2})/gi, (_, four, two) => String.fromCharCode(parseInt(four ?? two, 16)));
    shown = shown.normalize("NFKD").replace(/[\p{Mn}\p{Me}\p{Cf}\u115f\u1160\u2800\u3164\uffa0]/gu, "");
    return Array.from(shown, (letter) => lookAlikes.get(letter) ?? letter).join("");
  }

  function plain(text) {
    let shown = text;
    for (let layer = 0; layer < table.LAYERS; layer += 1) shown = unmasked(shown);
    return shown;
  }

  // Forms and numbers

  const squeezed = (text) => text.replace(BREAKS, "");

  function candidates(text) {
    const folded = squeezed(text).toLowerCase();
    return forms.filter((form) => form.marks.some((mark) => folded.includes(mark)));
  }

  function named(text, chosen, leastChanges = 0) {
    return firstOf(chosen, ({ kind, pattern, changes }) => {
      const least = Math.max(changes, leastChanges);
      const looksDrawn = (match) => count(match.at(-1), expression("CHANGE")) >= least;
      return [...text.matchAll(pattern)].some(looksDrawn) ? kind : "";
    });
  }

  const lastEnd = (text, name) => Math.max(0, ...[...text.matchAll(expression(name, "gi"))].map((match) => match.index + match[0].length));

  function isDigest(match) {
    const end = match.index + match[0].length;
    const before = match.input.slice(Math.max(0, match.index - table.WORDS_BEFORE), match.index);
    const after = match.input.slice(end, end + table.WORDS_AFTER);
    const digest = lastEnd(before, "DIGEST_WORDS");
    const secret = lastEnd(before, "SECRET_WORDS");
    if (digest || secret) return digest > secret;
    return expression("FILE_NAME", "").test(after) || expression("DIGEST_WORDS", "i").test(after);
  }

  function isList({ 0: digits, index, input }) {
    if (digits.length === table.DIGIT_COUNT) return false;
    if (count(digits, /\n/g) > table.MOST_LINES || !/[A-Fa-f]/.test(digits)) return true;
    const groups = digits.match(/[0-9A-Fa-f]+/g);
    const before = /(?<![^\s-])([0-9A-Fa-f]+)[\s-]+$/.exec(input.slice(Math.max(0, index - table.DIGIT_COUNT), index));
    const after = /^[\s-]+([0-9A-Fa-f]+)(?![^\s-])/.exec(input.slice(index + digits.length));
    return before?.[1].length === groups[0].length || after?.[1].length === groups.at(-1).length;
  }

  function isEvenNumber([digits]) {
    const [first, ...others] = digits.match(/[0-9]+/g);
    const last = others.pop();
    const isEven = others.every((group) => group.length === first.length) && last.length <= first.length;
    return isEven && new RegExp(`^${table.NUMBER}$`).test(first + others.join("") + last);
  }

  function holdsNumber(text) {
    const withoutIds = text.replace(expression("UUID"), (id) => "~".repeat(id.length));
    const sixtyFour = [...withoutIds.matchAll(expression("HEXADECIMAL"))].filter((match) => !isList(match));
    const withSigns = [...text.matchAll(expression("HEXADECIMAL_WITH_SIGNS"))].filter(([digits]) => /[A-Fa-f]/.test(digits));
    return [...sixtyFour, ...withSigns].some((match) => !isDigest(match))
      || expression("NUMBER", "").test(text)
      || expression("NAMED_NUMBER", "i").test(text)
      || [...text.matchAll(expression("NUMBER_IN_GROUPS"))].some(isEvenNumber);
  }

  const inText = (text) => named(text, candidates(text)) || (holdsNumber(text) ? table.CONSUMER_SECRET : "");

  // Base64 and groups

  function decoded(letters) {
    const whole = letters.length % 4 === 1 ? letters.slice(0, -1) : letters;
    return atob(whole);
  }

  function encoded(text) {
    return firstOf(text.match(expression("ENCODED")) ?? [], (part) => {
      if (count(part, expression("CHANGE")) < table.LEAST_CHANGES_IN_BASE64) return "";
      const letters = part.replaceAll("-", "+").replaceAll("_", "/");
      return firstOf([0, 1, 2, 3], (shift) => inText(decoded(letters.slice(shift))));
    });
  }

  function runs(text, group, breaks) {
    const all = [];
    let run = [];
    let end = 0;
    for (const match of text.matchAll(group)) {
      const [found] = match;
      const between = text.slice(end, match.index);
      const isApart = between.replace(breaks, "") !== "";
      const isWord = !/[\s-]/.test(between);
      if (run.length && (isApart || !(isWord || continues(run, found)))) {
        all.push(run);
        run = [];
      }
      run.push(found);
      end = match.index + found.length;
    }
    return [...all, run].filter((groups) => groups.length > 1).map((groups) => groups.join(""));
  }

  function continues(run, group) {
    const last = run.at(-1).length;
    const isRest = run.length > 1 && group.length < last && last === run.at(-2).length;
    return group.length === last || isRest || expression("MIXED", "").test(group);
  }

  function inGroups(text) {
    const chosen = candidates(text).filter((form) => !form.inWords);
    if (!chosen.length && count(text, expression("INNER_CHANGE")) < table.LEAST_INNER_CHANGES) return "";
    const joined = [...runs(text, GROUP, BREAKS), ...runs(text, GROUP_WITH_HYPHENS, SPACES)];
    const long = joined.filter((run) => run.length >= table.SHORTEST);
    return firstOf(long, (run) => named(run, chosen, table.LEAST_CHANGES_IN_GROUPS) || encoded(run));
  }

  function kindOf(text) {
    const shown = plain(text);
    return inText(shown) || encoded(shown) || inGroups(shown);
  }

  return { kindOf };
})(SecretForms);
