"""Holds sheets from masters against the full layout: `python -m benchmarks.equality --orgs 200 --share 2000`.

For `--orgs` invented orgs of all lengths every printed sheet is made both ways and compared: texts, tags, fields,
links, bookmarks, metadata and pixels. `--out` keeps those from masters, to be judged; `--share` orgs are counted.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.contestants import PROJECT, read
from generator.deriving.guide_view import org_view, view
from generator.output.pdf import make_pdf
from generator.output.variable_data.printing import Press
from generator.rendering.sheets.checklist import checklist_html, checklist_texts
from generator.rendering.sheets.confirm import confirm_html, confirm_texts
from generator.rendering.sheets.summary import summary_print, summary_texts
from tests.support.same_sheet import differences, some_org

if TYPE_CHECKING:
    from generator.model import Guide, Org

SHEETS = {
    "checklist": (checklist_texts, checklist_html),
    "confirm": (confirm_texts, confirm_html),
    "summary": (summary_texts, summary_print),
}


def pressed(press: Press, guide: Guide, org: Org, sheet: str) -> bytes | None:
    """Return a sheet from a master, or None if it was laid out singly."""
    before, (texts, _) = press.singly, SHEETS[sheet]
    data = press.sheet(sheet, texts(view(guide), org), lambda: page(guide, org, sheet), name=sheet)
    return bytes(data) if press.singly == before else None


def page(guide: Guide, org: Org, sheet: str) -> str:
    return SHEETS[sheet][1](org_view(view(guide), org))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orgs", type=int, default=200)
    parser.add_argument("--first", type=int, default=0, help="number of the first invented org")
    parser.add_argument("--share", type=int, default=2000)
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    guide, _ = read(PROJECT / "content/orgs/example-production.yaml")
    press = Press(full_layout=False)
    compared = differing = 0
    for seed in range(chosen.first, chosen.first + chosen.orgs):
        org = some_org(seed)
        for sheet in SHEETS:
            data = pressed(press, guide, org, sheet)
            if data is None:
                continue
            compared += 1
            found = differences(data, make_pdf(page(guide, org, sheet), name=sheet))
            differing += bool(found)
            if found:
                print(org, sheet, found, flush=True)
            if chosen.out:
                (chosen.out / f"{org.id}-{sheet}.pdf").write_bytes(data)
    print(f"{compared} sheets of {chosen.orgs} orgs compared, {press.singly} laid out singly, {differing} differ.")
    singly = sum(
        any(pressed(press, guide, some_org(seed, complete=True), sheet) is None for sheet in SHEETS)
        for seed in range(chosen.share)
    )
    print(f"{chosen.share - singly} of {chosen.share} orgs have all their sheets from masters.")


if __name__ == "__main__":
    main()
