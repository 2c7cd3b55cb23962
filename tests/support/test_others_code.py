"""Coverage traces our own code; a layout, which is thousands of others' frames, must pass it by."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.project import PROJECT

pytestmark = pytest.mark.pdf

COUNT = """
import sys
from generator.output.pdf import make_pdf

{leave_out}
frames = 0

def count(frame, event, argument):
    global frames
    frames += "/weasyprint/" in frame.f_code.co_filename

sys.settrace(count)
make_pdf("<!doctype html><html lang=en><title>t</title><p>Text</p></html>", name="t.pdf")
sys.settrace(None)
print(frames)
"""


@pytest.mark.parametrize(
    ("leave_out", "least", "most"),
    [("import weasyprint", 1000, 10**7), ("from tests.support.others_code import leave_out; leave_out()", 0, 200)],
    ids=["traced", "left out"],
)
def test_a_layout_is_not_traced(leave_out: str, least: int, most: int) -> None:
    """Each door to WeasyPrint is named in others_code; a new one would let thousands of frames in again."""
    program = COUNT.format(leave_out=leave_out)
    done = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert least <= int(done.stdout) <= most
