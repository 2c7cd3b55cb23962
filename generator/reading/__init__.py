"""Text in, model out: nothing here opens a file."""
