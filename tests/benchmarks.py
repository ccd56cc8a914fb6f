"""What runs cost, as ratios: nothing here fails, it is measured and printed beside what is wanted.

Run it from the top of the checkout on a machine that does nothing else::

    python -m tests.benchmarks
    python -m tests.benchmarks sync
    python -m tests.benchmarks jobs --bench articles.jsonl.gz --lines 600

``sync``    a sync of 20,000 unchanged files, without the start of the program, to find(1) over them
``memory``  peak of memory of an extract of 50,000 articles to one of 1,000
``jobs``    the rate of extract -j 2 to that of -j 1, without the start, on the JSON Lines file of --bench
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from tests.faults import COMMAND, make_articles

ROUNDS = 9
FILES = 20_000
FEW = 1_000


def article(number: int) -> str:
    return f"Xã {number} đạt 19/20 tiêu chí."


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


def told(name: str, ratio: float, wanted: str, *figures: str) -> None:
    print(f"{name:62} {ratio:6.2f}  wanted {wanted:7}  {', '.join(figures)}", flush=True)  # noqa: T201


def sync(folder: Path, _options: argparse.Namespace) -> None:
    many, one = make_articles(folder / "many", FILES, article), make_articles(folder / "one", 1, article)
    for articles in (many, one):
        run(*COMMAND, "sync", articles, "--db", f"{articles}.db", "-q", "-j", 0)
    commands: dict[str, Sequence[object]] = {
        "find": ["find", many, "-type", "f", "-printf", "%s %T@\n"],
        "sync": [*COMMAND, "sync", many, "--db", f"{many}.db", "-q"],
        "start": [*COMMAND, "sync", one, "--db", f"{one}.db", "-q"],
    }
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(ROUNDS):  # in turns, so that what else the machine does meets them all
        for name, command in commands.items():
            costs[name].append(run(*command))
    for what in ("clock", "processor"):
        best = {name: min(getattr(cost, what) for cost in found) for name, found in costs.items()}
        figures = [f"{name} {seconds * 1000:.0f} ms" for name, seconds in best.items()]
        ratio = (best["sync"] - best["start"]) / best["find"]
        told(f"sync of {FILES:,} unchanged files, {what}: (sync - start) / find", ratio, "<= 3", *figures)


def memory(folder: Path, options: argparse.Namespace) -> None:
    peaks: dict[tuple[str, int, int], int] = {}
    for count in (FEW, options.many):
        files = make_articles(folder / f"files-{count}", count, article)
        lines = folder / f"lines-{count}.jsonl"
        with lines.open("w", encoding="utf-8") as stream:
            stream.writelines(f"{json.dumps({'text': article(number)})}\n" for number in range(count))
        for form, path in (("files", files), ("lines", lines)):
            for jobs in (1, 2):
                peaks[form, jobs, count] = run(*COMMAND, "extract", path, "-q", "-j", jobs).memory
                if count == options.many:
                    few, many = (peaks[form, jobs, one] for one in (FEW, options.many))
                    figures = [f"{few / 1024:.0f} MB", f"{many / 1024:.0f} MB"]
                    told(
                        f"memory of {options.many:,} articles to {FEW:,}: {form}, -j {jobs}",
                        many / few,
                        "<= 1.3",
                        *figures,
                    )


def lines_of(path: Path) -> Iterator[bytes]:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
        yield from stream


def jobs(folder: Path, options: argparse.Namespace) -> None:
    if options.bench is None:
        print("jobs: left out, as it needs --bench FILE")  # noqa: T201
        return
    one, many = folder / "one.jsonl", folder / "many.jsonl"
    held = list(islice(lines_of(options.bench), options.lines))
    one.write_bytes(held[0])
    many.write_bytes(b"".join(held))
    best = {}
    for number in (1, 2):
        extract = [*COMMAND, "extract", "-q", "-j", number]
        begin = min(run(*extract, one).clock for _ in range(3))
        best[number] = min(run(*extract, many).clock for _ in range(2)) - begin
    figures = [f"-j {number}: {len(held) / seconds:.1f} articles/s" for number, seconds in best.items()]
    told(f"rate of -j 2 to -j 1 on {len(held):,} articles", best[1] / best[2], ">= 1.7", *figures)


MEASURES = {"sync": sync, "memory": memory, "jobs": jobs}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(MEASURES)}; all without it")
    parser.add_argument("--bench", type=Path, metavar="FILE", help="articles as .jsonl or .jsonl.gz, for jobs")
    parser.add_argument("--lines", type=int, default=600, metavar="N", help="of that file (default: %(default)s)")
    parser.add_argument(
        "--many", type=int, default=50_000, metavar="N", help="articles for memory (default: %(default)s)"
    )
    options = parser.parse_args()
    unknown = set(options.names) - set(MEASURES)
    if unknown:
        parser.error(f"no measure {', '.join(sorted(unknown))}")
    for name in options.names or MEASURES:
        with tempfile.TemporaryDirectory(prefix="antq-benchmarks-") as folder:
            MEASURES[name](Path(folder), options)


if __name__ == "__main__":
    main()
