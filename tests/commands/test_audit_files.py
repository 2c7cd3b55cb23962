"""Which files an audit takes: archives, misnamed ones, and what no known release has."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import Result

from generator.project import archives
from tests.support.org_metadata import GLOBAL, KEY, PLUGIN, POLICY, SOUND, edit
from tests.support.project import PROJECT, run

FOLDERS = {
    "eca": "externalClientApps",
    "ecaGlblOauth": "extlClntAppGlobalOauthSets",
    "ecaOauth": "extlClntAppOauthSettings",
    "ecaOauthPlcy": "extlClntAppOauthPolicies",
    "ecaPlcy": "extlClntAppPolicies",
    "settings": "settings",
}


def audit(folder: Path, *more: str | Path) -> Result:
    return run("audit", folder, "--project", PROJECT, *more)


def in_metadata_format(prefix: str = "unpackaged/") -> dict[str, str]:
    """Return the sound files as a retrieval in metadata format leaves them."""
    files = {}
    for name, text in SOUND.items():
        plain = name.removesuffix("-meta.xml")
        files[f"{prefix}{FOLDERS[plain.rpartition('.')[2]]}/{plain}"] = text
    return files


def archive(path: Path, files: dict[str, str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in files.items():
            file.writestr(name, text)
    return path


# Archives -----------------------------------------------------------------------------------------


def test_an_archive_is_read_in_a_folder_and_by_itself(tmp_path: Path) -> None:
    path = archive(tmp_path / "org/unpackaged.zip", in_metadata_format() | {"unpackaged/package.xml": "<Package/>"})
    for place in (path.parent, path):
        result = audit(place)
        assert (result.exit_code, result.stderr) == (0, "")
        assert "warning:" not in result.stdout
    assert [path.name for path in (tmp_path / "org").iterdir()] == ["unpackaged.zip"]


def test_a_finding_names_the_archive_and_the_file_in_it(tmp_path: Path) -> None:
    files = {name: text.replace("Bypass", "Enforce") for name, text in in_metadata_format().items()}
    path = archive(tmp_path / "org/unpackaged.zip", files)
    plain = POLICY.removesuffix("-meta.xml")
    assert f"at     {path}/unpackaged/extlClntAppOauthPolicies/{plain}:4\n" in audit(path).stdout


@pytest.mark.parametrize(
    "name", ["../out.eca", "/etc/out.eca", "a\\out.eca", "C:out.eca", "a\u202e.eca", "x/../../out.eca"]
)
def test_a_name_that_leads_out_is_refused(name: str, tmp_path: Path) -> None:
    path = archive(tmp_path / "org/unpackaged.zip", in_metadata_format() | {name: "<a/>"})
    result = audit(path.parent)
    assert result.exit_code == 1
    assert result.stderr == (
        f"{path}: The archive holds a file whose name leads out of it or is no plain name. It was not read. "
        "[zip-name]\n"
    )


def test_a_file_without_a_name_is_told(tmp_path: Path) -> None:
    path = archive(tmp_path / "org/unpackaged.zip", in_metadata_format())
    nameless = zipfile.ZipInfo()
    nameless.filename = ""
    with zipfile.ZipFile(path, "a") as file, file.open(nameless, "w") as entry:
        entry.write(b"<a/>")
    result = audit(path.parent)
    assert result.exit_code == 1
    assert result.stderr == (
        f"{path}: The archive holds a file whose name leads out of it or is no plain name. It was not read. "
        "[zip-name]\n"
    )


DAMAGED = "The archive is damaged, encrypted or of an unusual kind, so not all of it was read. Retrieve it again."


@pytest.mark.parametrize("spoil", ["half", "text", "empty", "bytes", "encrypted"])
def test_a_damaged_archive_is_a_problem(spoil: str, tmp_path: Path) -> None:
    path = archive(tmp_path / "org/unpackaged.zip", in_metadata_format())
    whole = path.read_bytes()
    changed = bytearray(whole)
    changed[60:200] = b"x" * 140
    flagged = whole.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")
    data = {"half": whole[:-100], "text": b"no archive", "empty": b"", "bytes": bytes(changed), "encrypted": flagged}
    assert data[spoil] != whole
    path.write_bytes(data[spoil])
    result = audit(path.parent)
    assert result.exit_code == 1
    assert f"{path}: {DAMAGED} [zip-unreadable]\n" in result.stderr


def test_an_archive_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = archive(tmp_path / "org/unpackaged.zip", in_metadata_format())
    monkeypatch.setattr(archives, "MAX_UNPACKED", 2_000)
    assert "holds more than 2,000 bytes of metadata, and the rest was not read. [zip-size]" in audit(path).stderr
    monkeypatch.setattr(archives, "MAX_ENTRIES", 3)
    assert "The archive lists more than 3 files and was not read. [zip-size]" in audit(path).stderr


def test_a_file_that_swells_is_refused(tmp_path: Path) -> None:
    bomb = {"unpackaged/externalClientApps/B.eca": "<a>" + " " * 30_000_000}
    path = archive(tmp_path / "org/unpackaged.zip", in_metadata_format() | bomb)
    assert path.stat().st_size < 50_000
    result = audit(path)
    assert result.exit_code == 1
    assert f"{path}/unpackaged/externalClientApps/B.eca: The file is larger than 1,000,000 bytes" in result.stderr


def test_another_archive_is_nobody_s_business(folder: Path) -> None:
    archive(folder / "photos.zip", {"a.jpg": "x", "b/c.txt": "y", "__MACOSX/._x.eca": "z", ".sf/d.eca": "z"})
    assert audit(folder).exit_code == 0


# Names --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "X.xml",
        "X.ecaglbloauth-meta.xml",
        "X.ecaOauth-meta.xml",
        "X-meta.xml",
        "X.ECAGLBLOAUTH",
        "X.ecaGlblOauth",
    ],
)
def test_a_file_that_the_command_line_would_not_find_is_read_and_named(name: str, folder: Path) -> None:
    path = next(folder.rglob(GLOBAL))
    moved = path.rename(path.with_name(name))
    result = audit(folder)
    assert result.exit_code == 0
    assert (
        f"{moved}: warning: Salesforce's command line would not find this ExtlClntAppGlobalOauthSettings. Call it "
        "NAME.ecaGlblOauth-meta.xml, or NAME.ecaGlblOauth in a folder extlClntAppGlobalOauthSets. It was read all the "
        "same. [misnamed-file]"
    ) in result.stdout


def test_metadata_format_in_its_folders_is_no_misnaming(tmp_path: Path) -> None:
    for name, text in in_metadata_format("").items():
        path = tmp_path / "org" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    result = audit(tmp_path / "org")
    assert (result.exit_code, "warning:" in result.stdout) == (0, False)


# What no known release has ------------------------------------------------------------------------


def test_a_field_a_word_and_a_type_of_a_later_release_are_listed_once(folder: Path) -> None:
    edit(folder, GLOBAL, "</callbackUrl>", "</callbackUrl>\n<isNewRule>true</isNewRule><isNewRule>true</isNewRule>")
    edit(folder, POLICY, "STANDARD", "QUANTUM")
    edit(folder, "any_name*", "RefreshToken<", "RefreshToken, Telepathy<")
    new_type = SOUND[PLUGIN].replace("ExtlClntAppConfigurablePolicies", "ExtlClntAppTelepathySettings")
    (folder / "X.ecaTelepathy-meta.xml").write_text(new_type)
    (folder / "X.ecaMobile-meta.xml").write_text(new_type.replace("Telepathy", "Mobile"))
    result = audit(folder)
    assert result.exit_code == 0
    listed = [line for line in result.stdout.splitlines() if line.endswith("[unknown-setting]")]
    text = (
        "is not known here, so it was not judged. A newer release may have brought it: find out what it does before "
        "you rely on the verdicts. [unknown-setting]"
    )
    names = {
        "ExtlClntAppTelepathySettings": folder / "X.ecaTelepathy-meta.xml",
        "ExtlClntAppGlobalOauthSettings.isNewRule": next(folder.rglob(GLOBAL)),
        "ExtlClntAppOauthConfigurablePolicies.requiredSessionLevel = QUANTUM": next(folder.rglob(POLICY)),
        "ExtlClntAppOauthSettings.commaSeparatedOauthScopes = Telepathy": next(folder.rglob("any_name*")),
    }
    assert len(listed) == len(names)
    for name, path in names.items():
        (line,) = [line for line in listed if f" {name} is not known" in line]
        assert line.startswith(f"{path}:")
        assert line.endswith(text)


def test_a_word_that_looks_like_no_name_is_not_shown(folder: Path) -> None:
    edit(folder, POLICY, "STANDARD", f"a b {KEY}")
    assert "requiredSessionLevel = (not shown) is not known" in audit(folder).stdout


def test_a_folder_of_copies_says_it_once(folder: Path) -> None:
    edit(folder, GLOBAL, "</callbackUrl>", "</callbackUrl><isNewRule>true</isNewRule>")
    shutil.copytree(folder / "force-app", folder / "copy")
    assert audit(folder).stdout.count("[unknown-setting]") == 1
