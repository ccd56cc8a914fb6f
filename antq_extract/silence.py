"""Keeps what libraries log and warn of away from standard error, which is for lines of our own."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache


@contextmanager
def silenced(*libraries: str) -> Iterator[None]:
    """Silence for the block all warnings, and for good what these libraries log."""
    for library in libraries:
        _mute(library)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@cache
def _mute(library: str) -> None:
    logger = logging.getLogger(library)
    logger.addHandler(logging.NullHandler())
    logger.propagate = False
