"""Figures of several articles on one event, side by side: those that mean the same thing, whether or not they agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, Final, Literal, NamedTuple

from antq_extract.converters import key

_ALIKE: Final = 0.6  # of the words of two criteria, how many are in both
_ROUNDING: Final = 0.0006  # of a share: 97,6 % and 97,63 % agree
_NEAR: Final = 0.2  # how far "gần", "hơn", "khoảng" may be from the exact count, as a share of it

Kind = Literal["award", "ratio"]


class Value(NamedTuple):
    """A figure as one article has it: an award's count or a ratio's share, and its place in the article's source."""

    article: int
    value: float
    text: str
    start: int
    end: int


class Figure(NamedTuple):
    """A figure that two articles give at least, and whether they agree on it."""

    kind: Kind
    label: str
    values: tuple[Value, ...]
    agree: bool


class Told(NamedTuple):
    """A figure of one article, ready to be compared.

    ``cell`` is equal where two figures may mean the same; ``unit`` is who or what is counted, ``words`` are those of an
    award's issuer or a ratio's criterion, ``fraction`` a ratio's numbers as the text has them, ``qualifier`` how exact an award's count is.
    """

    kind: Kind
    label: str
    cell: tuple[object, ...]
    unit: str
    words: frozenset[str]
    fraction: tuple[int, int] | None
    period: str | None
    qualifier: str
    value: float
    text: str
    start: int
    end: int

    @property
    def weight(self) -> int:
        """How much it says that two articles have it: a count below ten says little."""
        size = self.fraction[1] if self.fraction else self.value if self.kind == "award" else 0
        return 2 if size >= 10 else 1


def told(record: Mapping[str, Any]) -> tuple[Told, ...]:
    """Return the figures of a record: counted awards, and ratios but for those of a change."""
    awards = (_award(fact) for fact in record["awards"])
    ratios = (_ratio(fact) for fact in record["ratios"] if fact["direction"] is None)
    return (*awards, *ratios)


def _award(fact: Mapping[str, Any]) -> Told:
    names = sorted(map(key, fact["awards"]))
    return Told(
        kind="award",
        label=" · ".join(filter(None, ("; ".join(fact["awards"]), fact["unit"], "; ".join(fact["issuers"])))),
        cell=("award", *names, fact["recipient_type"]),
        unit=key(fact["unit"] or ""),
        words=frozenset(word for issuer in fact["issuers"] for word in key(issuer).split()),
        fraction=None,
        period=None,
        qualifier=fact["qualifier"],
        value=fact["count"],
        text=fact["text"],
        start=fact["start"],
        end=fact["end"],
    )


def _ratio(fact: Mapping[str, Any]) -> Told:
    numbers = (fact["numerator"], fact["denominator"])
    unit = key(fact["unit"] or "")
    return Told(
        kind="ratio",
        label=" · ".join(filter(None, (fact["criterion"], fact["unit"]))),
        cell=("ratio", unit),
        unit=unit,
        words=frozenset(key(fact["criterion"] or "").replace('"', "").split()),
        fraction=None if None in numbers else numbers,
        period=fact["period"],
        qualifier="exact",
        value=fact["value"],
        text=fact["text"],
        start=fact["start"],
        end=fact["end"],
    )


def is_same(one: Told, other: Told) -> bool:
    """Say whether two figures mean the same and have the same value, as papers copy them."""
    if one.cell != other.cell or one.value != other.value or one.fraction != other.fraction:
        return False
    return one.fraction is not None or _mean_the_same(one, other)


def compared(articles: Mapping[int, Sequence[Told]]) -> tuple[Figure, ...]:
    """Return the figures that several articles give, by article; those on which they differ come first."""
    cells: dict[tuple[object, ...], list[tuple[int, Told]]] = defaultdict(list)
    for article, figures in articles.items():
        for figure in figures:
            cells[figure.cell].append((article, figure))
    rows = (row for cell in cells.values() for row in _rows(cell) if len(row) > 1)
    return tuple(
        sorted(map(_figure, rows), key=lambda figure: (figure.agree, figure.kind, figure.label, figure.values))
    )


Row = dict[int, Told]
"""A figure by article."""


def _rows(cell: Sequence[tuple[int, Told]]) -> Iterator[Row]:
    """Put the figures of a cell into rows that mean the same: equal ones first, then what is left over, where that is clear."""
    equal: list[Row] = []
    left: list[tuple[int, Told]] = []
    for article, figure in cell:
        fitting = (row for row in equal if article not in row and any(is_same(figure, other) for other in row.values()))
        row = next(fitting, None)
        if row is None:
            equal.append({article: figure})
        else:
            row[article] = figure
    rows = [row for row in equal if len(row) > 1]
    left = [item for row in equal if len(row) == 1 for item in row.items()]
    for row in rows:
        for article, figure in _only(left, row):
            row[article] = figure
            left.remove((article, figure))
    yield from rows
    left = [item for item in left if not any(_are_rivals(item, other) for other in left)]
    while left:
        row = dict(left[:1])
        row |= _only(left[1:], row)
        yield row
        left = [(article, figure) for article, figure in left if row.get(article) is not figure]


def _are_rivals(one: tuple[int, Told], other: tuple[int, Told]) -> bool:
    """Say whether it is not clear which of two figures of an article another article's is to be held against."""
    return one[1] is not other[1] and one[0] == other[0] and _mean_the_same(one[1], other[1])


def _only(left: Iterable[tuple[int, Told]], row: Row) -> Iterator[tuple[int, Told]]:
    """Yield what may be an article's own figure for a row: of each article that is not in it, the only one that fits."""
    fitting: dict[int, list[Told]] = defaultdict(list)
    for article, figure in left:
        if article not in row and all(_mean_the_same(figure, other) for other in row.values()):
            fitting[article].append(figure)
    for article, figures in fitting.items():
        if len(figures) == 1:
            yield article, figures[0]


def _mean_the_same(one: Told, other: Told) -> bool:
    """Say whether two figures of one cell are told of the same thing: by one issuer, or with one criterion and period.

    Counts of awards that differ must be of one unit: "23 tập thể" may be a part of "25 đơn vị", or none.
    """
    both = one.words & other.words
    if one.kind == "award":
        if one.value != other.value and one.unit != other.unit:
            return False
        return not one.words or not other.words or len(both) >= _ALIKE * min(len(one.words), len(other.words))
    if one.period and other.period and one.period != other.period:
        return False
    return bool(both) and len(both) >= _ALIKE * len(one.words | other.words)


def _figure(row: Row) -> Figure:
    values = tuple(
        Value(article, figure.value, figure.text, figure.start, figure.end) for article, figure in row.items()
    )
    agree = all(_agree(one, other) for one, other in combinations(row.values(), 2))
    first = next(iter(row.values()))
    return Figure(first.kind, first.label, values, agree)


def _agree(one: Told, other: Told) -> bool:
    if one.kind == "ratio":
        if one.fraction and other.fraction:
            return one.fraction == other.fraction
        return abs(one.value - other.value) <= _ROUNDING
    if one.qualifier == other.qualifier or "exact" not in (one.qualifier, other.qualifier):
        return one.value == other.value
    exact, loose = (one, other) if one.qualifier == "exact" else (other, one)
    low, high = {
        "over": (loose.value, loose.value * (1 + _NEAR)),
        "at_least": (loose.value, loose.value * (1 + _NEAR)),
        "nearly": (loose.value * (1 - _NEAR), loose.value),
        "about": (loose.value * (1 - _NEAR), loose.value * (1 + _NEAR)),
    }[loose.qualifier]
    return low <= exact.value <= high
