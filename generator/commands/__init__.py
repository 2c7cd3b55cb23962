"""One file a command: open files, read, check, render, write."""
