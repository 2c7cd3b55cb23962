"""Takes the README's pictures from a finished build: `make pictures`."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from PIL import Image
from playwright.sync_api import ViewportSize, sync_playwright

HERE = Path(__file__).parent
BUILD = HERE.parent.parent / "build"
GUIDE = "salesforce-external-client-app"
SHEETS = BUILD / "orgs/example-production" / GUIDE
SIZE = (760, 1075)
PHONE: ViewportSize = {"width": 400, "height": 566}
COLOURS = 64


def page_pictures(guide: Path, desk: Path, phone: Path) -> None:
    """Take the top of the guide at a desk, and a step in progress on a phone in the dark."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium-headless-shell"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
        page.goto(guide.as_uri())
        page.screenshot(path=desk)
        page = browser.new_page(viewport=PHONE, color_scheme="dark", device_scale_factor=SIZE[0] / PHONE["width"])
        page.goto(guide.as_uri())
        for step in ("open-setup", "open-app-manager", "new-app", "basic-information", "enable-oauth"):
            page.locator(f"#{step} input").check()
        page.locator("#run-next").click()
        page.screenshot(path=phone)
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
    page_pictures(BUILD / "site" / GUIDE / "index.html", HERE / "site.png", HERE / "phone.png")
    sheet_picture(SHEETS / "checklist.pdf", 2, HERE / "checklist.png")
    sheet_picture(SHEETS / "summary.pdf", 1, HERE / "summary.png")
    for name in ("site.png", "phone.png", "checklist.png", "summary.png"):
        shrink(HERE / name)
