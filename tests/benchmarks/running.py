"""Commands that are run and what they cost."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from tests.faults import COMMAND as COMMAND


class Cost(NamedTuple):
    """Seconds by the clock and of processor time, and the peak of memory in KiB."""

    clock: float
    processor: float
    memory: int


def run(*arguments: object) -> Cost:
    """Run a command and return what it cost."""
    began = time.perf_counter()
    with subprocess.Popen([*map(str, arguments)], stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{arguments}: exit status {process.returncode}")
    return Cost(time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss)


def least(commands: Mapping[str, Sequence[object]], rounds: int) -> dict[str, float]:
    """Return the least processor time of each command, run in turns, so that what else goes on meets them all."""
    costs: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            costs[name].append(run(*command).processor)
    return {name: min(found) for name, found in costs.items()}


def told(name: str, ratio: float, wanted: str, *figures: str) -> None:
    """Print a row of the table."""
    print(f"{name:62} {ratio:6.2f}  wanted {wanted:7}  {', '.join(figures)}", flush=True)  # noqa: T201


def head(path: Path, count: int | None) -> list[bytes]:
    """Return the first lines of a file, which may be compressed."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
        return list(islice(stream, count))
