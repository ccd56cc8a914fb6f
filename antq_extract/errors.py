"""The error tree.

::

    AntqError                 1   anything this package raises on purpose
    ├── InputError            1   one input is refused; the batch goes on
    ├── UsageError            2   a request that makes no sense
    ├── PackError             2   a rule pack that cannot be loaded
    ├── OutputError          73   the output cannot be written (EX_CANTCREAT of sysexits.h)
    └── BusyError            75   another run is at work on the same output (EX_TEMPFAIL)

Every message is one line, fit for standard error as it stands.
"""

from __future__ import annotations

import os
from os import PathLike


def printable(text: str, keep: str = "") -> str:
    """Return text fit for a terminal: what is not printable, which could drive it, as escapes; all of ``keep`` stays."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in keep else c.encode("unicode_escape").decode() for c in text)


def display_path(path: str | PathLike[str]) -> str:
    r"""Return a path as valid Unicode, bytes that are none written ``\xe9``, whatever the system's encoding."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


REASONS = {
    "missing": "no such file or folder",
    "unreadable": "the system refuses to read it",
    "no-article": "a folder or page in which there is no article",
    "empty": "no text in it",
    "too-long": "longer than --max-bytes",
    "not-text": "binary data, or text in an encoding that is not known",
    "no-text-layer": "a PDF of pictures",
    "encrypted": "a PDF that wants a password",
    "broken": "a compressed file or archive that breaks off or is none",
    "not-json": "a line that is no JSON object with a text",
    "unsupported": "a form that is not read",
    "no-place": "a place to explain that is not in the text",
    "needs-extra": "a form that needs an extra which is not installed",
    "crashed": "the process that read it died",
    "internal-error": "a fault of this program",
}
"""The codes of refusals, each with what it stands for."""


class AntqError(Exception):
    """Root of the tree; ``exit_code`` is the process's exit status when the error ends the run."""

    exit_code = 1

    def __init__(self, message: str) -> None:
        super().__init__(printable(" ".join(message.split())))


class InputError(AntqError):
    """An input that is refused: unreadable, not text, empty.

    ``code`` is a short stable reason, one of :data:`REASONS`; ``path`` names the input as the user gave it.
    """

    def __init__(self, path: str, code: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.code = code
        self.reason = reason

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str, str]]:
        """Cross from one process to another whole."""
        return InputError, (self.path, self.code, self.reason)


class UsageError(AntqError):
    """A request that makes no sense, such as an unknown kind of fact or a date that is none."""

    exit_code = 2


class PackError(AntqError):
    """A rule pack that cannot be loaded. The message names the file, the rule and the cause."""

    exit_code = 2


class OutputError(AntqError):
    """The output cannot be written."""

    exit_code = 73


class BusyError(AntqError):
    """Another run is at work on the same output; trying again later may do."""

    exit_code = 75
