"""A file that begins as many others do is the same file as one that is held whole."""

from __future__ import annotations

import hashlib
import pickle
from io import BytesIO

from generator.output.file_data import FileData, SharedStart, as_bytes, write_hashed


def written(data: FileData) -> tuple[bytes, str]:
    file = BytesIO()
    digest = write_hashed(file, data)
    return file.getvalue(), digest


def test_every_form_is_written_whole_under_its_hash() -> None:
    whole = "é and more".encode()
    forms: list[FileData] = ["é and more", whole, SharedStart(whole[:4], whole[4:]), SharedStart(b"", whole)]
    for data in (*forms, *forms):  # the second time, the start is known
        assert written(data) == (whole, hashlib.sha256(whole).hexdigest())
        assert as_bytes(data) == whole


def test_other_ends_of_one_start_do_not_run_together() -> None:
    start = b"one start"
    digests = [written(SharedStart(start, rest))[1] for rest in (b" a", b" b", b" a")]
    assert digests[0] == digests[2] != digests[1]


def test_a_start_goes_to_another_process_once() -> None:
    start = bytes(100_000)
    sheets = [SharedStart(start, b"%d" % number) for number in range(16)]
    packed = pickle.dumps(sheets)
    assert len(packed) < len(start) + 2_000
    assert pickle.loads(packed) == sheets  # noqa: S301 - packed here
