"""What changed from one evaluation to a later one: figures, gold facts gained and lost, errors gone and new.

A gold fact is known again by its article, kind, value and text, an error by these and what is wrong with it; where
several are alike, by their order. Facts and errors of articles that only one of the two has are not compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from antq_extract.errors import UsageError
from antq_extract.scorecard import Outcome, Problem, Report, quoted

_Item = TypeVar("_Item", Outcome, Problem)
_Facts = Mapping[Hashable, Outcome]

_KINDS = {
    "gained": "gold facts gained",
    "lost": "gold facts lost",
    "spurious-gone": "spurious facts gone",
    "spurious-new": "spurious facts new",
    "mended": "attributes and fields mended",
    "broken": "attributes and fields broken",
    "error-gone": "other errors gone",
    "error-new": "other errors new",
}


@dataclass(frozen=True, slots=True)
class Delta:
    """A figure that changed; None where that report does not have it."""

    kind: str
    figure: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Change:
    """A fact or error that changed, and the rule that made it so where that is known.

    ``what`` is ``gained`` (missed before, found now), ``lost``, ``spurious-gone``, ``spurious-new``, ``mended`` or
    ``broken`` (an attribute of a fact found both times, or a field of the article), ``error-gone`` or ``error-new``
    (provenance errors and missing records). ``key`` is the value, ``field`` the attribute or field.
    """

    what: str
    article: str
    kind: str
    key: str | None
    field: str | None
    text: str | None
    rule: str | None


@dataclass(frozen=True, slots=True)
class Changes:
    """All that changed; ``gone`` and ``new`` are the articles that only the baseline has, or only the report."""

    deltas: tuple[Delta, ...]
    items: tuple[Change, ...]
    gone: tuple[str, ...]
    new: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the changes as plain data."""
        return {name: list(value) for name, value in asdict(self).items()}


def changes(baseline: Report, report: Report) -> Changes:
    """Return what changed since the baseline; raise :class:`UsageError` if the two count repeats in different ways."""
    if baseline.repeats_ok != report.repeats_ok:
        with_it, without = ("baseline", "report") if baseline.repeats_ok else ("report", "baseline")
        raise UsageError(f"the {with_it} was made with --repeats-ok, the {without} without it: nothing to compare")
    before, after = _figures(baseline), _figures(report)
    deltas = (Delta(*name, before.get(name), after.get(name)) for name in before | after)
    common = set(baseline.articles) & set(report.articles)
    return Changes(
        deltas=tuple(delta for delta in deltas if delta.before != delta.after),
        items=tuple(sorted((*_of_facts(baseline, report), *_of_problems(baseline, report, common)), key=_order)),
        gone=tuple(article for article in baseline.articles if article not in common),
        new=tuple(article for article in report.articles if article not in common),
    )


def render_changes(found: Changes) -> str:
    """Return the changes as text."""
    lines = list(_delta_lines(found.deltas))
    lines += [f"not in this run: {', '.join(found.gone)}"] if found.gone else []
    lines += [f"not in the baseline: {', '.join(found.new)}"] if found.new else []
    for what, title in _KINDS.items():
        listed = [item for item in found.items if item.what == what]
        if listed:
            lines += [f"{title}: {len(listed)}", *(f"  {_line(item)}" for item in listed)]
    return "\n".join(lines) or "no change"


def _figures(report: Report) -> dict[tuple[str, str], float]:
    figures: dict[tuple[str, str], float] = {}
    for kind, score in report.kinds.items():
        one = score.strict
        counts = {"gold": one.found + one.missed, "found": one.found, "missed": one.missed, "spurious": one.spurious}
        means = {"precision": one.precision, "recall": one.recall, "F1": one.f1, "overlap F1": score.overlap.f1}
        shares = {f"{name} right": tally.value for name, tally in score.attributes.items()}
        figures |= {(kind, name): value for name, value in (counts | means | shares).items()}
    figures |= {("article", name): tally.value for name, tally in report.fields.items()}
    return figures | {("provenance", "errors"): report.provenance_errors}


def _known(items: Iterable[tuple[Hashable, _Item]]) -> dict[Hashable, _Item]:
    """Return items by identity: what they are alike in, and their number among those alike."""
    numbers: Counter[Hashable] = Counter()
    known: dict[Hashable, _Item] = {}
    for alike, item in items:
        known[alike, numbers[alike]] = item
        numbers[alike] += 1
    return known


def _facts(report: Report) -> _Facts:
    judged = (fact for fact in report.facts if fact.outcome != "optional")
    return _known(((fact.article, fact.kind, fact.key, fact.text), fact) for fact in judged)


def _of_facts(baseline: Report, report: Report) -> Iterator[Change]:
    """Gold facts that both reports have: gained, lost, and their attributes where they were found both times."""
    earlier, later = _facts(baseline), _facts(report)
    for identity in earlier.keys() & later.keys():
        old, new = earlier[identity], later[identity]
        if old.outcome == new.outcome == "found":
            yield from (_change("mended", new, name) for name in (Counter(old.wrong) - Counter(new.wrong)).elements())
            yield from (_change("broken", new, name) for name in (Counter(new.wrong) - Counter(old.wrong)).elements())
        elif old.outcome != new.outcome:
            yield _change("gained", new) if new.outcome == "found" else _change("lost", old)


def _change(what: str, fact: Outcome, attribute: str | None = None) -> Change:
    return Change(what, fact.article, fact.kind, fact.key, attribute, fact.text, fact.rule)


def _of_problems(baseline: Report, report: Report, common: set[str]) -> Iterator[Change]:
    """Errors that do not belong to a gold fact."""
    earlier, later = (_problems(one, common) for one in (baseline, report))
    names = {"spurious": ("spurious-gone", "spurious-new"), "field": ("mended", "broken")}
    for identity in earlier.keys() ^ later.keys():
        problem = earlier.get(identity) or later[identity]
        gone, new = names.get(problem.what, ("error-gone", "error-new"))
        yield Change(
            what=gone if identity in earlier else new,
            article=problem.article,
            kind=problem.kind,
            key=problem.got if problem.what == "spurious" else None,
            field=problem.field or (None if problem.what == "spurious" else problem.what),
            text=problem.text,
            rule=problem.rule,
        )


def _problems(report: Report, common: set[str]) -> Mapping[Hashable, Problem]:
    listed = (one for one in report.problems if one.what not in ("missed", "attribute") and one.article in common)
    return _known(((one.article, one.kind, one.what, one.field, _value(one), one.text), one) for one in listed)


def _value(problem: Problem) -> str | None:
    """What tells an error from another in the same place; a wrong field stays the same error whatever it holds."""
    return problem.got if problem.what == "spurious" else None


def _order(item: Change) -> tuple[str, ...]:
    values = (item.article, item.kind, item.what, item.key, item.field, item.text, item.rule)
    return tuple(value or "" for value in values)


def _delta_lines(deltas: Iterable[Delta]) -> Iterator[str]:
    by_kind: dict[str, list[str]] = {}
    for delta in deltas:
        before, after = (_figure(value) for value in (delta.before, delta.after))
        by_kind.setdefault(delta.kind, []).append(f"{delta.figure} {before} → {after}")
    for kind, figures in by_kind.items():
        yield f"{kind}: {', '.join(figures)}"


def _figure(value: float | None) -> str:
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def _line(item: Change) -> str:
    value = f" {quoted(item.key)}" if item.key else ""
    field = f" {item.field}" if item.field else ""
    text = f": {quoted(item.text)}" if item.text else ""
    rule = f" ({item.rule})" if item.rule else ""
    return f"{item.article}: {item.kind}{value}{field}{text}{rule}"
