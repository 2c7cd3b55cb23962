"""Takes the README's pictures from a finished build: `make pictures`."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
BUILD = HERE.parent.parent / "build"
GUIDE = "salesforce-external-client-app"
SHEETS = BUILD / "orgs/example-production" / GUIDE
SIZE = (760, 1075)
COLOURS = 64


def page_picture(path: Path, to: Path) -> None:
    """Take the top of a page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
        page.goto(path.as_uri())
        page.screenshot(path=to)
        browser.close()


def sheet_picture(path: Path, number: int, to: Path) -> None:
    """Draw one page of a PDF."""
    size = ["-scale-to-x", str(SIZE[0]), "-scale-to-y", str(SIZE[1])]
    pages = ["-f", str(number), "-l", str(number), "-singlefile"]
    subprocess.run(["pdftoppm", "-png", *size, *pages, path, to.with_suffix("")], check=True)  # noqa: S607


def shrink(path: Path) -> None:
    """Keep few colours: the pictures are downloaded with every clone."""
    Image.open(path).convert("RGB").quantize(COLOURS).save(path, optimize=True)


if __name__ == "__main__":
    page_picture(BUILD / "site" / GUIDE / "index.html", HERE / "site.png")
    sheet_picture(SHEETS / "checklist.pdf", 2, HERE / "checklist.png")
    sheet_picture(SHEETS / "summary.pdf", 1, HERE / "summary.png")
    for name in ("site.png", "checklist.png", "summary.png"):
        shrink(HERE / name)
