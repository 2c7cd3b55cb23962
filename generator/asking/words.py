"""What somebody typed or pasted, as the words that are compared. `asking.js` does the same in a browser."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import category, normalize
from urllib.parse import unquote

WORD = re.compile(r"[^\W_]+")
HYPHEN_OF_A_LETTER = re.compile(r"(?<=\b[a-z])-(?=[a-z])", re.ASCII)
"""The hyphen of `e-mail`, which is one word."""

ENDING = re.compile(r"(.{4,}?)(?:at(?:ions?|ings?|e|ed|es|ors?)|(?<=.{5})als?|ions?|ings?|ers?|ed|es|e|s)")
SPELLINGS = (
    (re.compile("^grey"), "gray"),
    (re.compile("(?<=^...)(?<![iseu])s$"), ""),
    (re.compile("(?<=x)e$"), ""),
    (re.compile("(?<=...)y$"), "i"),
    (re.compile("(?<=...)ific$"), "ifi"),
    (re.compile("(?<=....)is$"), "iz"),
    (re.compile("(?<=...)our$"), "or"),
    (re.compile("(?<=..)enc$"), "ens"),
    (re.compile("(?<=...)ogu$"), "og"),
    (re.compile(r"(?<=...)([dglmnprt])(?=\1$)"), ""),
)
"""What is written in two ways, as a plural, in British or American English, and how it is compared."""

ERROR_PARAMETER = re.compile(r"([a-z_]*error[a-z_]*)=([^&#\"”»]+)", re.IGNORECASE)
PARAMETERS = re.compile(r"[?#&][^?#&]*=.*")
MARK = "M"
NESTED_ADDRESSES = 3
"""How often an address may stand escaped within another."""

LONGEST = 10_000
"""Characters that are read. An error stands near the top of what is pasted."""

SMALL_WORDS = """
    a about after all also am an and any are as at be because been but by can cannot cant could d did didn didnt do does
    doesn doesnt don dont for from get gets got had has hasnt have havent he her here him his how i if im in into is isn
    isnt it its ive just like ll m me my need no not now of on one or our out over own per please re s said say says she
    should so some t than that the their them then there these they this to too until up us ve was wasnt we were what
    when where which while who why will with won wont would you your
"""

EVERYDAY_WORDS = """
    account add answer best big build buy call case center centre change computer contact cost create custom data day
    delete email enter export field file find form good help import install know language learn make many mean name new
    number object off order page password person phone print question record remove report right send set show small
    start stop team test text think time today type use user want way web week word write year
"""


ASKING_WORDS = """
    are can could did do does how is may shall should to what when where whether which who whose why will would
    add allow bypass change check choose clear click create deactivate delete disable display ease edit enable enforce
    enter find get give go grant hide install keep let limit look loosen make migrate move need open paste pick prevent
    relax remove require reset retrieve revoke rotate save see select send set share show skip store switch test tick
    turn unblock uncheck undo uninstall unselect untick use verify view
"""

FAILING_WORDS = """
    blank block blocked breaks broke broken cannot cant complain complains couldn denied dies disappear
    disappeared disconnect disconnected disconnects doesn doesnt don dont error errors expired fail failed fails gone
    grey greyed invalid isn isnt keeps missing mistake no nobody none not nothing refused rejected stop
    stopped stops suddenly unknown vanished wasn won wrong
"""

Weights = dict[int, int]
"""What a word says: by the passage's number, from 0, in hundredths of FTS5's unit. What says nothing is left out."""


def words(text: str) -> list[str]:
    """Return the words of a text as they are compared: in small letters, without accents and endings."""
    return list(map(stem, typed_words(text)))


def typed_words(text: str) -> list[str]:
    """Return the words of a text in small letters and without accents."""
    joined = HYPHEN_OF_A_LETTER.sub("", _without_accents(text).lower())
    return WORD.findall(joined)


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    letters_and_accents = normalize("NFKD", text)
    return "".join(char for char in letters_and_accents if not category(char).startswith(MARK))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return a word without its ending and in one spelling, so that `authorised` and `authorizes` are one."""
    match = ENDING.fullmatch(word)
    stemmed = word
    if match:
        stemmed = match[1]
    for pattern, spelling in SPELLINGS:
        stemmed = pattern.sub(spelling, stemmed)
    return stemmed


IGNORED = frozenset(words(SMALL_WORDS))
"""What says nothing by itself. Within a sign it counts."""

ASKING = frozenset(ASKING_WORDS.split())
"""With one of these a question begins, or a wish for something to be done."""

FAILING = frozenset(FAILING_WORDS.split())
"""What tells of a failure. A question without one asks for a value, a step or a section rather than for an error."""

EVERYDAY = frozenset(words(EVERYDAY_WORDS))
"""What is asked about anything. It ranks passages, and does not say whether one fits."""


def telling_text(text: str) -> str:
    """Return a text in which each address is reduced to what it says of an error.

    Of one without an error its parameters are left out: they may be keys.
    """
    parts = text[:LONGEST].split()
    return " ".join(map(_telling_part, parts))


def _telling_part(part: str) -> str:
    if "=" not in part:
        return part
    address = part
    for _ in range(NESTED_ADDRESSES):
        address = unquote(address)
    errors = ERROR_PARAMETER.findall(address)
    if not errors:
        return PARAMETERS.sub("", part)
    return " ".join(f"{name}={value.replace('+', ' ')}" for name, value in errors)
