"""Every error bibkit raises on purpose.

::

    BibkitError                 what a caller may catch; its text says what to do
    ├── InputError              the input cannot be read at all
    │   ├── UnreadableInput     binary, PDF, not text, too large
    │   ├── UnknownFormat       no such format, or none that fits the input
    │   ├── NothingFound        text, but no reference in it
    │   └── UnknownKeys         a manuscript cites what is not there (bibkit.manuscripts.keys)
    ├── ModelError              a value that does not fit its CSL variable
    ├── OutputError             the result cannot be written
    ├── ServiceError            a service could not be asked
    ├── SettingsError           a setting that cannot be
    ├── StyleError              a citation style cannot be used
    │   └── UnknownStyle        no such style; `suggestions` holds near names
    ├── ZoteroError             Zotero could not be asked, or did not take what it was given
    └── ZoteroUsage             Zotero has no such collection, its library is read-only

*Cannot do what was asked* is an error of this tree. *The input is imperfect* is never an
error: it is a `bibkit.Problem` in the batch, with a place and the raw text.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = [
    "BibkitError",
    "InputError",
    "ModelError",
    "NothingFound",
    "OutputError",
    "ServiceError",
    "SettingsError",
    "StyleError",
    "UnknownFormat",
    "UnknownStyle",
    "UnreadableInput",
    "ZoteroError",
    "ZoteroUsage",
]


class BibkitError(Exception):
    """Base of all errors raised on purpose; `str(error)` is a message for a person."""


class InputError(BibkitError):
    """The input cannot be turned into references."""


class UnreadableInput(InputError):
    """The input is not text (binary, PDF, an office file) or larger than can be a list."""


class UnknownFormat(InputError):
    """The named format does not exist or cannot do this, or no format fits the input."""


class NothingFound(InputError):
    """The input is text, but holds no reference."""


class ModelError(BibkitError, ValueError):
    """A value does not fit the CSL variable that it was given for."""


class OutputError(BibkitError):
    """The result cannot be written where it was asked for."""


class ServiceError(BibkitError):
    """A service could not be asked, or had no answer.

    Args:
        service: its name.
        reason: in words, to follow its name (`cannot be reached`).
    """

    def __init__(self, service: str, reason: str) -> None:
        super().__init__(f"{service} {reason}.")
        self.service, self.reason = service, reason


class SettingsError(BibkitError):
    """A setting, of the environment or of a configuration file, that cannot be."""


class StyleError(BibkitError):
    """A citation style is there but cannot be used."""


class UnknownStyle(StyleError):
    """No style of that name.

    Args:
        name: what was asked for.
        suggestions: names of styles that come near, best first.
    """

    def __init__(self, name: str, suggestions: Sequence[str] = ()) -> None:
        self.name = name
        self.suggestions = tuple(suggestions)
        near = f" Near names: {', '.join(self.suggestions)}." if self.suggestions else ""
        super().__init__(
            f"There is no citation style '{name}'.{near} "
            "Look for one with: bibkit styles search WORDS"
        )


class ZoteroError(BibkitError):
    """Zotero could not be asked, or did not take what it was given."""


class ZoteroUsage(BibkitError):
    """What was asked of Zotero cannot be: no such collection, a library that is read-only."""
