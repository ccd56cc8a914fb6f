"""How fast articles are read, how soon the command starts, and how its cost grows."""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from itertools import islice, product
from pathlib import Path
from string import ascii_lowercase

from tests.benchmarks.running import COMMAND, head, least, run, told

INSTALLED = Path(sys.executable).with_name("antq-extract")
ROUNDS = 5
STARTS = 20
DENSE = 400  # articles at least that a folder of dense ones is multiplied to
MEGABYTE = 1_000_000
FURTHER_RULES = 300
HEADER = """format = 1
[pack]
id = "more"
version = "1.0.0"
[kind]
name = "more"
one = "more"
title = "More"
[kind.fields]
count = { convert = "int", title = "A number." }
"""


def rate(folder: Path, options: argparse.Namespace) -> None:
    """Articles a second to those of the plain script, each without its start, on one core."""
    dense = folder / "dense"
    dense.mkdir()
    texts = [path.read_text(encoding="utf-8") for path in sorted(options.dense.rglob("*.txt"))]
    for number in range(-(-DENSE // len(texts))):
        for place, text in enumerate(texts):
            (dense / f"{number}-{place}.txt").write_text(text, encoding="utf-8")
    lines = folder / "bench.jsonl.gz"
    lines.write_bytes(gzip.compress(b"".join(head(options.bench, options.lines))))
    one, line = folder / "one", folder / "one.jsonl.gz"
    one.mkdir()
    (one / "one.txt").write_text(texts[0], encoding="utf-8")
    line.write_bytes(gzip.compress(head(options.bench, 1)[0]))
    script, extract = [sys.executable, options.script], [*COMMAND, "extract", "-q"]
    for name, many, few, wanted in (
        (f"dense articles ({options.dense.name})", dense, one, ">= 2"),
        ("general news", lines, line, ">= 3"),
    ):
        count = len(list(many.iterdir())) if many.is_dir() else options.lines
        cost = least(
            {
                "script": [*script, many],
                "script, start": [*script, few],
                "antq-extract": [*extract, many],
                "antq-extract, start": [*extract, few],
            },
            ROUNDS,
        )
        rates = {each: (count - 1) / (cost[each] - cost[f"{each}, start"]) for each in ("script", "antq-extract")}
        figures = [f"{each} {articles:,.0f} articles/s" for each, articles in rates.items()]
        told(f"{name}: antq-extract to the plain script", rates["antq-extract"] / rates["script"], wanted, *figures)


def start(folder: Path, _options: argparse.Namespace) -> None:
    """The time to a first record, and to the help, to that of the bare interpreter."""
    article = folder / "one.txt"
    article.write_text("Sáng 18/10/2023, UBND xã tặng Giấy khen cho 9 tập thể, 15 cá nhân.", encoding="utf-8")
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "--help": [INSTALLED, "--help"],
        "one article": [INSTALLED, "-q", article],
    }
    cost = least(commands, STARTS)
    bare = cost["python -c pass"]
    for name, wanted in (("--help", "<= 6"), ("one article", "<= 12")):
        told(f"start: {name} to python -c pass", cost[name] / bare, wanted, f"{cost[name] * 1000:.0f} ms")


def growth(folder: Path, options: argparse.Namespace) -> None:
    """One article of 10 MB to ten of 1 MB."""
    texts = [json.loads(line)["text"] for line in head(options.bench, options.lines)]
    parts = folder / "parts"
    parts.mkdir()
    whole = folder / "whole.txt"
    pieces = []
    for number in range(10):
        piece, size = [], 0
        while size < MEGABYTE:
            piece.append(texts[(number * 400 + len(piece)) % len(texts)])
            size += len(piece[-1].encode())
        pieces.append("\n\n".join(piece))
        (parts / f"{number}.txt").write_text(pieces[-1], encoding="utf-8")
    whole.write_text("\n\n".join(pieces), encoding="utf-8")
    extract = [*COMMAND, "extract", "-q", "--max-bytes", 100 * MEGABYTE]
    small = folder / "small.txt"
    small.write_text(texts[0], encoding="utf-8")
    cost = least({"whole": [*extract, whole], "parts": [*extract, parts], "start": [*extract, small]}, 2)
    figures = [f"{name} {seconds:.1f} s" for name, seconds in cost.items()]
    ratio = (cost["whole"] - cost["start"]) / (cost["parts"] - cost["start"])
    told("one article of 10 MB to ten of 1 MB", ratio, "<= 1.3", *figures)


def rules(folder: Path, options: argparse.Namespace) -> None:
    """General news with 300 further rules without a keyword in the texts to the run without them."""
    packs, lines, line = folder / "packs", folder / "lines.jsonl", folder / "line.jsonl"
    packs.mkdir()
    lines.write_bytes(b"".join(head(options.bench, options.lines)))
    line.write_bytes(head(options.bench, 1)[0])
    further = [
        f"""[[rule]]
id = "more.rule-{number}"
title = "A rule that no text here asks for"
keywords = ["từkhóa{letters} "]
pattern = "từkhóa{letters} (?P<count>[0-9]{{1,4}})"
[[rule.match]]
text = "từkhóa{letters} 12"
span = "từkhóa{letters} 12"
value = {{ count = 12 }}
[[rule.no_match]]
text = "từkhóa"
why = "no number"
"""
        for number, letters in enumerate(islice(map("".join, product(ascii_lowercase, repeat=2)), FURTHER_RULES))
    ]
    (packs / "more.toml").write_text("\n".join([HEADER, *further]), encoding="utf-8")
    plain, more = [*COMMAND, "extract", "-q"], [*COMMAND, "extract", "-q", "--patterns", packs]
    cost = least(
        {"plain": [*plain, lines], "more": [*more, lines], "plain start": [*plain, line], "more start": [*more, line]},
        ROUNDS,
    )
    ratio = (cost["more"] - cost["more start"]) / (cost["plain"] - cost["plain start"])
    told(f"{FURTHER_RULES} further rules to none, {options.lines:,} articles", ratio, "<= 1.1")


def peak(_folder: Path, options: argparse.Namespace) -> None:
    """Memory of one process on the whole of the bench."""
    megabytes = run(*COMMAND, "extract", "-q", options.bench).memory / 1024
    told("peak of memory on the whole bench, MB", megabytes, "< 120")
