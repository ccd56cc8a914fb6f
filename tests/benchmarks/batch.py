"""What large batches cost: an unchanged folder, memory, two processes."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.running import COMMAND, Cost, head, run, told
from tests.faults import make_articles

ROUNDS = 9
FILES = 20_000
FEW = 1_000


def article(number: int) -> str:
    return f"Xã {number} đạt 19/20 tiêu chí."


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


def jobs(folder: Path, options: argparse.Namespace) -> None:
    one, many = folder / "one.jsonl", folder / "many.jsonl"
    held = head(options.bench, options.lines)
    one.write_bytes(held[0])
    many.write_bytes(b"".join(held))
    best = {}
    for number in (1, 2):
        extract = [*COMMAND, "extract", "-q", "-j", number]
        begin = min(run(*extract, one).clock for _ in range(3))
        best[number] = min(run(*extract, many).clock for _ in range(2)) - begin
    figures = [f"-j {number}: {len(held) / seconds:.1f} articles/s" for number, seconds in best.items()]
    told(f"rate of -j 2 to -j 1 on {len(held):,} articles", best[1] / best[2], ">= 1.7", *figures)
