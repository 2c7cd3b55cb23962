"""The judges condemn bad files and say what is missing; otherwise a clean verdict would mean nothing."""

from dataclasses import replace
from pathlib import Path

import pytest
from weasyprint import HTML

from tests.support import validators
from tests.support.validators import ToolMissingError, check_html, validate_pdfs

pytestmark = pytest.mark.slow

GOOD_PAGE = "<!doctype html><html lang=en><title>Page</title><p>Text</p></html>"
BAD_PAGE = "<!doctype html><html lang=en><title>Page</title><p>Text</div></html>"


def page(folder: Path, name: str, html: str) -> Path:
    path = folder / name
    path.write_text(html, encoding="utf-8")
    return path


def pdf(folder: Path, variant: str | None) -> Path:
    path = folder / f"{(variant or 'plain').replace('/', '-')}.pdf"
    HTML(string=GOOD_PAGE).write_pdf(path, pdf_variant=variant)
    return path


def test_pdfs_are_told_apart(tmp_path: Path) -> None:
    """A plain PDF fails both standards; a PDF made for one passes that one and fails the other."""
    plain, accessible, archival = (pdf(tmp_path, variant) for variant in (None, "pdf/ua-1", "pdf/a-2a"))

    verdicts = validate_pdfs([plain, accessible, archival])

    assert [(verdict.file, verdict.flavour, verdict.compliant) for verdict in verdicts] == [
        (plain, "ua1", False),
        (plain, "2a", False),
        (accessible, "ua1", True),
        (accessible, "2a", False),
        (archival, "ua1", False),
        (archival, "2a", True),
    ]
    assert [bool(verdict.failures) for verdict in verdicts] == [not v.compliant for v in verdicts]
    missing_id = ("6.1.3", 1, "root")
    assert missing_id in [(failure.clause, failure.test, failure.object) for failure in verdicts[1].failures]
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(plain.read_bytes())
    assert validate_pdfs([copy]) == [replace(verdict, file=copy) for verdict in verdicts[:2]]


def test_no_pdf_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"^there is no PDF to judge$"):
        validate_pdfs([])


def test_a_file_that_is_no_pdf_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"^veraPDF failed:\n"):
        validate_pdfs([page(tmp_path, "page.pdf", GOOD_PAGE)])


def test_a_bad_page_is_found_among_good_ones(tmp_path: Path) -> None:
    page(tmp_path, "good.html", GOOD_PAGE)
    bad = page(tmp_path, "bad.html", BAD_PAGE)

    assert check_html([tmp_path]) == [f"file:{bad}:1: Stray end tag “div”."]


def test_a_good_page_has_no_errors(tmp_path: Path) -> None:
    assert check_html([page(tmp_path, "good.html", GOOD_PAGE)]) == []


@pytest.mark.parametrize("name", ["missing.html", "notes.txt", "."])
def test_nothing_to_check_is_an_error(tmp_path: Path, name: str) -> None:
    """The checker itself passes a missing file, another kind of file and an empty folder."""
    page(tmp_path, "notes.txt", "text")

    with pytest.raises(ValueError, match=r"^there is no HTML to check: "):
        check_html([tmp_path / name])


def test_a_missing_jar_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validators, "SYSTEM_JARS", tmp_path)
    monkeypatch.setattr(validators, "_verapdf", validators.VeraPdf)

    with pytest.raises(ToolMissingError) as error:
        validate_pdfs([page(tmp_path, "any.pdf", GOOD_PAGE)])

    assert str(error.value) == (
        "jaxb-runtime.jar is missing: install Debian's libjaxb-java, or run `make test`, which does"
    )


def test_missing_java_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(ToolMissingError) as error:
        check_html([page(tmp_path, "good.html", GOOD_PAGE)])

    assert str(error.value) == (
        "java is missing: install Debian's default-jdk-headless, or run `make test`, which does"
    )


def test_a_missing_html_checker_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validators, "VNU_JAR", tmp_path / "vnu.jar")

    with pytest.raises(ToolMissingError) as error:
        check_html([])

    assert str(error.value) == ("the Nu HTML checker is missing: install npm's vnu-jar, or run `make test`, which does")
