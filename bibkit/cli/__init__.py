"""The command `bibkit`: it parses arguments, calls the library, prints."""

from bibkit.cli.main import main

__all__ = ["main"]
