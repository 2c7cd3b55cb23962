"""Where to listen."""

from __future__ import annotations

from typing import Any

import click

HIGHEST_PORT = 65_535


class HostAndPort(click.ParamType[tuple[str, int]]):
    """HOST:PORT, such as 127.0.0.1:8000; a host of IPv6 in brackets."""

    name = "address"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int]:
        """Return host and port."""
        if isinstance(value, tuple):
            return value
        host, _, port = value.rpartition(":")
        is_number = port.isascii() and port.isdecimal()
        if not host or not is_number or int(port) > HIGHEST_PORT:
            self.fail(f"“{value}” is not HOST:PORT, such as 127.0.0.1:8000.", param, ctx)
        return host.removeprefix("[").removesuffix("]"), int(port)
