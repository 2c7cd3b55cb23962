"""What every part of the fast path raises rather than guess."""


class UncertainError(Exception):
    """It cannot be told how the full layout would draw this."""
