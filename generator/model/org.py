"""An org: what it says of itself, and the facts that it may say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from generator.model.base import is_day
from generator.model.days import day_meant

if TYPE_CHECKING:
    from generator.model.text_forms import TextForm

Fault = tuple[str, str]
"""Code and text of a problem."""

Facts = Mapping[str, str]
"""What an org says of itself, by the keys of its fields."""

ORDINARY_LENGTH = 66
"""Characters of the longest ordinary name."""

USUAL_SHARE = 0.65
"""Of the longest ordinary text: few orgs have longer ones."""
LEAST_USUAL, MOST_USUAL = 30, 55
"""Characters: fewer make no second line anywhere, and more are seldom needed."""


class Room(StrEnum):
    """How much room a sheet keeps for an org's texts."""

    USUAL = "usual"
    """For the texts of most orgs."""
    LARGE = "large"
    """For the longest ordinary ones."""


EMAIL = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,64}@(?:[^\s@.<>()\[\],;:\"\\/]+\.)+[^\s@.<>()\[\],;:\"\\/\d]{2,}")


def as_written(text: str, row: Facts) -> str:
    """Return a text as it is."""
    del row
    return text


def _address_in(text: str, row: Facts) -> str:
    """Return the address of a link that a spreadsheet makes of one."""
    del row
    return text.strip().removeprefix("mailto:")


def _day_in(text: str, row: Facts) -> str:
    """Return the day that a text can mean, in whatever form; one that may be either of two comes back as it is."""
    del row
    return day_meant(text) or text.strip()


def _no_fault(text: str, facts: Facts) -> Fault | None:
    del text, facts
    return None


def _email_fault(text: str, facts: Facts) -> Fault | None:
    del facts
    if EMAIL.fullmatch(text):
        return None
    return "email", "“contact_email” is not one e-mail address. Write it as in app-team@example.com."


def _day_fault(text: str, facts: Facts) -> Fault | None:
    del facts
    if is_day(text):
        return None
    return "date", f"“planned_date” is “{text}”. Write a day of the calendar as YYYY-MM-DD, such as 2026-12-07."


@dataclass(frozen=True)
class OrgField:
    """A fact that an org's file may hold. Everything that asks for it, prints it or checks it goes by this.

    `label` names it on paper, `help` tells a writer of org files what to write. On a page for everybody `stand_in`
    stands in its place, and `blank` under the line on which it is written by hand.
    """

    key: str
    label: str
    help: str
    stand_in: str
    blank: str
    length: int = ORDINARY_LENGTH
    """Characters of the longest ordinary one."""

    unbroken: bool = False
    """Whether it is one word, as an address is."""

    choices: tuple[str, ...] = ()
    """All that it can be, if it is picked and not typed."""

    examples: tuple[str, ...] = ()
    form: TextForm | None = None
    """The form that a browser checks too; other forms are known to the platform's script."""

    format: str | None = None
    """Its format in JSON Schema, for editors; `pattern` likewise."""

    pattern: str | None = None
    asked_on_page: bool = False
    """Whether the site's panel asks for it."""

    confirmed: bool = False
    """Whether it stands on the sheet with which a second person confirms the values."""

    hint: str = ""
    """What the site's panel says beside it."""

    aliases: tuple[str, ...] = ()
    """Headings that people write over its column in a table, besides its key and its label."""

    meant: Callable[[str, Facts], str] = field(default=as_written, compare=False, repr=False)
    """Return what a cell of a table means, where people write it in other words than an org file.

    The row's other cells are there to tell."""

    fault: Callable[[str, Facts], Fault | None] = field(default=_no_fault, compare=False, repr=False)
    """Say what is wrong with a text, beside what else the org says."""

    @property
    def usual_length(self) -> int:
        """Return how many characters most orgs need."""
        share = round(self.length * USUAL_SHARE)
        usual = min(max(share, LEAST_USUAL), MOST_USUAL)
        return min(self.length, usual)

    def length_in(self, room: Room) -> int:
        """Return the characters for which there is room on paper."""
        if room is Room.USUAL:
            return self.usual_length
        return self.length

    @property
    def is_checked(self) -> bool:
        """Whether a text must have a certain form, so that it may be a part of a required value."""
        return bool(self.choices) or self.fault is not _no_fault

    def admits(self, text: str) -> bool:
        """Whether a text has the form that it must have, whatever else the org says."""
        if self.choices:
            return text in self.choices
        return self.fault(text, {}) is None

    @property
    def blank_in_value(self) -> str:
        """Return what stands in a required value until the org says its own."""
        return f"‹{self.stand_in}›"

    @property
    def typed(self) -> bool:
        """Whether a person types or pastes it in the course of a guide, so that it is worth copying."""
        return self.asked_on_page and not self.choices


NAME = OrgField(
    key="name",
    label="Org name",
    help="The org’s name, as people know it.",
    stand_in="your org’s name",
    blank="org name",
    aliases=(
        *("org", "organisation", "organization", "customer", "customer name", "client", "client name"),
        *("company", "company name", "account", "account name"),
    ),
)
APP_NAME = OrgField(
    key="app_name",
    label="App name",
    help="The name of the app in this org.",
    stand_in="your app’s name",
    blank="app name",
    examples=("Example integration",),
    asked_on_page=True,
    confirmed=True,
    aliases=("app", "application"),
)
CONTACT_EMAIL = OrgField(
    key="contact_email",
    label="Contact email",
    help="The person or team responsible for the app.",
    stand_in="your contact email",
    blank="contact email",
    length=104,
    unbroken=True,
    examples=("app-team@example.com",),
    format="email",
    asked_on_page=True,
    aliases=("email", "mail", "email address", "contact mail", "contact email address"),
    meant=_address_in,
    fault=_email_fault,
)
OWNER = OrgField(
    key="owner",
    label="Owner",
    help="Who looks after this connection.",
    stand_in="the owner",
    blank="owner",
    aliases=("responsible", "owner name", "org owner"),
)
APPROVER = OrgField(
    key="approver",
    label="Approver",
    help="Who approved it.",
    stand_in="your approver",
    blank="approver",
    aliases=("approved by", "approver name"),
)
TICKET = OrgField(
    key="ticket",
    label="Ticket",
    help="The number of the change or ticket.",
    stand_in="your ticket",
    blank="ticket",
    length=24,
    confirmed=True,
    aliases=("ticket number", "ticket no", "change", "change number", "change no", "change ticket"),
)
SECRET_STORE = OrgField(
    key="secret_store",
    label="Key and secret kept in",
    help="Where the key and secret are kept. Never the key or secret themselves.",
    stand_in="your place for key and secret",
    blank="where key and secret are kept",
    length=84,
    aliases=("secret kept in", "vault", "password manager"),
)
PLANNED_DATE = OrgField(
    key="planned_date",
    label="Planned date",
    help="The day of the set-up, as YYYY-MM-DD.",
    stand_in="the planned date",
    blank="planned date",
    length=10,
    examples=("2026-12-07",),
    format="date",
    aliases=("date", "planned for", "go live", "go live date"),
    meant=_day_in,
    fault=_day_fault,
)


def name_field(word: str) -> OrgField:
    """Return the field of an org's name on a platform that has another word for what an org is."""
    return replace(
        NAME,
        label=f"{word.capitalize()} name",
        help=f"The {word}’s name, as people know it.",
        stand_in=f"your {word}’s name",
        blank=f"{word} name",
        aliases=(*NAME.aliases, word, NAME.label.lower()),
    )


def formed_field(field: OrgField, form: TextForm) -> OrgField:
    """Return a field whose texts must have a form. Its first example has it."""
    return replace(
        field,
        form=form,
        length=form.length,
        pattern=f"^(?:{form.pattern})$",
        unbroken=True,
        meant=partial(_form_meant, form),
        fault=partial(_form_fault, field.key, form, field.examples[0]),
    )


def _form_meant(form: TextForm, text: str, row: Facts) -> str:
    del row
    return form.meant(text)


def _form_fault(key: str, form: TextForm, sample: str, text: str, facts: Facts) -> Fault | None:
    del facts
    if form.fits(text):
        return None
    return form.code, f"“{key}” is “{text}”. {form.advice(sample)}"


def org_fields(*of_platform: OrgField, name: OrgField = NAME) -> tuple[OrgField, ...]:
    """Return the fields of an org in their order on paper: those of every platform around a platform's own."""
    people = (OWNER, APPROVER, TICKET, SECRET_STORE, PLANNED_DATE)
    return (name, *of_platform, APP_NAME, CONTACT_EMAIL, *people)


@dataclass(frozen=True)
class Org:
    """One org. Everything but its name may still be unknown."""

    id: str
    facts: Facts = field(hash=False)
    kept: tuple[tuple[str, str], ...] = ()
    """What else its table says of it: heading and text. It stands on no sheet."""

    @classmethod
    def of(cls, org_id: str, **facts: str | None) -> Org:
        """Return the org that says these facts; None says nothing."""
        return cls(org_id, {}).saying(**facts)

    def saying(self, **facts: str | None) -> Org:
        """Return the org with these facts changed or, where they are None, unknown."""
        changed = {**self.facts, **facts}
        known = {key: text for key, text in changed.items() if text is not None}
        return Org(self.id, known, self.kept)

    @property
    def name(self) -> str:
        """Return what people call it."""
        return self.facts["name"]

    def get(self, key: str) -> str | None:
        """Return what the org says for the key of a field, or None."""
        return self.facts.get(key)
