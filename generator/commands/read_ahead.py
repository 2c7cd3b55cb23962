"""What a build reads back, read by all its processes first: whatever they find nothing wrong with is then known.

The build itself goes over everything as always. It looks at nothing again that was found sound in the same bytes, and
finds what is wrong itself.
"""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import BrokenExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.commands.finished_site import page_problems, search_problems, written_pages
from generator.problems import Problems
from generator.project.earlier import Earlier
from generator.publishing.artefacts import (
    Output,
    count_values,
    refuse_lost_words,
    refuse_secrets_in,
    searched_files,
)
from generator.publishing.printed_proof import printed_problems

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from generator.batch.workers import Workers
    from generator.model import Guide
    from generator.project.earlier import Findings
    from generator.publishing.artefacts import Artefact
    from generator.publishing.printed_proof import PrintedFile


@dataclass(frozen=True)
class FinishedBuild:
    """All that somebody needs to know who reads a part of a build back."""

    project: Path
    folder: Path
    shown_as: str
    guides: Mapping[str, Guide]
    artefacts: dict[str, tuple[Artefact, ...]]
    printed: dict[str, tuple[PrintedFile, ...]]
    """Both of each guide."""

    settings: tuple[str, ...]
    hashes: frozenset[str]
    """What only looks like a secret."""

    findings: Findings
    """What is known already."""


def read_ahead(build: FinishedBuild, workers: Workers) -> Findings:
    """Return what is found by all workers, each of which reads what is of one guide at a time."""
    shares: dict[str, list[Path]] = defaultdict(list)
    for path in searched_files(build.folder):
        shares[_guide_of(path.relative_to(build.folder), build)].append(path)
    running = [workers.executor.submit(read_share, build, guide_id, files) for guide_id, files in shares.items()]
    findings: Findings = {}
    with suppress(BrokenExecutor):  # what is not found by a killed process is found afterwards
        for future in running:
            findings |= future.result()
    return findings


def _guide_of(name: Path, build: FinishedBuild) -> str:
    """Return the guide that a file is of, or nothing."""
    parts = [*name.parts, name.stem]
    for guide_id in build.guides:
        if guide_id in parts:
            return guide_id
    return ""


def read_share(build: FinishedBuild, guide_id: str, files: list[Path]) -> Findings:
    """Return what is found in what is of one guide, or of none, as the build itself would find it."""
    out = Output(build.folder, build.shown_as, Problems(), Earlier(build.folder, findings=build.findings))
    if guide_id:
        count_values(out, [build.guides[guide_id]], build.artefacts)
        refuse_lost_words(out, build.guides[guide_id], build.artefacts[guide_id])
        out.problems.extend(printed_problems(build.printed[guide_id], out))
    site = build.folder / "site"
    docs = build.folder / "docs"
    pages = [page for page in written_pages(docs, build.project) if site / page.name in files]
    out.problems.extend(page_problems(pages, build.settings, out))
    out.problems.extend(search_problems(pages, out))
    for path in files:
        refuse_secrets_in(path, out, build.hashes)
    found: Findings = out.earlier.now["findings"]
    return found
