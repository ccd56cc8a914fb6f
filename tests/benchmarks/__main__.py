"""What runs cost, as ratios: nothing here fails, it is measured and printed beside what is wanted.

Run it from the top of the checkout on a machine that does nothing else::

    python -m tests.benchmarks --bench articles.jsonl.gz
    python -m tests.benchmarks rate start --bench articles.jsonl.gz --dense articles/ --script naive.py

``rate``    articles a second to those of a plain script, on dense articles and on general news
``start``   the first record and the help to the start of the bare interpreter
``growth``  one article of 10 MB to ten of 1 MB
``rules``   general news with 300 further rules to the run without them
``peak``    memory of one process on the whole bench
``sync``    a sync of 20,000 unchanged files, without the start of the program, to find(1) over them
``memory``  peak of memory of an extract of 50,000 articles to one of 1,000
``jobs``    the rate of extract -j 2 to that of -j 1, without the start
``spark``   the rate of the job on Spark to that of extract with as many processes, both without their start

What was found with it stands in README.md beside this file.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.benchmarks import batch, spark, speed

MEASURES = {
    "rate": speed.rate,
    "start": speed.start,
    "growth": speed.growth,
    "rules": speed.rules,
    "peak": speed.peak,
    "sync": batch.sync,
    "memory": batch.memory,
    "jobs": batch.jobs,
    "spark": spark.spark,
}
ON_BENCH = {"rate", "growth", "rules", "peak", "jobs", "spark"}
HERE = Path(__file__).parent


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="what to measure; all without it")
    parser.add_argument("--bench", type=Path, metavar="FILE", help="general news, .jsonl or .jsonl.gz with a text each")
    parser.add_argument("--lines", type=int, default=600, metavar="N", help="of that file (default: %(default)s)")
    parser.add_argument(
        "--dense", type=Path, default=HERE.parent.parent / "samples", metavar="FOLDER", help="dense .txt"
    )
    parser.add_argument("--script", type=Path, default=HERE / "script.py", metavar="FILE", help="the plain script")
    parser.add_argument(
        "--many", type=int, default=50_000, metavar="N", help="articles for memory (default: %(default)s)"
    )
    options = parser.parse_args()
    unknown = set(options.names) - set(MEASURES)
    if unknown:
        parser.error(f"no measure {', '.join(sorted(unknown))}")
    for name in options.names or MEASURES:
        if name in ON_BENCH and options.bench is None:
            print(f"{name}: left out, as it needs --bench FILE")  # noqa: T201
            continue
        with tempfile.TemporaryDirectory(prefix="antq-benchmarks-") as folder:
            MEASURES[name](Path(folder), options)


if __name__ == "__main__":
    main()
