"""Opens the files of `content/` and gathers every problem in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from generator.checking import check
from generator.checking.content import GuideContent
from generator.commands.paths import shown
from generator.commands.sources import open_source, org_files, read_orgs
from generator.fingerprint import step_hash
from generator.problems import Location, Problems
from generator.reading.guide import read_guide, read_lock, read_values

if TYPE_CHECKING:
    from pathlib import Path

    from generator.commands.paths import Paths
    from generator.model import Guide, Org
    from generator.reading.source import Source


@dataclass(frozen=True)
class Content:
    """All guides and orgs that could be read."""

    guides: tuple[Guide, ...]
    orgs: tuple[Org, ...]

    @cached_property
    def hashes(self) -> dict[str, dict[str, str]]:
        """Return each guide's step hashes by step id."""
        return {guide.id: {step.id: step_hash(step) for step in guide.steps} for guide in self.guides}


def load(paths: Paths, problems: Problems, guide_id: str | None = None) -> Content:
    """Read every guide (or one) and every org file; what is wrong goes to `problems`."""
    orgs = read_orgs(org_files(paths.orgs), problems)
    return Content(load_guides(paths, problems, guide_id), tuple(orgs))


def load_guides(paths: Paths, problems: Problems, guide_id: str | None = None) -> tuple[Guide, ...]:
    """Read and check the guide folders."""
    folders = sorted(path.parent for path in paths.content.glob("*/guide.md"))
    chosen = [folder for folder in folders if guide_id in {None, folder.name}]
    if not chosen:
        known = ", ".join(folder.name for folder in folders) or "none"
        problems.error(
            Location(shown(paths.content)),
            "no-guide",
            f"No guide{f' “{guide_id}”' if guide_id else ''} was found here. Guides found: {known}.",
        )
    return tuple(guide for folder in chosen if (guide := _load_guide(folder, problems)))


def _load_guide(folder: Path, problems: Problems) -> Guide | None:
    sources = {name: open_source(folder / name, problems) for name in ("guide.md", "values.yaml", "vendor.lock.yaml")}
    texts = {name: source for name, source in sources.items() if source}
    return check_texts(folder.name, texts, problems) if len(texts) == len(sources) else None


def check_texts(guide_id: str, sources: dict[str, Source], problems: Problems) -> Guide | None:
    """Read and check one guide from the texts of its files."""
    guide_source, values_source, lock_source = (
        sources[name] for name in ("guide.md", "values.yaml", "vendor.lock.yaml")
    )
    faults = Problems()
    values = read_values(values_source, faults)
    lock = read_lock(lock_source, faults)
    unread_values = faults.has_errors
    guide = read_guide(guide_id, guide_source, values, faults)
    problems.extend(fault for fault in faults if not (unread_values and fault.code == "unknown-reference"))
    if guide:
        check(GuideContent(guide, lock, guide_source, values_source, lock_source), problems)
    return guide
