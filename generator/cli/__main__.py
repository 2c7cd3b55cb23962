"""`python -m generator.cli` is `guide`."""

from generator.cli import main

main()
