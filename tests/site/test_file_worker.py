"""Opened from disk, the theme's search works in a frame, which hears its own page and nobody else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.project import PROJECT

pytestmark = pytest.mark.browser

PAGE = '<!doctype html><title>t</title><body><script src="file-worker.js"></script>'
WORKER = "addEventListener('message', (event) => postMessage('heard ' + event.data));"
ASK = """async () => {
  const heard = [], worker = new Worker("worker.js");
  worker.addEventListener("message", (event) => heard.push(event.data));
  await worker.postMessage("first");
  window.postMessage.call(frames[0], "strange", "*");
  await new Promise((resolve) => setTimeout(resolve, 200));
  await worker.postMessage("second");
  return heard;
}"""


def test_the_frame_hears_its_own_page_alone(browser: Browser, tmp_path: Path) -> None:
    shutil.copy(PROJECT / "site_overrides/assets/file-worker.js", tmp_path)
    (tmp_path / "page.html").write_text(PAGE)
    (tmp_path / "worker.js").write_text(WORKER)
    context = browser.new_context()
    page = context.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    assert page.evaluate(ASK) == ["heard first", "heard second"]
    context.close()
