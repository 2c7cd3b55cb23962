"""Two folders change places in one call, so that there is no moment without either."""

from __future__ import annotations

import ctypes
import errno
import os
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

AT_FDCWD = -100
RENAME_EXCHANGE = 2
"""Of Linux, since 3.15; glibc has the call since 2.28 (renameat2(2))."""

NOT_SERVED = frozenset({errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EPERM})
"""What kernels, file systems and sandboxes say that do not have it."""


def exchange(first: Path, second: Path) -> bool:
    """Let two folders of one file system change places; return False, with nothing done, where that is not served.

    Raises `OSError` where it is served and fails.
    """
    call = _renameat2()
    if call is None:
        return False
    if call(AT_FDCWD, os.fsencode(first), AT_FDCWD, os.fsencode(second), RENAME_EXCHANGE) == 0:
        return True
    fault = ctypes.get_errno()
    if fault in NOT_SERVED:
        return False
    raise OSError(fault, os.strerror(fault), str(second))


@cache
def _renameat2() -> Any:
    """Return the C library's call; None where it has none."""
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return None
    call.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    return call
