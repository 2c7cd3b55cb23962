"""The front matter of a guide: what it says about itself, which can be read without the rest."""

from __future__ import annotations

from generator.model import FrontMatter
from generator.platforms.generic.platform import GENERIC
from generator.platforms.registry import PLATFORMS, platform_of
from generator.problems import Problems
from generator.reading.content.own_fields import own_field_faults
from generator.reading.text.source import Source
from generator.reading.text.yaml_text import parse_yaml, validate


def read_about(source: Source) -> FrontMatter | None:
    """Return what a guide says about itself, without reading the rest; None where something is wrong with it."""
    front, end, _ = source.text.removeprefix("---\n").partition("\n---")
    if not end or not source.text.startswith("---\n"):
        return None
    return about_from(front, source, Problems())


def about_from(text: str, source: Source, problems: Problems) -> FrontMatter | None:
    """Return what a guide says about itself in its front matter, or report what is wrong with it."""
    document = parse_yaml(Source(source.path, "\n" + text), problems)
    if document is None:
        return None
    if document.data.get("verified") == "":
        document.data["verified"] = None
    about = validate(FrontMatter, document.data, document, problems)
    if about is None:
        return None
    fault = _platform_fault(about)
    if fault:
        problems.error(document.place(("platform",)), *fault)
        return None
    faults = Problems()
    for key, own_fault in own_field_faults(about):
        faults.error(document.place(("org_fields", key)), *own_fault)
    return problems.accept(about, faults)


def _platform_fault(about: FrontMatter) -> tuple[str, str] | None:
    """Return the code and the words of what is wrong with the platform that a guide names."""
    if about.platform not in {None, *PLATFORMS}:
        known = ", ".join(PLATFORMS)
        text = f"“platform” is “{about.platform}”, which is not known here. Platforms known: {known}."
        return "unknown-platform", text
    if platform_of(about) is GENERIC and not about.product:
        text = "A guide of the generic platform names its product itself. Add a line such as: product: Okta"
        return "no-product", text
    return None
