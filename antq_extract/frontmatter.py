"""Front matter of an article as crawled: headline, publication clock, bylines, agency sign, address, page foot."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from antq_extract.converters import key
from antq_extract.document import Match, Metadata, Sentence, Span, Stamps, Text
from antq_extract.rulebook import RuleBook

_HEADLINE = (12, 260)  # length of a headline, in characters
_BODY = 150  # a paragraph this long, or a shorter one that ends like a sentence, is body text
_SENTENCE = 60
_LAST = 3  # lines at the end where the one clock of a page may stand
_MENU = 45  # characters of a menu entry or label; a longer line may be a headline that begins with the same word
_BYLINE_LENGTH = 70
_CLOCK_REST = 45  # characters that may stand beside a clock in its line
_CODE = r"[\p{Lu}0-9]{2,8}(?!\p{L})"
_NAME = r"(?:\p{Lu}\.\s?)*\p{Lu}[\p{L}.']*(?:\s(?:\p{Lu}\.\s?)*\p{Lu}[\p{L}.']*){0,3}"
_BYLINE = rf"(?P<name>{_NAME})(?:\s?(?:-|,|&|;|\s\L<joint>\s)\s?(?:(?P<name>{_NAME})|{_CODE}))*"
_SIGN = regex.compile(
    r"(?:\(\s?(?P<sign>\p{Lu}[\p{L}0-9. -]{1,24}|[a-z0-9.-]+\.vn)\s?\)\s?-|\((?P<sign>\p{Lu}{2,6})\)|(?<!\S)(?P<sign>\p{Lu}[\p{Lu}&.]{1,8})\s-)"
    r"\s?(?=\p{Lu}|\n|$)"
)
_INLINE_HEAD = regex.compile(r"\s?date\s(?P<date>[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?)\s")
_URL = regex.compile(r"https?://[^\s<>\"']+")
_DAY = {"day", "month", "year"}
_FINAL = tuple(mark + closer for mark in ".:;" for closer in ("", "'", '"', ")", "]"))
_ASIDE = regex.compile(r"(?<=\S)\s?\([^()]*\)$")
_BULLETS = "•*·-+>#| "


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the page says about the article. ``foot`` is where the page's foot begins."""

    stamps: Stamps
    foot: int
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    url: str | None = None


def read(
    text: Text,
    paragraphs: Sequence[Span],
    sentences: Sequence[Sentence],
    dates: Sequence[Match],
    rulebook: RuleBook,
    meta: Metadata,
) -> FrontMatter:
    """Read the front matter; ``dates`` are the calendar matches of the whole text, ``meta`` is known already.

    Where ``meta`` has a headline, the first paragraph is that headline.
    """
    return _Reader(text, paragraphs, sentences, dates, rulebook).read(meta)


@lru_cache(maxsize=8)
def _vocabulary(rulebook: RuleBook) -> tuple[Mapping[str, tuple[str, ...]], int]:
    """Return the lists in the form of :func:`~antq_extract.converters.key`, and the length of their longest entry."""
    lists = {
        name.removeprefix("frontmatter."): tuple(map(key, words))
        for name, words in rulebook.lists.items()
        if name.startswith("frontmatter.")
    }
    return lists, max(len(word) for words in lists.values() for word in words)


class _Reader:
    def __init__(
        self,
        text: Text,
        paragraphs: Sequence[Span],
        sentences: Sequence[Sentence],
        dates: Sequence[Match],
        rulebook: RuleBook,
    ) -> None:
        self._text = text
        self._paragraphs = paragraphs
        self._sentences = sentences
        self._dates = [match for match in dates if not match.part.startswith("lunar")]  # clocks give them beside theirs
        self._date_starts = [match.start for match in self._dates]
        self._has_url = "://" in text.folded
        self._rulebook = rulebook
        self._words, self._longest = _vocabulary(rulebook)

    def read(self, meta: Metadata) -> FrontMatter:
        foot = self._foot()
        named = self._paragraphs[0] if meta.headline and not self._begins(self._paragraphs[0], "site_title") else None
        follow = enumerate(self._paragraphs)
        body = next((i for i, p in follow if p != named and self._opens_body(i, p)), len(self._paragraphs))
        headline, stamp = (None, None) if named else self._inline_head()
        clocks = [stamp] if stamp else []
        if headline is None and stamp is None:
            clocks = self._clocks(self._paragraphs[: body + 1]) or self._clocks(self._paragraphs[body + 1 :][-_LAST:])
            headline = named or self._headline(body, clocks)
        published = self._published(clocks, headline)
        stamps = Stamps(self._first_date(published), tuple(clock for clock in clocks if clock != published), headline)
        bylines = (name for byline in meta.authors for name in self._names(byline))
        authors = tuple(dict.fromkeys(bylines)) or self._authors(foot)
        publisher = meta.publisher or self._publisher(body)
        return FrontMatter(stamps, foot, authors, publisher, meta.url or self._url())

    def _line(self, span: Span) -> str:
        return self._text.folded[span.start : span.end]

    def _begins(self, span: Span, words: str) -> bool:
        """Say whether a paragraph begins with one of the words, bullets left out; it is folded already."""
        known = self._words[words]
        line = self._line(span).lstrip(_BULLETS)[: self._longest + 1].casefold()
        return line.startswith(known) and any(
            line.startswith(word) and not line[len(word) : len(word) + 1].isalpha() for word in known
        )

    def _is_body(self, span: Span) -> bool:
        start, end = span
        return end - start >= _HEADLINE[1] or (
            end - start >= _SENTENCE and self._text.folded.endswith(_FINAL, start, end)
        )

    def _opens_body(self, index: int, span: Span) -> bool:
        """Say whether the body begins here; a sentence right before a clock is rather a headline with a full stop."""
        if not self._is_body(span):
            return False
        return span.end - span.start > _HEADLINE[1] or not self._clocks(self._paragraphs[index + 1 : index + 2])

    # --- header ---------------------------------------------------------------------------------------------------

    def _inline_head(self) -> tuple[Span | None, Span | None]:
        """A crawl that runs date, section, headline and text together: "date 2024-09 Xã hội … (QNO) - Sáng …"."""
        head = _INLINE_HEAD.match(self._text.folded)
        if not head:
            return None, None
        end = self._paragraphs[0].end
        sign = _SIGN.search(self._text.folded, head.end(), end)
        start = head.end()
        line = key(self._text.folded[start:end])
        section = max((s for s in self._words["section"] if line.startswith(f"{s} ")), key=len, default="")
        start += len(section) + 1 if section else 0
        stop = len(self._text.folded[: sign.start()].rstrip()) if sign else end
        whole = sign is not None or (not self._is_body(Span(start, end)) and len(self._paragraphs) > 1)
        headline = Span(start, stop) if whole and _HEADLINE[0] <= stop - start <= _HEADLINE[1] else None
        return headline, Span(*head.span("date"))

    def _clocks(self, lines: Iterable[Span]) -> list[Span]:
        """Lines that hold a full date and little else."""
        clocks = []
        for paragraph in lines:
            first, last = (bisect_left(self._date_starts, edge) for edge in paragraph)
            if first == last:
                continue
            inside = self._dates[first:last]
            dates = [m for m in inside if m.part == "stamp" or (m.part == "point" and m.values.keys() >= _DAY)]
            rest = paragraph.end - paragraph.start - sum(m.end - m.start for m in dates)
            bare = (
                dates and rest <= _CLOCK_REST and len(inside) == len(dates) and not self._line(paragraph).endswith(".")
            )
            if bare and self._ends_with(dates[-1], paragraph):
                clocks.append(paragraph)
        return clocks

    def _first_date(self, clock: Span | None) -> Span | None:
        """The first date of a clock's line."""
        if clock is None:
            return None
        date = self._dates[bisect_left(self._date_starts, clock.start)]
        return Span(date.start, date.end)

    def _ends_with(self, date: Match, line: Span) -> bool:
        """Say whether nothing but signs or a counter stands behind the date of a line."""
        rest = self._text.folded[date.end : line.end]
        return not regex.match(r"[\s,]*\p{L}", rest) or _any_in(self._words["counter"], key(rest))

    def _headline(self, body: int, clocks: Sequence[Span]) -> Span | None:
        """The last fitting line before the publication clock, or the first before the body."""
        if body == len(self._paragraphs) and not clocks:
            return None
        taken = frozenset(clocks)
        fitting = [p for p in self._paragraphs[:body] if p not in taken and self._may_be_headline(p)]
        before = [p for p in fitting if clocks and p.start < clocks[-1].start]
        behind = [p for p in fitting if (not clocks or p.start > clocks[-1].start) and not self._line(p).endswith(".")]
        return before[-1] if before else behind[0] if behind else None

    def _may_be_headline(self, span: Span) -> bool:
        line = self._line(span)
        low, high = _HEADLINE
        words = line.split()
        if (
            not low <= len(line) <= high
            or len(words) < 4
            or line.endswith((":", ";"))
            or _URL.search(line)
            or "›" in line
        ):
            return False
        if (
            _SIGN.fullmatch(line)
            or (len(line) <= _MENU and self._begins(span, "menu"))
            or self._begins(span, "foot")
            or " > " in line
        ):
            return False
        return not _any_in((*self._words["counter"], *self._words["caption"]), line.casefold())

    def _published(self, clocks: Sequence[Span], headline: Span | None) -> Span | None:
        """The first clock behind the headline, or the last one of the header."""
        own = [clock for clock in clocks if not self._begins(clock, "page_clock")]
        behind = [clock for clock in own if headline and clock.start > headline.start]
        return behind[0] if behind else own[-1] if own else None

    def _publisher(self, body: int) -> str | None:
        """The agency's sign at the head of a paragraph, or behind an inline headline."""
        folded = self._text.folded
        for start, end in self._paragraphs[: body + 1]:
            if folded[start + 1 : start + 2].islower() and folded[start] not in "(d":
                continue  # neither a sign nor an inline head
            head = _INLINE_HEAD.match(folded, start, end)
            find = _SIGN.search if head else _SIGN.match
            sign = find(folded, start, min(end, start + _HEADLINE[1]))
            if sign:
                return self._text.clean[slice(*sign.span("sign"))]
        return None

    # --- foot -----------------------------------------------------------------------------------------------------

    def _foot(self) -> int:
        """Where the page's foot begins: at the first of its headings behind which no body text follows."""
        foot = len(self._text.clean)
        for paragraph in reversed(self._paragraphs):
            if self._is_body(paragraph):
                break
            if self._begins(paragraph, "foot"):
                foot = paragraph.start
        return foot

    def _authors(self, foot: int) -> tuple[str, ...]:
        """Names on the last lines before the foot, or behind the last sentence."""
        for paragraph in reversed(self._paragraphs):
            if paragraph.start >= foot or (self._has_url and _URL.search(self._line(paragraph))):
                continue
            if self._is_body(paragraph):
                last = bisect_left(self._sentences, (paragraph.end,)) - 1
                is_behind = last > 0 and self._sentences[last - 1].start >= paragraph.start
                return self._names(self._text.clean[slice(*self._sentences[last])]) if is_behind else ()
            names = self._names(self._text.clean[slice(*paragraph)])
            if names:
                return names
        return ()

    def _names(self, line: str) -> tuple[str, ...]:
        """The names of a byline that holds nothing else but a label."""
        label, colon, rest = line.partition(":")
        if colon:
            if key(label.strip("( ")) not in self._words["author_label"]:
                return ()
            line = rest.strip().rstrip(")")
        line = line.strip()
        line = (_ASIDE.sub("", line) if line.endswith(")") else line).partition("/")[0].strip(" ()./")
        if len(line) > _BYLINE_LENGTH or self._is_source(line):
            return ()
        pattern = self._rulebook.pattern(_BYLINE, joint="frontmatter.joint")
        found = pattern.fullmatch(line.replace("–", "-").replace("—", "-"))
        if not found:
            return ()
        names = [line[slice(*place)] for place in found.spans("name")]
        return tuple(name for name in names if not self._is_source(name) and not _is_code(name))

    def _is_source(self, line: str) -> bool:
        """Say whether a line names an agency or a paper, or nobody."""
        return key(line) in self._words["not_author"] or key(line).split(" ")[0] in self._words["source_word"]

    def _url(self) -> str | None:
        """The first address that stands alone on its line, share links left out."""
        for paragraph in self._paragraphs if self._has_url else ():
            line = self._text.clean[paragraph.start : paragraph.end]
            url = _URL.search(line)
            if url and len(line) - len(url[0]) <= _CLOCK_REST and not _any_in(self._words["share_host"], url[0]):
                return str(url[0])
        return None


def _is_code(name: str) -> bool:
    """Say whether a "name" is a single word without initials: an agency's letters or a label, no person's."""
    return " " not in name and "." not in name


def _any_in(words: Iterable[str], text: str) -> bool:
    return any(word in text for word in words)
