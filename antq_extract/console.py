"""Standard error of a run: complaints, a progress bar on a terminal, one line at the end.

Lines are for people (``antq-extract: a.txt: empty file``) or, with ``--log-format json``, objects with ``time`` (UTC),
``level``, ``message`` and what else there is to say, one a line.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, Literal, NoReturn

import click

if TYPE_CHECKING:
    from tqdm import tqdm

PROGRAM = "antq-extract"
Level = Literal["error", "warning", "info"]


class Console:
    """What one process writes to standard error; the commands share :data:`console`."""

    def __init__(self) -> None:
        self.as_json = False
        self._bar: tqdm[NoReturn] | None = None

    def say(self, message: object, level: Level = "error", **more: object) -> None:
        """Write one line, above the bar if there is one."""
        line = f"{PROGRAM}: {message}"
        if self.as_json:
            import json
            from datetime import UTC, datetime

            now = datetime.now(UTC).isoformat(timespec="milliseconds")
            line = json.dumps({"time": now, "level": level, "message": str(message), **more}, ensure_ascii=False)
        with self._bar.external_write_mode(file=sys.stderr) if self._bar is not None else nullcontext():
            click.echo(line, err=True)

    def table(self, message: str, row: Mapping[str, object], lines: Iterable[str]) -> None:
        """Write figures: as lines for people, or as one object with the fields of ``row``."""
        if self.as_json:
            self.say(message, "info", **row)
        else:
            click.echo("\n".join(lines), err=True)

    @contextmanager
    def progress(self, total: int | None) -> Iterator[None]:
        """Show a bar for the block: files done of ``total``, their rate and the time left."""
        from tqdm import tqdm

        with tqdm(total=total, unit=" files", dynamic_ncols=True, leave=False, file=sys.stderr) as bar:
            self._bar = bar
            try:
                yield
            finally:
                self._bar = None

    def advance(self, files: int, **counts: object) -> None:
        """Move the bar by so many files and show the counts beside it; without a bar do nothing."""
        if self._bar is not None:  # it has no truth value without a total
            self._bar.set_postfix(counts, refresh=False)
            self._bar.update(files)


console = Console()


def counted(number: int, one: str) -> str:
    """Return a number with its noun: ``1 article``, ``2,000 articles``."""
    return f"{number:,} {one if number == 1 else f'{one}s'}"


def shows_bar(quiet: bool) -> bool:
    """Say whether somebody looks on: only a terminal gets a bar."""
    stream: Any = sys.stderr
    return not quiet and not console.as_json and stream is not None and stream.isatty()
