"""Texts of a draft that may be required values: what its steps tell a reader to type or choose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, count
from typing import TYPE_CHECKING

from generator import model
from generator.model.page import plain
from generator.secrets import looks_secret

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST = 120
"""Longer text is prose, not a value."""

START, END = "\ue000", "\ue001"
SPAN = re.compile(rf"{START}(?P<kind>[cb])(?P<text>[^{START}{END}]*){END}")
ANY_LABEL = rf"{START}[cb](?P<label>[^{START}{END}]*?)\s*[:=]?{END}"
BOLD = rf"{START}b(?P<label>[^{START}{END}]*?)\s*[:=]?{END}"
PLACES = r"(?:section|tab|page|screen|button|menu|panel|pane|window|icon|link|field|box|area|dialog|tile|list)s?\b"
"""What a bold text may be the name of, and is then no value."""

LITERALLY = r"(?!\s+(?:you|that\s+you|from|of|noted|copied|generated|provided|shown|values?)\b)"
"""How a text does not go on that stands for itself, and not for what a reader has from elsewhere."""

CHOSEN = rf"{START}(?P<kind>[cb])(?P<value>[^{START}{END}]*){END}(?!\s*(?:>|→|›|»)|\s+{PLACES})"
FEW_WORDS = r"(?:[\w’'-]+\s+){0,3}?"
TO_VALUE = r"(?:(?!(?:in|into|on|onto|at|under|from|to|within)\b)[\w’'-]+\s+){0,3}?"
PUT = r"(?:select|choose|pick|enter|type|paste|set|use|write|put|add|specify|check)"
SURE_PAIRS = (
    rf"\b(?:set|change|switch|leave|keep)\s+{FEW_WORDS}{ANY_LABEL}\s+{FEW_WORDS}(?:to|as|at|on)\s+{FEW_WORDS}{CHOSEN}",
    rf"{BOLD}\s*(?::|=|\bis\b|\bto\b|[\u2013\u2014-])\s*{CHOSEN}",
    rf"{START}b(?P<label>[^{START}{END}]*?)\s*[:=]\s*{END}\s*{CHOSEN}",
    rf"{BOLD}\s*{START}(?P<kind>c)(?P<value>[^{START}{END}]*){END}",
    rf"^\s*{ANY_LABEL}\s*[:=\u2013\u2014-]?\s*(?:set|change|switch)\s+(?:it\s+)?to\s+{CHOSEN}",
    rf"^\s*(?P<label>[A-Z][\w ()/.-]{{1,40}}?)\s*[:=]\s*{START}(?P<kind>c)(?P<value>[^{START}{END}]*){END}",
)
"""Ways to say which setting gets which value; either may be bold, a value also code."""

IN_LABEL = rf"\b(?:in|under|for|as|beside)\s+{FEW_WORDS}{ANY_LABEL}\s*{FEW_WORDS}"
LIKELY_PAIRS = (
    rf"{IN_LABEL},?\s*{FEW_WORDS}{PUT}\s+{TO_VALUE}{CHOSEN}{LITERALLY}",
    rf"\b{PUT}\s+{TO_VALUE}{CHOSEN}{LITERALLY}\s+{FEW_WORDS}(?:for|as|in|from|under|into)\s+(?:the\s+)?{BOLD}",
    rf"{BOLD}\s*:\s*{PUT}\s+{TO_VALUE}{CHOSEN}{LITERALLY}",
)
"""Ways that may also name one setting beside another: “in the **Login URL** field, paste the **ACS URL**”."""

IS_SURE, IS_LIKELY = True, False
PAIRS = tuple(
    (is_sure, re.compile(pattern, re.IGNORECASE))
    for is_sure, patterns in ((IS_SURE, SURE_PAIRS), (IS_LIKELY, LIKELY_PAIRS))
    for pattern in patterns
)
SETTING_NAME = re.compile(
    r"(?:address|attribute|certificate|claim|credential|domain|endpoint|field|file|id|key|metadata|name|password|secret"
    r"|token|ur[il]|value)s?(?:\s*\([^()]*\))?$",
    re.IGNORECASE,
)
"""How the name of a setting ends, which a reader copies from elsewhere."""

SECRET_SETTING = re.compile(
    r"(?:secret|passw(?:or)?d|passphrase|private[ _-]?key|api[ _-]?key|token)s?(?:\s*\([^()]*\))?$", re.IGNORECASE
)
"""What no guide says the value of."""

WHOLLY_EACH_READERS = re.compile(r"<[^<>]+>|\{[^{}]+\}|\[[^\[\]]+\]|your[-_ ][\w .-]*|(?:x{3,}[-_.]?)+", re.IGNORECASE)
"""A text that stands for what each reader has, and no part of which is the same for all."""

URL_BESIDE = re.compile(rf"{BOLD}\s*(?::|=|\bis\b)?\s*(?P<value>https://[^\s{START}{END}]+[^\s{START}{END}.,;)])")
TYPED = frozenset(
    """enter type paste set select choose pick use add specify provide fill input insert put write name call change
    switch check tick""".split()  # noqa: SIM905 - one a line otherwise
)
DONE = frozenset(
    """click press run execute open go navigate visit tap download install copy see read returns return shows contains
    find import clone""".split()  # noqa: SIM905 - as above
)
NO_LABEL = DONE | frozenset(
    """and command default defaults enter example examples format never note now or output paste response result select
    such then try""".split()  # noqa: SIM905 - as above
)
"""Words before a colon that name no setting."""

BUTTONS = frozenset(
    """add apply cancel close configure confirm continue copy create done edit finish next ok save show submit
    update""".split()  # noqa: SIM905 - as above
)
"""What a reader clicks to go on: no value, though it may stand behind “select”."""

BUTTON = re.compile(
    r"\+|(?:add|copy|create new|download|edit|generate|get|learn|save|set up|settings|upload|view)\b(?:\s+\w+){0,2}$",
    re.IGNORECASE,
)
"""A button that says what it does: “+ Add URI”."""

EXAMPLE = re.compile(
    r"\b(?:for example|for instance|e\.\s?g\.?|i\.\s?e\.?|such as|similar to|looks? like)[,:]?\s*[(“\"']?$",
    re.IGNORECASE,
)
"""What stands before something that shows how a value looks, and is none."""

BY_EXAMPLE = re.compile(r"\W*(?:for example\b|for instance\b|examples?:)", re.IGNORECASE)
"""How a sentence begins that is all of it an example."""

SCHEME = re.compile(r"\w+://$")
PLACE = re.compile(r"(?![a-z][a-z0-9+.-]*:)[^\s:]*(?:/|\.(?:md|mdx|html?)\b|#)[^\s:]*$", re.IGNORECASE)
"""An address within the vendor's site, of which a draft makes such text."""

STRESSED = frozenset(
    """all always and any before important must never no not note only optional optionally or required tip
    warning""".split()  # noqa: SIM905 - as above
)
"""Bold words that are no setting's label."""

LABEL_ENDS = " ,.:=\uff1a\uff1d"
SENTENCE_MARKS = (",", ".", ";")
WORDS = re.compile(r"\w")
VERB = re.compile(r"[A-Za-z]+")
PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|avif|bmp)\b|^data:|^/files/", re.IGNORECASE)
MOST_LINES = 6
MOST_WORDS = 6
"""With more words a table's cell is a sentence."""

PAIR = 2
VALUE_HEAD = re.compile(r"(?:values?|settings? value|set to|enter|input|what to (?:enter|type|choose))$", re.IGNORECASE)
EXPLAINING_HEAD = re.compile(
    r"(?:descriptions?|purpose|notes?|meaning|explanation|details|comments?|remarks?|role|type|why|what it does)$",
    re.IGNORECASE,
)
"""Heads of columns, of which a second one holds no values."""

QUOTES = " \"'"
SETTING = re.compile(
    r"(?P<key>[A-Za-z][\w.-]*(?=\s*=[^=>])|[A-Za-z][\w. -]*(?=:\s))\s*[=:]\s*"
    r"(?P<value>(?:\S.*)?[^\s\[{(,;\\|>])"
)
"""A line of code that is a setting and its value, and begins nothing that goes on below."""

ADDRESS = re.compile(r"https?://\S+")
SENTENCE_END = re.compile(r"[.!?]\s")
NOT_AN_ID = re.compile(r"[^a-z0-9]+")
MAX_ID = 30


@dataclass(frozen=True)
class ValueProposal:
    """A text that may be required: the label it stands beside (empty if none), and the step that names it."""

    id: str
    setting: str
    value: str
    step: str


def propose_values(steps: Iterable[model.Step], used: Iterable[str] = ()) -> tuple[ValueProposal, ...]:
    """Return what a reader types or chooses in steps, each setting and value once; never what looks secret.

    `used` are the ids that other values have.
    """
    found: dict[tuple[str, str], ValueProposal] = {}
    names = set(used)
    for step in steps:
        for setting, value in _pairs(step):
            if _is_sound(setting, value) and (setting, value) not in found:
                name = _name(setting, names)
                found[setting, value] = ValueProposal(name, setting, value, step.id)
    return tuple(found.values())


def _is_sound(setting: str, value: str) -> bool:
    """Whether a text may be a value: short, of words, no picture, no button, no secret."""
    if not 0 < len(value) <= LONGEST or not WORDS.search(value):
        return False
    if SECRET_SETTING.search(setting) or WHOLLY_EACH_READERS.fullmatch(value):
        return False
    if value.startswith("- ") or value.lower() in BUTTONS or (setting and not WORDS.search(setting)):
        return False
    if BUTTON.match(value) or SCHEME.fullmatch(value):
        return False
    return not PICTURE.search(value) and not looks_secret(value)


def _pairs(step: model.Step) -> Iterator[tuple[str, str]]:
    """Yield each setting with its value, in the order of the step."""
    told = ""
    for part in model.walk(step.content):
        match part:
            case model.Table():
                yield from _of_table(part)
            case model.Paragraph(content) if not plain(content).startswith("Picture"):
                text = _marked(content)
                yield from _of_sentence(text, told)
                told = _last_label(text) or told
            case model.CodeBlock(text=text):
                yield from _of_code(text, told)


def _of_table(table: model.Table) -> Iterator[tuple[str, str]]:
    """Yield the settings of a table and their values: its two columns, or those that its header calls so."""
    heads = [plain(cell).strip(LABEL_ENDS) for cell in table.header.cells]
    columns = [index for index, head in enumerate(heads) if VALUE_HEAD.match(head)]
    if len(heads) == PAIR and not EXPLAINING_HEAD.match(heads[1]):
        columns = [1]
    if not columns or not columns[0]:
        return
    for row in table.rows:
        yield plain(row.cells[0]), _of_cell(row.cells[columns[0]])


def _of_cell(cell: model.Inlines) -> str:
    """Return what a cell says to type or choose: the only code of a sentence, or all of what is none."""
    words = plain(cell)
    codes = [part.text for part in cell if isinstance(part, model.Code)]
    if len(words.split()) <= MOST_WORDS:
        return words
    return codes[0] if len(codes) == 1 else ""


def _of_code(code: str, told: str) -> Iterator[tuple[str, str]]:
    """Yield the values of a few lines of settings; one without a key of its own is for the label above the code."""
    for key, value in code_settings(code):
        if key or told:
            yield key or told, value


def code_settings(code: str) -> tuple[tuple[str, str], ...]:
    """Return the keys and values of a few lines that are settings, or addresses without keys, and nothing else."""
    lines = code.strip().splitlines()
    if not 0 < len(lines) <= MOST_LINES:
        return ()
    settings: list[tuple[str, str]] = []
    for line in lines:
        setting = SETTING.fullmatch(line)
        if setting:
            value = setting["value"].strip(QUOTES)
            settings.append((setting["key"], value))
        elif ADDRESS.fullmatch(line):
            settings.append(("", line))
        else:
            return ()
    return tuple(settings)


def _marked(content: Iterable[model.Inline]) -> str:
    """Return the words of a line with its code and bold words between marks."""
    texts = []
    for inline in content:
        match inline:
            case model.Code(text):
                texts.append(f"{START}c{text}{END}")
            case model.Strong(inner):
                texts.append(f"{START}b{plain(inner)}{END}")
            case _:
                texts.append(_plain(inline))
    return "".join(texts)


def _plain(inline: model.Inline) -> str:
    if isinstance(inline, model.Text):
        return inline.text
    words = plain((inline,))
    return f" {words} "


def _of_sentence(text: str, told: str) -> Iterator[tuple[str, str]]:
    """Yield pairs that a line says in so many words, then code that it tells to type."""
    taken = {match["text"].strip() for match in SPAN.finditer(text) if _is_aside(text, match)}
    for is_sure, pattern in (*PAIRS, (IS_SURE, URL_BESIDE)):
        for match in pattern.finditer(text):
            value = match["value"].strip()
            label = match["label"].strip(LABEL_ENDS)
            is_pair = _is_label(label) and label != value and (is_sure or _is_value(match))
            if is_pair and value and value not in taken:
                taken.update((value, label))
                yield label, value
    for match in SPAN.finditer(text):
        value = match["text"].strip()
        if match["kind"] == "c" and value not in taken and _is_typed(text[: match.start()], value):
            yield _last_label(text[: match.start()]) or told, value


def _is_label(label: str) -> bool:
    first = VERB.match(label)
    if not label or label.lower() in STRESSED:
        return False
    return first is None or first[0].lower() not in NO_LABEL


def _is_value(match: re.Match[str]) -> bool:
    """Whether bold text that an order names is a value: no other setting, and no part of a sentence."""
    value = match["value"].strip()
    if match["kind"] == "c":
        return True
    return SETTING_NAME.search(value) is None and value[-1:] not in SENTENCE_MARKS


def _is_aside(text: str, span: re.Match[str]) -> bool:
    """Whether a value is only an example, or an address in parentheses behind a link's words."""
    before, after = text[: span.start()], text[span.end() :]
    words = SPAN.sub(" ", before)
    if EXAMPLE.search(words) or BY_EXAMPLE.match(SENTENCE_END.split(words)[-1]):
        return True
    is_in_parentheses = before.endswith("(") and after.startswith(")")
    return is_in_parentheses and PLACE.match(span["text"]) is not None


def _is_typed(before: str, value: str) -> bool:
    """Whether the last verb before a value is one of typing or choosing; an address needs none."""
    sentence = SENTENCE_END.split(before)[-1]
    for word in reversed(VERB.findall(SPAN.sub(" ", sentence))):
        if word.lower() in TYPED:
            return True
        if word.lower() in DONE:
            return False
    return value.startswith(("https://", "http://"))


def _last_label(text: str) -> str:
    label = ""
    for match in SPAN.finditer(text):
        words = match["text"].strip(LABEL_ENDS)
        if match["kind"] == "b" and words.lower() not in STRESSED:
            label = words
    return label


def _name(setting: str, names: set[str]) -> str:
    """Return an id that none of `names` is, and add it to them."""
    base = NOT_AN_ID.sub("_", setting.lower()).strip("_")[:MAX_ID].strip("_")
    base = base if base[:1].isalpha() else "value"
    numbered = (f"{base}_{number}" for number in count(2))
    name = next(name for name in chain([base], numbered) if name not in names)
    names.add(name)
    return name


STAND_IN = re.compile(
    r"\{\{[<%][^{}]*[>%]\}\}|<[\w .’'-]+>|\{\{? ?[\w.-]+ ?\}?\}|\[[\w .’'-]+\](?!\()|\b(?:your|YOUR)[-_.][\w.-]*\w"
)
"""How pages write what each reader replaces: <your host>, {tenant}, [domain], your-domain."""

OF_EACH_READER = (
    " If {} is each reader’s own, give it a key under “org_fields” above and write {{{{ org.KEY }}}} in its place in "
    "values.yaml before you answer “yes”."
)


def value_point(proposal: ValueProposal) -> model.DraftPoint:
    """Return a proposal as an open point; one without a setting is to be named by a person."""
    beside = f" for {proposal.setting}" if proposal.setting else ""
    text = f"Step {proposal.step} says “{proposal.value}”{beside}. Must it read exactly so for everybody?"
    stand_in = STAND_IN.search(proposal.value)
    if stand_in:
        text += OF_EACH_READER.format(stand_in[0])
    accept = f"value {proposal.id} {proposal.step}" if proposal.setting else None
    return model.DraftPoint(point=text, accept=accept)
