"""Which fact of a record is which gold fact, and in what the two agree.

A fact is found by its key: a date's value, a ratio's fraction or percentage, an award's count and recipients, an
official's name, and of a kind that a pack brings the fields that the pack names. What else gold says of it is its
attributes.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from antq_extract.gold import KEYS, KINDS, Fact, Spans

_NAMED = {"dates": ("role", "part_of_day"), "ratios": ("unit", "criterion")}
"""Attributes that count only where gold names them."""

_NO_ATTRIBUTES = frozenset({"text", "start", "end", "rule", "optional", "alt"})
_QUOTES = str.maketrans("“”", '""')


class Attribute(NamedTuple):
    """An attribute of a fact that was found, in gold and in the record."""

    name: str
    right: bool
    gold: object
    got: object


@dataclass(frozen=True, slots=True)
class Measure:
    """How facts of one kind are compared; ``fields`` are the key fields of a kind that a pack brings."""

    kind: str
    fields: Sequence[str] = ()

    def key(self, fact: Fact) -> Hashable:
        """Return what a fact is found by."""
        if self.kind == "dates":
            return date_value(fact["edtf"])
        if self.kind == "ratios":
            fraction = (fact.get("numerator"), fact.get("denominator"))
            return round(float(fact["value"]), 5) if fraction[0] is None else fraction
        if self.kind == "awards":
            return fact["count"], fact["recipient_type"]
        if self.kind == "officials":
            return norm(fact["name"])
        return tuple(_plain(fact.get(field)) for field in self.fields)

    def gold_keys(self, gold: Fact) -> list[Hashable]:
        """Return the key of a gold fact, and those of its other right values."""
        names = ("edtf",) if self.kind == "dates" else self.fields
        others = gold.get("alt") or () if len(names) == 1 else ()
        return [self.key(gold), *(self.key({names[0]: value}) for value in others)]

    def label(self, fact: Fact) -> str:
        """Return a fact's key as people read it."""
        if self.kind == "ratios":
            if fact.get("numerator") is None:
                return f"{round(100 * fact['value'], 3):.10g}%"
            return f"{fact['numerator']}/{fact['denominator']}"
        return " ".join(str(fact.get(name)) for name in KEYS.get(self.kind, self.fields))

    def attributes(self, gold: Fact, fact: Fact) -> list[Attribute]:
        """Return what gold says of a fact besides its key, and whether the record says the same."""
        if self.kind == "officials":
            rank = (gold.get("rank") or "", fact.get("rank") or "")
            return [Attribute("rank", norm(rank[0]) == norm(rank[1]), *rank), *_posts(gold, fact)]
        if self.kind == "awards":
            return list(_award(gold, fact))
        same: Callable[[Any], object] = _plain
        names: Iterable[str] = [name for name in gold if name not in _NO_ATTRIBUTES | set(self.fields)]
        if self.kind in KINDS:
            names = [name for name in _NAMED[self.kind] if gold.get(name)]
            same = (lambda value: value) if self.kind == "dates" else (lambda value: norm(value or ""))
        pairs = [(name, gold[name], fact.get(name)) for name in names]
        return [Attribute(name, same(wanted) == same(got), wanted, got) for name, wanted, got in pairs]

    def rights(self, gold: Fact, fact: Fact) -> Counter[tuple[str, bool]]:
        """Count the right and the wrong attributes, by name."""
        return Counter((one.name, one.right) for one in self.attributes(gold, fact))


def norm(value: object) -> str:
    """Return a text as far as it counts: without case, form of quotes, runs of blanks, and points at its ends."""
    text = unicodedata.normalize("NFC", str(value)).casefold().translate(_QUOTES)
    return " ".join(text.split()).strip(" .,;:-–")


def date_value(value: str | None) -> str:
    """Return an EDTF value without the UTC offset of a moment, and without its seconds where they are zero."""
    text = value or ""
    if "T" not in text or "/" in text:
        return text
    day, _, clock = text.partition("T")
    parts = clock.partition("+")[0].rstrip("Z").split(":")
    if len(parts) == 3 and not parts[2].strip("0."):
        del parts[2]
    return f"{day}T{':'.join(parts)}"


def _plain(value: object) -> Hashable:
    """A value of a kind that a pack brings, as it is compared."""
    if isinstance(value, str):
        return norm(value)
    if isinstance(value, list | tuple):
        return tuple(_plain(item) for item in value)
    return round(value, 5) if isinstance(value, float) else str(value) if isinstance(value, dict) else value


def _award(gold: Fact, fact: Fact) -> Iterator[Attribute]:
    for name in ("awards", "issuers"):
        if gold.get(name) is not None:
            wanted, got = gold[name], fact.get(name) or ()
            yield Attribute(name, set(map(norm, wanted)) == set(map(norm, got)), wanted, got)
    qualifiers = (gold.get("qualifier", "exact"), fact.get("qualifier") or "exact")
    yield Attribute("qualifier", qualifiers[0] == qualifiers[1], *qualifiers)


def _posts(gold: Fact, fact: Fact) -> Iterator[Attribute]:
    """Each post that gold has, found or not, and each one that only the record has."""
    wanted, got = ({norm(p["label"]): p["label"] for p in one.get("posts") or ()} for one in (gold, fact))
    for label in sorted(wanted.keys() | got.keys()):
        yield Attribute("posts", label in wanted and label in got, wanted.get(label), got.get(label))


# --- which fact is which gold fact --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Matching:
    """Gold facts and facts of one kind in one article, known by their numbers in their lists."""

    pairs: Mapping[int, int]
    """The fact that a gold fact was found as."""
    placed: Mapping[int, int]
    """The fact that stands on the place of a gold fact that was not found."""
    repeats: frozenset[int]
    """The facts that say what gold has, be it once more."""


def match(measure: Measure, gold: Sequence[Fact], facts: Sequence[Fact], spans: Sequence[Spans]) -> Matching:
    """Find the gold facts, which stand at ``spans``, among the facts of a record."""
    pairs = _pairs(measure, gold, facts)
    _settle(measure, pairs, gold, facts, spans)
    known = {key for wanted in gold for key in measure.gold_keys(wanted)}
    repeats = frozenset(number for number, fact in enumerate(facts) if measure.key(fact) in known)
    return Matching(pairs, _placed(pairs, facts, spans), repeats)


def anchors(fact: Fact) -> Sequence[Fact]:
    """Return the places of a fact: an official's mentions, any other fact itself."""
    return fact.get("mentions") or (fact,)


def _pairs(measure: Measure, gold: Sequence[Fact], facts: Sequence[Fact]) -> dict[int, int]:
    """Give each gold fact the fact of its key with the most right attributes; the optional ones choose last."""
    pool: dict[Hashable, list[int]] = defaultdict(list)
    for number, fact in enumerate(facts):
        pool[measure.key(fact)].append(number)
    pairs: dict[int, int] = {}
    for number, wanted in sorted(enumerate(gold), key=lambda one: bool(one[1].get("optional"))):
        same = next((pool[key] for key in measure.gold_keys(wanted) if pool.get(key)), None)
        if same:
            rights = [sum(one.right for one in measure.attributes(wanted, facts[fact])) for fact in same]
            pairs[number] = same.pop(rights.index(max(rights)))
    return pairs


def _settle(
    measure: Measure, pairs: dict[int, int], gold: Sequence[Fact], facts: Sequence[Fact], spans: Sequence[Spans]
) -> None:
    """Exchange partners, so that a gold fact and the fact on its place are a pair, where no figure depends on it.

    Which of two gold facts of one value is the missed one, and which of two facts the spurious one, only the list of
    errors tells.
    """
    for number in range(len(gold)):
        mine = pairs.get(number)
        if mine is not None and _stands(facts[mine], spans[number]):
            continue
        owners = {fact: owner for owner, fact in pairs.items()}
        for fact in (fact for fact in range(len(facts)) if _stands(facts[fact], spans[number])):
            owner = owners.get(fact)
            if owner is not None and _stands(facts[fact], spans[owner]):
                continue
            before = {number: mine} if owner is None else {number: mine, owner: fact}
            after = {number: fact} if owner is None else {number: fact, owner: mine}
            figures = [_figures(measure, one, gold, facts) for one in (before, after)]
            if figures[0] == figures[1]:
                pairs |= {one: partner for one, partner in after.items() if partner is not None}
                if owner is not None and mine is None:
                    del pairs[owner]
                break


def _figures(
    measure: Measure, pairs: Mapping[int, int | None], gold: Sequence[Fact], facts: Sequence[Fact]
) -> Counter[Hashable] | None:
    """What the figures are made of: the found gold facts, optional or not, and their attributes; None for no pairs."""
    figures: Counter[Hashable] = Counter()
    for number, fact in pairs.items():
        if fact is not None:
            if measure.key(facts[fact]) not in measure.gold_keys(gold[number]):
                return None
            figures[bool(gold[number].get("optional"))] += 1
            figures.update(measure.rights(gold[number], facts[fact]))
    return figures


def _placed(pairs: Mapping[int, int], facts: Sequence[Fact], spans: Sequence[Spans]) -> dict[int, int]:
    """Give each gold fact that was not found the first fact on its place that is not given yet."""
    taken = set(pairs.values())
    placed: dict[int, int] = {}
    for number in sorted((one for one in range(len(spans)) if one not in pairs), key=lambda one: list(spans[one])):
        free = (fact for fact in range(len(facts)) if fact not in taken and _stands(facts[fact], spans[number]))
        fact = next(free, None)
        if fact is not None:
            placed[number] = fact
            taken.add(fact)
    return placed


def _stands(fact: Fact, spans: Spans) -> bool:
    return any(start < anchor["end"] and anchor["start"] < end for anchor in anchors(fact) for start, end in spans)
