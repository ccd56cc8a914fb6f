"""Compares the provinces of articles with those that a person read: ``python -m tests.provinces FOLDER...``.

``provinces.json`` holds the right names of each article by its file's stem, null where nothing tells. Exit status 1 if less
than 95 % of the articles with a province have the right one, or if any that has none is given one.
"""

import json
import sys
from pathlib import Path

from antq_extract import packs, pipeline
from antq_extract.document import Document

WANTED = 0.95


def main(folders):
    gold = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
    rulebook = packs.load()
    right = {True: [], False: []}  # by whether the article has a province
    for path in sorted(path for folder in folders for path in Path(folder).glob("*.txt")):
        unit = pipeline.extract(Document(path.name, path.read_bytes().decode()), rulebook).article.province
        name, wanted = unit and unit.name, gold[path.stem]
        right[None not in wanted].append(name in wanted)
        if name not in wanted:
            sys.stdout.write(f"{path.stem}: {name}, not {' or '.join(map(str, wanted))}\n")
    if not right[True]:
        sys.exit("no articles")
    for has, found in right.items():
        what = "with a province" if has else "perhaps with none"
        sys.stdout.write(f"{what}: {sum(found)} of {len(found)} right\n")
    sys.exit(sum(right[True]) < WANTED * len(right[True]) or not all(right[False]))


if __name__ == "__main__":
    main(sys.argv[1:])
