"""The fields of a PDF and what became of them, where a person sees them: on its pages.

A file's list of fields says nothing for sure. It goes on naming the boxes of a page that was taken out, and programs
that put pages of several files together leave fields out of it or name them anew.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pikepdf

from generator.model.filled_sheets import Box, Reason
from generator.model.sheet_layouts import REASON_END
from generator.reading.text.plain_text import text_fault
from generator.secrets import looks_secret

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_NODES = 100_000
"""Of a walk through what somebody else wrote, which may lead in circles or a thousand ways to the same place."""

MAX_PARENTS = 10
MAX_NAME = 300
MAX_DRAWING = 100_000
"""Bytes of a drawing that is looked at. That of a tick has some hundred."""

CHECK_BOX, TEXT = "/Btn", "/Tx"
"""Kinds of fields (ISO 32000-1, 12.7.4)."""

UNTICKED = frozenset({"/Off", "/", ""})


class TooManyNodesError(Exception):
    """A walk through a file did not come to its end."""


def boxes_by_page(pdf: pikepdf.Pdf) -> dict[int, list[Box]]:
    """Return each page's check boxes, by the page's number from 1; those behind the tags if the file was flattened."""
    widgets = _widgets_on_pages(pdf, CHECK_BOX)
    if not any(widgets.values()):
        return _flattened_boxes(pdf)
    boxes = {}
    for number, on_page in widgets.items():
        boxes[number] = [_box(widget, number) for widget in on_page]
    return boxes


def reasons_by_page(pdf: pikepdf.Pdf) -> dict[int, list[Reason]]:
    """Return what was typed on each page, by its number from 1. Where a field has no step, its name is one."""
    widgets = _widgets_on_pages(pdf, TEXT)
    if not any(widgets.values()):
        widgets = _flattened_widgets(pdf, TEXT)
    reasons = {}
    for number, on_page in widgets.items():
        typed = [_reason(widget, number) for widget in on_page]
        reasons[number] = [reason for reason in typed if reason.text]
    return reasons


def _reason(widget: Any, page: int) -> Reason:
    step = _name(widget).removesuffix(REASON_END)
    typed = _inherited(widget, "/V")
    text = str(typed) if isinstance(typed, pikepdf.String) else ""
    return Reason(step, page, " ".join(text.split()))


def is_odd(text: str) -> bool:
    """Whether a text is none that our sheets hold, and none to repeat in a message."""
    if text_fault("", text, MAX_NAME):
        return True
    return looks_secret(text)


def _widgets_on_pages(pdf: pikepdf.Pdf, kind: str) -> dict[int, list[Any]]:
    nodes = _Budget()
    widgets: dict[int, list[Any]] = {}
    for number, page in enumerate(nodes.spent_on(pdf.pages), start=1):
        annotations = page.obj.get("/Annots", ())
        widgets[number] = [item for item in nodes.spent_on(annotations) if _is_field(item, kind)]
    return widgets


class _Budget:
    """Counts the nodes of a walk, however they are linked, and ends it."""

    def __init__(self) -> None:
        self._left = MAX_NODES

    def spent_on(self, nodes: Iterable[Any]) -> Iterator[Any]:
        """Yield the nodes. Raises `TooManyNodesError`."""
        for node in nodes:
            self._left -= 1
            if self._left < 0:
                raise TooManyNodesError
            yield node


# One box


def _is_field(annotation: Any, kind: str) -> bool:
    if not isinstance(annotation, pikepdf.Dictionary):
        return False
    return annotation.get("/Subtype") == "/Widget" and _inherited(annotation, "/FT") == kind


def _box(widget: Any, page: int) -> Box:
    is_ticked = _is_ticked(widget)
    return Box(_name(widget), page, is_ticked)


def _name(widget: Any) -> str:
    """Return the box's own name, which stays as it is where a program names its field anew; old sheets have none."""
    titles = list(map(str, _above(widget, "/T")))
    name = str(widget.get("/NM", "")) or ".".join(reversed(titles))
    if is_odd(name):
        return "(hidden)"
    return name


def _is_ticked(widget: Any) -> bool | None:
    """Return what value and drawing both say. A box without a drawing of its state cannot be ticked, only blank."""
    said, shown = _inherited(widget, "/V"), _shown_state(widget)
    is_said = said is not None and str(said) not in UNTICKED
    if shown is None:
        return None if is_said else False
    is_shown = shown not in UNTICKED
    if said is None or is_said == is_shown:
        return is_shown
    return None


def _shown_state(widget: Any) -> str | None:
    """Return the state whose drawing stands on the page; None if the file has none.

    Poppler, when it draws an unticked box that has no drawing, puts one in place of all (Evince, Okular, Atril).
    """
    drawings = _drawings(widget)
    state = str(widget.get("/AS", "/Off"))
    if state in drawings or (drawings and state in UNTICKED):
        return state
    return None


def _drawings(widget: Any) -> dict[str, Any]:
    """Return the drawing of each state. A stream in their place has entries too, but is a drawing itself."""
    drawings = widget.get("/AP", {}).get("/N", {})
    if isinstance(drawings, pikepdf.Dictionary):
        return dict(drawings.items())
    return {}


def _inherited(widget: Any, key: str) -> Any:
    return next(_above(widget, key), None)


def _above(widget: Any, key: str) -> Iterator[Any]:
    """Yield the values of a key at the widget and the fields above it."""
    field = widget
    for _ in range(MAX_PARENTS):
        if not isinstance(field, pikepdf.Dictionary):
            return
        if key in field:
            yield field[key]
        field = field.get("/Parent")


# Flattened files: the fields became a part of the page, and the tags still lead to what they were


def _flattened_boxes(pdf: pikepdf.Pdf) -> dict[int, list[Box]]:
    drawn = {number: _drawn_forms(page) for number, page in enumerate(pdf.pages, start=1)}
    boxes = {}
    for number, on_page in _flattened_widgets(pdf, CHECK_BOX).items():
        boxes[number] = [_flattened_box(widget, number, drawn[number]) for widget in on_page]
    return boxes


def _flattened_widgets(pdf: pikepdf.Pdf, kind: str) -> dict[int, list[Any]]:
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    widgets: dict[int, list[Any]] = defaultdict(list)
    for widget in _tagged_widgets(pdf, kind):
        page = widget.get("/P")
        number = numbers.get(page.objgen) if isinstance(page, pikepdf.Dictionary) else None
        if number is not None:
            widgets[number].append(widget)
    return widgets


def _flattened_box(widget: Any, page: int, drawn: set[bytes]) -> Box:
    """A tick that the page does not show may have been taken away after it was set."""
    box = _box(widget, page)
    drawing = _drawings(widget).get(str(widget.get("/AS")))
    if box.ticked and (drawing is None or _content(drawing) not in drawn):
        return Box(box.name, page, None)
    return box


def _tagged_widgets(pdf: pikepdf.Pdf, kind: str) -> Iterator[Any]:
    """Yield the fields of a kind that the structure tree refers to, in its order."""
    nodes, visited = _Budget(), set()
    root: Any = pdf.Root
    stack = [root.get("/StructTreeRoot", {}).get("/K")]
    while stack:
        node = stack.pop()
        if isinstance(node, pikepdf.Array):
            stack += reversed(list(nodes.spent_on(node)))
        elif isinstance(node, pikepdf.Dictionary) and node.objgen not in visited:
            visited |= {node.objgen} - {(0, 0)}
            target = node.get("/Obj") if node.get("/Type") == "/OBJR" else None
            if target is not None and _is_field(target, kind):
                yield target
            stack.append(node.get("/K"))


def _drawn_forms(page: pikepdf.Page) -> set[bytes]:
    """Return the small drawings that a page has as a whole, also those within others."""
    nodes, visited = _Budget(), set()
    drawn = set()
    stack = [page.obj.get("/Resources")]
    while stack:
        resources = stack.pop()
        if not isinstance(resources, pikepdf.Dictionary) or resources.objgen in visited:
            continue
        visited |= {resources.objgen} - {(0, 0)}
        for _, form in nodes.spent_on(resources.get("/XObject", {}).items()):
            if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == "/Form" and form.objgen not in visited:
                visited.add(form.objgen)
                drawn.add(_content(form))
                stack.append(form.get("/Resources"))
    return drawn


def _content(stream: Any) -> bytes:
    """Return what a drawing holds; nothing if it is larger than any of ours."""
    if len(stream.read_raw_bytes()) > MAX_DRAWING:
        return b""
    return bytes(stream.read_bytes()).strip()
