"""Ctrl-C and termination: the run ends with the status that says so, whatever it is doing."""

from __future__ import annotations

import signal
import sys

TERMINATED = 128 + signal.SIGTERM
INTERRUPTED = 128 + signal.SIGINT

_signalled: BaseException | None = None


def handle() -> None:
    """Let the signals that end a run raise an exception, so that an unfinished output file is removed."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _on_signal)
    report = sys.unraisablehook
    sys.unraisablehook = lambda lost: None if _was_signalled(lost.exc_value) else report(lost)


def stop_if_signalled() -> None:
    """Raise the signal that came while Python could not raise it: an exception inside a finaliser is lost."""
    if _signalled is not None:
        raise _signalled


def _on_signal(number: int, _frame: object) -> None:
    global _signalled
    _signalled = KeyboardInterrupt() if number == signal.SIGINT else SystemExit(TERMINATED)
    raise _signalled


def _was_signalled(error: BaseException | None) -> bool:
    return error is not None and error is _signalled
