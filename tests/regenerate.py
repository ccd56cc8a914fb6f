"""Writes the golden records of the samples again, after a change of rules that was meant.

Run it from the top of the checkout and read the difference before it is kept::

    python -m tests.regenerate
    git diff samples/expected
"""

from __future__ import annotations

import json
from pathlib import Path

from antq_extract import intake, listing, packs, pipeline
from antq_extract.document import Document
from antq_extract.intake import Options
from antq_extract.rulebook import RuleBook

SAMPLES = Path(__file__).parent.parent / "samples"
EXPECTED = SAMPLES / "expected"


def texts() -> dict[str, Path]:
    """Return the samples by name."""
    return {path.stem: path for path in sorted(SAMPLES.glob("*.txt"))}


def article(path: Path) -> Document:
    """Return a sample as it is read."""
    (item,) = listing.find([str(path)])
    (raw,) = intake.split(item, Options())
    return intake.read(raw, Options())


def golden(path: Path, rulebook: RuleBook) -> str:
    """Return what the golden file of a sample must hold: its full record."""
    record = pipeline.extract(article(path), rulebook)
    row = record.model_dump(mode="json", exclude={"text"})
    return json.dumps(row, ensure_ascii=False, indent=2) + "\n"


def main() -> None:
    """Write the golden files, and take away those whose sample is gone."""
    rulebook = packs.load()
    EXPECTED.mkdir(exist_ok=True)
    for path in EXPECTED.glob("*.json"):
        if path.stem not in texts():
            path.unlink()
    for name, path in texts().items():
        (EXPECTED / f"{name}.json").write_bytes(golden(path, rulebook).encode())


if __name__ == "__main__":
    main()
