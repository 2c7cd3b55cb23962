"""How many of a batch's PDFs are read back as they are made. Of other formats a batch reads all, as a build does.

What a sample tells depends on its size, not on its share: so of a large batch a smaller share is read.
"""

ONE_IN = 64

ENOUGH = 50
"""Of each sheet. If none of so many differs, with 95 % certainty fewer than six in a hundred do."""


def one_in(orgs: int) -> int:
    """Return of how many PDFs of a batch one is read back."""
    return max(ONE_IN, orgs // ENOUGH)
