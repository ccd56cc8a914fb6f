"""Compares the records of the job on Spark with those of ``extract``: ``python -m tests.spark_equality PATH [OPTION...]``.

Options go to ``antq-extract spark``. Exit status 1 if a line of one is not among the lines of the other, byte for byte,
as often as there.
"""

import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.faults import COMMAND


def main(path, *options):
    with tempfile.TemporaryDirectory(prefix="antq-spark-") as folder:
        plain, out = Path(folder, "plain.jsonl"), Path(folder, "spark")
        subprocess.run([*COMMAND, path, "-q", "-j", "0", "-o", plain], check=True)
        subprocess.run([*COMMAND, "spark", path, out, "-q", "--output-format", "jsonl", *options], check=True)
        wanted = Counter(plain.read_bytes().splitlines())
        found = Counter(line for file in out.glob("*/kind=record/**/*.txt") for line in file.read_bytes().splitlines())
    if not wanted:
        sys.exit("no articles")
    missing, extra = (wanted - found).total(), (found - wanted).total()
    sys.stdout.write(f"{found.total():,} records, {missing:,} missing, {extra:,} of another kind\n")
    sys.exit(bool(missing or extra))


if __name__ == "__main__":
    main(*sys.argv[1:])
