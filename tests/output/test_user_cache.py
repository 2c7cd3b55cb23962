"""What lies among the user's caches is what was put there, whole and under its own name, or it is nothing."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.output.user_cache import UserCache, caches_folder
from tests.support.killing import kills

KEY, BODY = "a0", b"what was put there\n\x80"
OTHER = b"something else"


@pytest.fixture
def cache(tmp_path: Path) -> UserCache:
    """A cache that holds one thing."""
    cache = UserCache(tmp_path / "caches/things", 10_000)
    cache.put(KEY, BODY)
    return cache


def test_what_was_put_there_comes_back(cache: UserCache) -> None:
    assert cache.get(KEY) == BODY
    assert cache.get("b1") is None


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def change_a_letter(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"put", b"set"))


def take_for_another(path: Path) -> None:
    """Lay what was put under another key in this one's place."""
    UserCache(path.parent, 10_000).put("b1", BODY)
    path.with_name("b1").replace(path)


def sign(path: Path) -> None:
    """Write what has a right hash of itself alone."""
    path.write_bytes(hashlib.sha256(BODY).digest() + BODY)


def link(path: Path) -> None:
    elsewhere = path.rename(path.parent.parent / "elsewhere")
    path.symlink_to(elsewhere)


def lay_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES: dict[str, Callable[[Path], object]] = {
    "cut": cut,
    "empty": lambda path: path.write_bytes(b""),
    "noise": lambda path: path.write_bytes(os.urandom(5000)),
    "changed": change_a_letter,
    "another thing": take_for_another,
    "signed by somebody": sign,
    "a link": link,
    "others may write it": lambda path: path.chmod(0o666),
    "others may write beside it": lambda path: path.parent.chmod(0o777),
    "gone": lambda path: path.unlink(),
    "a folder": lay_a_folder,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_what_is_not_as_it_was_put_is_nothing_and_is_put_anew(
    damage: Callable[[Path], object], cache: UserCache
) -> None:
    path = cache.folder / KEY
    damage(path)
    assert cache.get(KEY) is None
    if path.is_dir() or cache.folder.stat().st_mode & 0o022:
        return  # the user has to clear that away
    cache.put(KEY, BODY)
    assert cache.get(KEY) == BODY


def put_another(folder: str, limit: str) -> None:
    UserCache(Path(folder), int(limit)).put(KEY, OTHER)


@pytest.mark.slow
def test_a_run_killed_while_it_puts_something_leaves_what_was_there(cache: UserCache) -> None:
    """Killed before each call that changes what lies on disk, and while the file is still empty."""
    count = 0
    for run_killed in kills(call=put_another):
        cache.put(KEY, BODY)
        was_killed = run_killed(cache.folder, cache.most_bytes)
        assert cache.get(KEY) == (BODY if was_killed else OTHER)
        count += was_killed
    assert count >= 3


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    cache = UserCache(tmp_path / "file/things", 10_000)
    cache.put(KEY, BODY)
    assert cache.get(KEY) is None


def test_what_served_longest_ago_goes_first(cache: UserCache) -> None:
    size = (cache.folder / KEY).stat().st_size
    cache.put("second", BODY)
    (cache.folder / "left by a killed run").write_bytes(bytes(size))
    for path in cache.folder.iterdir():
        os.utime(path, (1, 1))
    assert cache.get(KEY)
    UserCache(cache.folder, 2 * size).put("third", BODY)
    assert [cache.get(key) is not None for key in (KEY, "second", "third")] == [True, False, True]
    assert len(list(cache.folder.iterdir())) == 2


@pytest.mark.parametrize(
    ("caches", "expected"), [("/var/caches", "/var/caches/guide-generator"), ("", "~/.cache/guide-generator")]
)
def test_the_folder_is_among_the_users_caches(caches: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", caches)
    assert caches_folder() == Path(expected).expanduser()
