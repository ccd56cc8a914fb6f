"""The words around facts that a page shows, as far as there is room for them, and a way to pack what it holds."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from antq_extract.report_rows import Article

_SIDE = 220  # characters shown on each side of a fact, at most
_GZIP = 16 + zlib.MAX_WBITS
_SENTENCE_END = re.compile(r"[.!?…][\"”'’»)\]]*\s+")
_ABBREVIATED = re.compile(r"(?:^|\W)\w{1,2}\.$")  # "TP. ", "Q. ": the dot ends no sentence
_STEP = 8  # articles between two looks at the size


class Passage(NamedTuple):
    """Words of an article: where they start in its source, the words, and whether they begin (1) or end (2) in mid sentence."""

    start: int
    text: str
    cut: int = 0


def passages(text: str, spans: Iterable[tuple[int, int]]) -> list[Passage]:
    """Return the sentences of ``text`` that hold the spans, in order; of a long one what stands around them.

    Positions are code points. A span past the end of the text has no passage.
    """
    found: list[tuple[int, int, int]] = []
    for start, end in sorted(set(spans)):
        if not 0 <= start < end <= len(text):
            continue
        if found and end <= found[-1][1]:
            continue
        first, last, cut = _window(text, start, end)
        if found and first < found[-1][1]:
            found[-1] = (found[-1][0], last, found[-1][2] & 1 | cut & 2)
        else:
            found.append((first, last, cut))
    return [Passage(first, text[first:last], cut) for first, last, cut in found]


def _window(text: str, start: int, end: int) -> tuple[int, int, int]:
    """The sentence around a span, cut between words where it is long, and where it was cut."""
    first = max(text.rfind("\n", 0, start) + 1, start - _SIDE)
    behind = text.find("\n", end, end + _SIDE)
    last = behind if behind >= 0 else min(end + _SIDE, len(text))
    for match in _SENTENCE_END.finditer(text, first, start + 1):
        if match.end() <= start and _ends(text, first, match):
            first = match.end()
    for match in _SENTENCE_END.finditer(text, end, last):
        if _ends(text, first, match):
            last = match.end()
            break
    cut = (first == start - _SIDE > 0) + 2 * (last == end + _SIDE < len(text))
    if cut & 1:
        first = text.find(" ", first, start) + 1 or first
    if cut & 2:
        last = max(text.rfind(" ", end, last), end)
    while last > end and text[last - 1].isspace():
        last -= 1
    while first < start and text[first].isspace():
        first += 1
    return first, last, cut


def _ends(text: str, first: int, match: re.Match[str]) -> bool:
    """Tell whether a mark ends the sentence that starts at ``first``: not behind "TP.", nor before a small letter."""
    return not text[match.end() : match.end() + 1].islower() and not _ABBREVIATED.search(text, first, match.start() + 1)


class Packed(NamedTuple):
    """Passages, packed: the text for the page, and how many articles that have facts are in it, of how many."""

    text: str
    articles: int
    of: int


def packed_passages(
    articles: Sequence[Article], texts: Sequence[Callable[[], str | None]], urgent: dict[int, set[int]], room: int
) -> Packed:
    """Pack the passages of as many articles as there is room for, in characters of Base64.

    Those around failed checks, and around the facts that start where ``urgent`` says (by article), come first and
    however little room there is; then those of all facts, in order of the articles.
    """
    packer = _Packer(room)
    for number, article in enumerate(articles):
        wanted = urgent.get(number, set()) | {check.start for check in article.checks}
        spans = [span for span in _spans(article) if span[0] in wanted]
        if spans and (text := texts[number]()) is not None:
            packer.add(number, passages(text, spans), urgent=True)
    done = whole = 0
    for number, article in enumerate(articles):
        spans = list(_spans(article))
        if not spans:
            continue
        whole += 1
        if packer.is_full:
            continue
        text = texts[number]()
        if text is not None:
            packer.add(number, passages(text, spans))
            done += 1
    return Packed(packer.end(), done, whole)


def _spans(article: Article) -> Iterator[tuple[int, int]]:
    for kind in (article.awards, article.ratios, article.events, article.officials, article.checks, article.others):
        for fact in kind:
            if fact.start >= 0:
                yield fact.start, fact.start + len(fact.text)


class _Packer:
    """Packs lines of JSON, ``[article, [[start, text, cut], …]]``, and says when there is no more room."""

    def __init__(self, room: int) -> None:
        self._room = room * 3 // 4
        self._gzip = zlib.compressobj(9, zlib.DEFLATED, _GZIP)
        self._parts: list[bytes] = []
        self._size = 0
        self._taken = 0
        self._seen: set[tuple[int, Passage]] = set()
        self.is_full = room <= 0

    def add(self, number: int, found: Sequence[Passage], *, urgent: bool = False) -> None:
        new = [passage for passage in found if (number, passage) not in self._seen]
        if not new:
            return
        line = json.dumps([number, new], ensure_ascii=False, separators=(",", ":")) + "\n"
        self._put(self._gzip.compress(line.encode("utf-8", "replace")))
        if urgent:
            self._seen.update((number, passage) for passage in new)
        self._taken += 1
        if self._taken % _STEP == 0:
            self._put(self._gzip.flush(zlib.Z_SYNC_FLUSH))
            self.is_full = self._size > self._room

    def _put(self, part: bytes) -> None:
        self._parts.append(part)
        self._size += len(part)

    def end(self) -> str:
        self._put(self._gzip.flush())
        return base64.b64encode(b"".join(self._parts)).decode("ascii")


def packed(content: bytes) -> str:
    """Pack bytes as a page unpacks them: gzip, then Base64."""
    gzip = zlib.compressobj(9, zlib.DEFLATED, _GZIP)
    return base64.b64encode(gzip.compress(content) + gzip.flush()).decode("ascii")
