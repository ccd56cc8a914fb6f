"""Compares records with gold: what was found, missed and wrong, and which rule did it.

A fact counts as found when its key is equal. By overlap, a gold fact is also found by a fact of its kind that stands on
its place with another value. Each fact of a record counts for one gold fact at most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from antq_extract.agreement import Attribute, Matching, Measure, anchors, date_value, match, norm
from antq_extract.gold import KINDS, Fact, Gold, Spans, View, places
from antq_extract.scorecard import KindScore, Outcome, Problem, Report, RuleScore, Share, Tally

Row = Mapping[str, Any]

Blame = Callable[[str, int, int, str], str | None]
"""The rule at fault for a missed fact: of its article's stem, its start and end in the source, and its kind."""


def evaluate(
    rows: Mapping[str, Row],
    gold: Mapping[str, Gold],
    sources: Mapping[str, str],
    keys: Mapping[str, Sequence[str]],
    repeats_ok: bool = False,
    blame: Blame | None = None,
) -> Report:
    """Compare the records of articles, by stem, with their gold and their source texts.

    ``keys`` names the key fields of each kind that packs bring; such a kind is scored where gold has it. With
    ``repeats_ok`` a further mention of a fact that gold lists is not spurious.
    """
    stems = sorted(gold)
    compared: list[_Comparison] = []
    fields: list[tuple[str, bool]] = []
    problems: list[Problem] = []
    for stem in stems:
        row, one, source = rows.get(stem), gold[stem], sources.get(stem)
        found = list(_comparisons(stem, row or {}, one, source or "", keys, repeats_ok))
        wrong = dict(_wrong_fields(stem, one.article, (row or {}).get("article") or {}))
        fields += [(name, name not in wrong) for name in one.article]
        problems += [] if row else [Problem(stem, "article", "record")]
        problems += wrong.values()
        problems += [problem for comparison in found for problem in comparison.problems(blame)]
        problems += _misplaced(stem, row, source) if row and source is not None else []
        compared += found
    own = (kind for kind in keys if any(kind in one.facts for one in gold.values()))
    kinds = {kind: [one for one in compared if one.kind == kind] for kind in (*KINDS, *own)}
    return Report(
        repeats_ok=repeats_ok,
        articles=tuple(stems),
        kinds={kind: _score(found) for kind, found in kinds.items()},
        fields=_shares(fields),
        rules=tuple(score for kind, found in kinds.items() for score in _rule_scores(kind, found)),
        facts=tuple(outcome for one in compared for outcome in one.outcomes()),
        problems=tuple(problems),
    )


@dataclass(frozen=True, slots=True)
class _Comparison:
    """One kind of fact in one article. ``spans`` are the places of the gold facts; ``passed`` facts are not spurious."""

    article: str
    measure: Measure
    gold: Sequence[Fact]
    facts: Sequence[Fact]
    spans: Sequence[Spans]
    found: Matching
    passed: frozenset[int]

    @property
    def kind(self) -> str:
        """The kind of fact."""
        return self.measure.kind

    def counted(self) -> list[int]:
        """The gold facts that count: all but the optional ones."""
        return [number for number, fact in enumerate(self.gold) if not fact.get("optional")]

    def spurious(self) -> list[int]:
        """The facts that gold does not have."""
        known = {*self.found.pairs.values(), *self.passed}
        return [number for number in range(len(self.facts)) if number not in known]

    def tally(self, overlap: bool = False) -> Tally:
        """Count by value, or by place as well."""
        counted, placed = self.counted(), self.found.placed if overlap else {}
        found = sum(number in self.found.pairs or number in placed for number in counted)
        return Tally(found, len(counted) - found, len(set(self.spurious()) - set(placed.values())))

    def attributes(self, number: int) -> list[Attribute]:
        """The attributes of a gold fact that was found."""
        return self.measure.attributes(self.gold[number], self.facts[self.found.pairs[number]])

    def outcomes(self) -> Iterator[Outcome]:
        """What became of each gold fact."""
        counted = set(self.counted())
        for number, gold in enumerate(self.gold):
            fact = self.found.pairs.get(number)
            yield Outcome(
                article=self.article,
                kind=self.kind,
                index=number,
                key=self.measure.label(gold),
                text=gold.get("text"),
                outcome="optional" if number not in counted else "missed" if fact is None else "found",
                overlap=fact is not None or number in self.found.placed,
                wrong=() if fact is None else tuple(one.name for one in self.attributes(number) if not one.right),
                rule=None if fact is None else _rules(self.facts[fact])[0],
            )

    def problems(self, blame: Blame | None) -> Iterator[Problem]:
        """Each missed gold fact, wrong attribute and spurious fact."""
        for number in self.counted():
            if number in self.found.pairs:
                wrong = (one for one in self.attributes(number) if not one.right)
                yield from (self._wrong_attribute(self.facts[self.found.pairs[number]], one) for one in wrong)
            else:
                yield self._missed(number, blame)
        for fact in (self.facts[number] for number in self.spurious()):
            yield self._problem("spurious", fact, got=self.measure.label(fact))

    def _missed(self, number: int, blame: Blame | None) -> Problem:
        gold, fact = self.gold[number], self.found.placed.get(number)
        start, end = next(iter(self.spans[number]), (None, None))
        rule = None if fact is None else _rules(self.facts[fact])[0]
        if rule is None and blame and start is not None and end is not None:
            rule = blame(self.article, start, end, self.kind)
        return Problem(
            article=self.article,
            kind=self.kind,
            what="missed",
            gold=self.measure.label(gold),
            got=None if fact is None else self.measure.label(self.facts[fact]),
            text=gold.get("text") or gold.get("name"),
            start=start,
            end=end,
            rule=rule,
        )

    def _wrong_attribute(self, fact: Fact, attribute: Attribute) -> Problem:
        return self._problem("attribute", fact, attribute.name, _shown(attribute.gold), _shown(attribute.got))

    def _problem(
        self, what: str, fact: Fact, field: str | None = None, gold: str | None = None, got: str | None = None
    ) -> Problem:
        """An error of a fact, at its place or that of its first mention."""
        anchor = anchors(fact)[0]
        place = (anchor["text"], anchor["start"], anchor["end"], anchor["rule"])
        return Problem(self.article, self.kind, what, field, gold, got, *place)


def _comparisons(
    stem: str, row: Row, gold: Gold, source: str, keys: Mapping[str, Sequence[str]], repeats_ok: bool
) -> Iterator[_Comparison]:
    view = View(source)
    for kind in (*KINDS, *(kind for kind in keys if kind in gold.facts)):
        wanted = gold.facts.get(kind, ())
        facts = (row if kind in KINDS else row.get("facts") or {}).get(kind) or ()
        measure, spans = Measure(kind, keys.get(kind, ())), places(wanted, view)
        found = match(measure, wanted, facts, spans)
        yield _Comparison(stem, measure, wanted, facts, spans, found, found.repeats if repeats_ok else frozenset())


def _rules(fact: Fact) -> list[str]:
    return list(dict.fromkeys(anchor["rule"] for anchor in anchors(fact)))


# --- figures ------------------------------------------------------------------------------------------------------


def _score(found: Sequence[_Comparison]) -> KindScore:
    rows = (
        row for one in found for number in one.counted() if number in one.found.pairs for row in one.attributes(number)
    )
    strict, overlap = (_sum(one.tally(by_place) for one in found) for by_place in (False, True))
    return KindScore(strict, overlap, _shares((row.name, row.right) for row in rows))


def _sum(tallies: Iterable[Tally]) -> Tally:
    counts = [(tally.found, tally.missed, tally.spurious) for tally in tallies]
    return Tally(*map(sum, zip((0, 0, 0), *counts, strict=True)))


def _shares(rows: Iterable[tuple[str, bool]]) -> dict[str, Share]:
    counts = Counter(rows)
    names = sorted({name for name, _ in counts})
    return {name: Share(counts[name, True], counts[name, True] + counts[name, False]) for name in names}


def _rule_scores(kind: str, found: Sequence[_Comparison]) -> Iterator[RuleScore]:
    """The score of each rule that made facts of a kind; an official counts for all the rules of its mentions."""
    made, right, spurious = (Counter[str]() for _ in range(3))
    for one in found:
        made.update(rule for fact in one.facts for rule in _rules(fact))
        counted = [one.found.pairs[number] for number in one.counted() if number in one.found.pairs]
        right.update(rule for fact in counted for rule in _rules(one.facts[fact]))
        spurious.update(rule for fact in one.spurious() for rule in _rules(one.facts[fact]))
    total = sum(len(one.counted()) for one in found)
    for rule in sorted(made):
        yield RuleScore(rule, kind, made[rule], right[rule], spurious[rule], total)


# --- articles -----------------------------------------------------------------------------------------------------


def _wrong_fields(stem: str, wanted: Row, article: Row) -> Iterator[tuple[str, Problem]]:
    """Yield each field of the article that is not as gold has it."""
    for name, gold in wanted.items():
        got = article.get(name)
        if isinstance(got, Mapping):  # a unit
            got = got["name"]
        if isinstance(gold, list):
            right = list(map(norm, gold)) == list(map(norm, got or ()))
        elif name == "date_published":
            right = date_value(gold) == date_value(got)
        else:
            right = norm(gold or "") == norm(got or "")
        if not right:
            yield name, Problem(stem, "article", "field", name, _shown(gold), _shown(got))


def _misplaced(stem: str, row: Row, source: str) -> Iterator[Problem]:
    """Yield each fact and mention whose text is not at its offsets in the source."""
    for kind, facts in [*((kind, row.get(kind) or ()) for kind in KINDS), *(row.get("facts") or {}).items()]:
        for anchor in (anchor for fact in facts for anchor in anchors(fact)):
            text, start, end = anchor["text"], anchor["start"], anchor["end"]
            if source[start:end] != text:
                yield Problem(stem, kind, "provenance", None, source[start:end], None, text, start, end, anchor["rule"])


def _shown(value: object) -> str | None:
    """A value as the list of errors has it; None where there is nothing."""
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value)) or None
    return None if value in (None, "") else str(value)
