"""What files that set an app up look like on a platform, and what they must be told first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model import Guide, Org
    from generator.model.org import Fault


class DeploymentRules(Protocol):
    """What one platform knows of files that its own tools deploy."""

    @property
    def folders(self) -> tuple[str, ...]:
        """Return the folders that every deployment has, by which one knows it again."""

    def org_faults(self, org: Org) -> Iterator[Fault]:
        """Yield what an org must say, or say otherwise, before anything can be made from it."""

    def files(self, guide: Guide, org: Org, version: int) -> dict[str, str]:
        """Return every file by its path, for a version of the platform. The org must be without faults."""
