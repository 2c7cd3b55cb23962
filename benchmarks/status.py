"""Time `guide status` over 1,000 records, and over one: the difference is what a record costs.

It is the processor's time that counts: other work on the machine does not change it.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).parent.parent
GUIDE = "salesforce-external-client-app"
MANY = 1000


def guide(*arguments: str | Path) -> None:
    """Run the command; status ends with 1 because steps are open."""
    subprocess.run(
        [sys.executable, "-m", "generator.cli", *map(str, arguments)], cwd=PROJECT, check=False, capture_output=True
    )


def seconds(folder: Path) -> float:
    """Return how much of the processor's time one `guide status` takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    guide("status", folder)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Make the records in a folder for a moment, and print the figures."""
    with tempfile.TemporaryDirectory() as name:
        one, many = Path(name, "one"), Path(name, "many")
        org = PROJECT / "content/orgs/example-sandbox.yaml"
        guide("record", "--org", org, "--by", "Ann", "--next-review", "2027-01-01", "--out", one)
        text = (one / f"example-sandbox/{GUIDE}.yaml").read_text(encoding="utf-8")
        for number in range(MANY):
            folder = many / f"org-{number:04}"
            folder.mkdir(parents=True)
            (folder / f"{GUIDE}.yaml").write_text(
                text.replace("org: example-sandbox", f"org: org-{number:04}"), encoding="utf-8"
            )
        few, lots = min(seconds(one) for _ in range(3)), min(seconds(many) for _ in range(3))
        print(f"1 record: {few:.2f} s; {MANY:,} records: {lots:.2f} s; each: {(lots - few) / MANY * 1000:.2f} ms")
        shutil.rmtree(many)


main()
