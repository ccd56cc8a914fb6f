"""What the job on Spark costs: articles a second to those of ``extract`` with as many processes, both after their start."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.running import COMMAND, head, run, told

PARTS = 8
ROUNDS = 4  # in one application: its first run, while Java compiles itself, is its start


def spark(folder: Path, options: argparse.Namespace) -> None:
    lines = head(options.bench, options.lines)
    parts = folder / "parts"
    parts.mkdir()
    for number in range(PARTS):
        (parts / f"{number}.jsonl").write_bytes(b"".join(lines[number::PARTS]))
    one = folder / "one.jsonl"
    one.write_bytes(lines[0])
    for cores in (2, 1):
        extract = [*COMMAND, "extract", "-q", "-j", cores]
        begin = min(run(*extract, one).clock for _ in range(3))
        whole = [run(*extract, parts).clock - begin]
        child = [sys.executable, "-m", __name__, f"local[{cores}]", one, parts, folder / f"out-{cores}"]
        printed = subprocess.run([*map(str, child)], check=True, capture_output=True, text=True).stdout
        (_, first), *later = json.loads(printed)
        start, seconds = min(few for few, _ in later), [all_ for _, all_ in later]
        whole.append(run(*extract, parts).clock - begin)
        rate = {"spark": len(lines) / (min(seconds) - start), "extract": len(lines) / min(whole)}
        figures = [f"{name} {articles:.0f} articles/s" for name, articles in rate.items()]
        told(
            f"spark, local[{cores}] to extract -j {cores}, {len(lines):,} articles",
            rate["spark"] / rate["extract"],
            ">= 0.8" if cores == 2 else "",
            *figures,
            f"first run {first:.0f} s, then {min(seconds):.1f}, of one article {start:.1f}",
        )


def rounds(master: str, one: str, parts: str, target: str) -> list[tuple[float, float]]:
    """Return the seconds of several runs of the job in one application: on one article, and on all."""
    import time

    from antq_extract import spark, spark_job

    made_by = spark.rules()
    found = []
    with spark_job.session(master, shows_bar=False) as session:
        for number in range(ROUNDS):
            seconds = []
            for name, source in (("one", one), ("all", parts)):
                began = time.perf_counter()
                spark_job.run(session, spark_job.Job(source, f"{target}-{name}-{number}"), made_by)
                seconds.append(time.perf_counter() - began)
            found.append((seconds[0], seconds[1]))
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(rounds(*sys.argv[1:])))
