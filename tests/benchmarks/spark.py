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
    for cores in (1, 2):
        extract = [*COMMAND, "extract", "-q", "-j", cores]
        begin = min(run(*extract, one).clock for _ in range(3))
        whole = [run(*extract, parts).clock - begin]
        child = [sys.executable, "-m", __name__, f"local[{cores}]", parts, folder / f"out-{cores}"]
        printed = subprocess.run([*map(str, child)], check=True, capture_output=True, text=True).stdout
        first, *seconds = json.loads(printed)
        whole.append(run(*extract, parts).clock - begin)
        rate = {"spark": len(lines) / min(seconds), "extract": len(lines) / min(whole)}
        figures = [f"{name} {articles:.0f} articles/s" for name, articles in rate.items()]
        told(
            f"spark, local[{cores}] to extract -j {cores}, {len(lines):,} articles",
            rate["spark"] / rate["extract"],
            ">= 0.8" if cores == 2 else "",
            *figures,
            f"first run {first:.0f} s, then {', '.join(f'{one:.1f}' for one in seconds)}",
        )


def rounds(master: str, parts: str, target: str) -> list[float]:
    """Return the seconds of each of several runs of the job in one application."""
    import time

    from antq_extract import spark, spark_job

    made_by = spark.rules()
    found = []
    with spark_job.session(master, shows_bar=False) as session:
        for number in range(ROUNDS):
            began = time.perf_counter()
            spark_job.run(session, spark_job.Job(parts, f"{target}-{number}"), made_by)
            found.append(time.perf_counter() - began)
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(rounds(*sys.argv[1:])))
