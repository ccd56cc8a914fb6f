"""What a worker makes of an article: its record. Small enough to be sent to another process, which loads the rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from antq_extract import bookcache, emit, pipeline
from antq_extract.document import Document
from antq_extract.profiling import Profile, stage
from antq_extract.records import Record
from antq_extract.rulebook import RuleBook

loaded = lru_cache(maxsize=1)(bookcache.load)
"""The rules of the shipped packs and of the folders over them, loaded once a process."""


def rulebook(folders: tuple[Path, ...]) -> RuleBook:
    """Return the rules, perhaps from the cache: who asks for their files and examples loads the packs."""
    return loaded(folders).book


def keep_rulebook(folders: tuple[Path, ...]) -> None:
    """Keep the rules for the next process."""
    bookcache.keep(loaded(folders), folders)


class Extractor(NamedTuple):
    """How records are made: with which folders of packs, which publication date for texts without one, which limit.

    ``limit`` is the processor time in seconds that a rule may take on an article; ``profile``, for runs in this process,
    is told what everything takes.
    """

    folders: tuple[Path, ...]
    published: str | None
    limit: float
    profile: Profile | None = None

    def record(self, document: Document) -> Record:
        """Return an article's record."""
        rules = rulebook(self.folders)
        return pipeline.extract(document, rules, published=self.published, limit=self.limit, profile=self.profile)


@dataclass(frozen=True, slots=True)
class Rows:
    """Makes the encoded rows of an article: its record, or its facts. ``kinds`` are the kinds of facts to keep."""

    extractor: Extractor
    kinds: Mapping[str, str]
    facts: bool = False
    with_text: bool = False
    array: bool = False

    def __call__(self, document: Document, notice: emit.Notice) -> Iterable[bytes]:
        """Return the rows, encoded as lines or as elements of an array."""
        record = self.extractor.record(document)
        tell_timeouts(document, record, notice)
        with stage(self.extractor.profile, "JSON"):
            if self.facts:
                encode = emit.json_element if self.array else emit.json_line
                return [encode(row) for row in emit.fact_rows(record, self.kinds)]
            text = document.source if self.with_text else None
            if self.array:
                return [emit.json_element(emit.record_row(record, self.kinds, text))]
            return [emit.record_line(record, self.kinds, text)]


def tell_timeouts(document: Document, record: Record, notice: emit.Notice) -> None:
    """Say which rules ran out of time on an article."""
    for check in record.checks:
        if check.id == "rule-timeout":
            notice(f"{document.path}: {check.message}")
