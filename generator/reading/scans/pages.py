"""Finds a printed page in a picture: by its code which page it is, and by its print where on the picture it lies."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pypdfium2
import zxingcpp

from generator.model.sheet_layouts import parsed_code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from generator.model.sheet_layouts import MarkPlace, PageCode, PageLayout

    Picture = NDArray[np.uint8]
    Matrix = NDArray[np.float64]

PER_MM = 8
"""Pixels a millimetre in which boxes are looked at."""

PER_POINT = PER_MM * 25.4 / 72
COARSE = 2
"""Features are sought in pictures so many times as small."""

CODE_SIDE = 20.3
FROM_RIGHT, FROM_BOTTOM = 17, 5
"""Millimetres: how large a code is, and how far from the edges of the paper."""

QR_CODES = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
FEATURES = 1200
CLOSE = 5.0
"""Pixels of the small picture that a feature may lie beside its place."""

DRIFT = 3.5 * PER_MM
NEAREST = 9
"""How far features may lie aside on bent paper, in pixels of the blank page, and how many say how far a box does.

Print that repeats itself, as lines of text and rows of boxes do, is seen farther aside: it was taken for its like.
"""

ENOUGH = 30
"""Features that must agree on where a page lies."""


ASIDE = 0.3
"""Of its side: so far a code may lie beside its place, on paper that is not flat."""


class UnreadPageError(Exception):
    """Why a page cannot be read: the code and text of a problem."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True)
class FoundCode:
    """A code and its corners in the picture: upper left, upper right, lower right, lower left, (x, y) a row."""

    code: PageCode
    corners: Matrix


def find_codes(picture: Picture) -> list[FoundCode]:
    """Return our codes in a picture in grey, however it is turned."""
    found = []
    for barcode in zxingcpp.read_barcodes(picture, formats=QR_CODES, try_invert=False):
        code = parsed_code(barcode.text)
        if code:
            at = barcode.position
            corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
            found.append(FoundCode(code, np.array([(corner.x, corner.y) for corner in corners], float)))
    return found


@dataclass(frozen=True)
class BlankPage:
    """A page as it is printed: its layout and its picture in grey, `PER_MM` pixels a millimetre."""

    layout: PageLayout
    picture: Picture

    @cached_property
    def darkness(self) -> NDArray[np.float32]:
        """Return how dark the print is, from 0 to 1."""
        dark = 255 - self.picture
        share = dark / 255
        return share.astype(np.float32)

    @cached_property
    def features(self) -> tuple[Matrix, Picture]:
        """Return the places of features, in pixels of `picture`, and their descriptors."""
        factor = 1 / COARSE
        small = _shrunk(self.picture, factor)
        return _features(small, COARSE)


def blank_page(pdf: bytes, number: int, layout: PageLayout) -> BlankPage:
    """Return a page of a sheet as it is printed. `number` counts from 1."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture = document[number - 1].render(scale=PER_POINT, grayscale=True).to_numpy()
    finally:
        document.close()
    return BlankPage(layout, np.ascontiguousarray(picture.reshape(picture.shape[:2])))


@dataclass(frozen=True)
class PlacedPage:
    """A picture in which a page was found. `view` takes places of the blank page to the picture, in pixels of both.

    `contrast` says how much darker print is than paper, as a part of the paper's brightness.
    """

    picture: Picture
    view: Matrix
    contrast: float
    drift: tuple[Matrix, Matrix]
    """Features of the blank page, and how far beside their places they are seen where the paper is not flat."""

    def view_near(self, place: Matrix) -> Matrix:
        """Return the projection as it is near a place of the blank page."""
        places, aside = self.drift
        ways = places - place
        away = np.hypot(ways[:, 0], ways[:, 1])
        order = np.argsort(away)
        nearest = order[:NEAREST]
        right, down = np.median(aside[nearest], axis=0)
        shift = np.array([[1, 0, right], [0, 1, down], [0, 0, 1]])
        view = shift @ self.view
        return np.asarray(view, float)


def place(picture: Picture, code: FoundCode, blank: BlankPage) -> PlacedPage:
    """Find a page in the picture. Raises `UnreadPageError`."""
    side = float(np.mean(np.hypot(*(code.corners - np.roll(code.corners, 1, axis=0)).T)))
    factor = CODE_SIDE * PER_MM / side
    if factor < 1 / 1.25:
        picture = _shrunk(picture, factor)
        scale = factor
    else:
        scale = 1.0
    coarse = factor / scale / COARSE
    small = _shrunk(picture, coarse) if coarse < 1 / 1.1 else picture
    points, descriptors = _features(small, picture.shape[1] / small.shape[1])
    view, drift = _view(blank, points, descriptors)
    corners = code.corners * scale
    placed = PlacedPage(picture, view, _contrast(picture, corners), drift)
    _refuse_elsewhere(placed, corners, blank)
    _refuse_cut_off(placed, blank.layout.marks)
    return placed


def _shrunk(picture: Picture, factor: float) -> Picture:
    area = cv2.INTER_AREA
    small = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=area)
    return np.asarray(small, np.uint8)


def _features(picture: Picture, scale: float) -> tuple[Matrix, Picture]:
    finder = cv2.ORB.create(FEATURES, fastThreshold=12)
    points, descriptors = finder.detectAndCompute(picture, None)
    places = [point.pt for point in points]
    table = np.array(places, float).reshape(-1, 2)
    return table * scale, np.asarray(descriptors, np.uint8)


def _view(blank: BlankPage, points: Matrix, descriptors: Picture) -> tuple[Matrix, tuple[Matrix, Matrix]]:
    """Return the projection of the blank page into the picture on which enough features agree, and their drift."""
    printed, printed_descriptors = blank.features
    pairs: Sequence[cv2.DMatch] = ()
    if len(points):
        pairs = cv2.BFMatcher(cv2.NORM_HAMMING, crossCheck=True).match(printed_descriptors, descriptors)
    if len(pairs) >= ENOUGH:
        source = printed[[pair.queryIdx for pair in pairs]]
        target = points[[pair.trainIdx for pair in pairs]]
        view, agreeing = cv2.findHomography(source, target, cv2.RANSAC, CLOSE * COARSE, maxIters=3000, confidence=0.999)
        if view is not None and int(agreeing.sum()) >= ENOUGH:
            flat = np.asarray(view, float)
            aside = target - projected(flat, source)
            drift = projected(np.linalg.inv(flat), target) - source
            near = np.hypot(drift[:, 0], drift[:, 1]) < DRIFT
            return flat, (source[near], aside[near])
    raise UnreadPageError(
        "scan-not-found", "The print of this page cannot be found in the picture. Scan it again, flat."
    )


def _contrast(picture: Picture, corners: Matrix) -> float:
    """Return how much darker print is than paper here, as a part of the paper's brightness."""
    upper_left = corners.min(axis=0).clip(0)
    lower_right = corners.max(axis=0)
    left, top = upper_left.astype(int)
    right, bottom = lower_right.astype(int)
    part = picture[top:bottom, left:right]
    black, paper = np.percentile(part, (5, 95))
    share = float(black) / max(float(paper), 1)
    return max(1 - share, 0.1)


def projected(view: Matrix, points: Matrix) -> Matrix:
    """Return where points of the blank page lie in the picture."""
    places = points.reshape(1, -1, 2).astype(float)
    projection = cv2.perspectiveTransform(places, view)
    return np.asarray(projection, float).reshape(-1, 2)


def _refuse_elsewhere(placed: PlacedPage, corners: Matrix, blank: BlankPage) -> None:
    """Raise if the code is not where the page has it: another page was pasted, copied or printed with it."""
    size = CODE_SIDE * PER_MM
    right = blank.layout.width * PER_POINT - FROM_RIGHT * PER_MM
    bottom = blank.layout.height * PER_POINT - FROM_BOTTOM * PER_MM
    left, top = right - size, bottom - size
    expected = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
    away = projected(placed.view, expected) - corners
    farthest = np.hypot(away[:, 0], away[:, 1]).max()
    side = math.dist(corners[0], corners[1])
    if farthest > ASIDE * side:
        text = "The code on this page is not where it was printed. It was pasted on, or belongs to another page."
        raise UnreadPageError("scan-other-page", text)


EDGES = ("left", "upper", "right", "lower")


def _refuse_cut_off(placed: PlacedPage, marks: Sequence[MarkPlace]) -> None:
    """Raise if boxes lie outside the picture, and say on which side of the page."""
    height, width = placed.picture.shape
    for mark in marks:
        middle = np.array([[(mark.left + mark.right) / 2, (mark.top + mark.bottom) / 2]]) * PER_POINT
        ((x, y),) = projected(placed.view, middle)
        outside = (x < 0, y < 0, x >= width, y >= height)
        if any(outside):
            edge = EDGES[outside.index(True)]
            text = f"The {edge} edge of the page is not in the picture. Take one that shows the whole page."
            raise UnreadPageError("scan-cut-off", text)
