"""What Python's reader of zip files raises over a damaged, encrypted or unusual one: more than `BadZipFile`."""

from __future__ import annotations

import struct
import zlib
from zipfile import BadZipFile

ZIP_FAULTS = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error)
