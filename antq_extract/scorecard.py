"""The result of an evaluation: its figures and errors, as JSON and as text.

The JSON tells what became of every gold fact and lists every error, so that a stored run is a baseline for the next.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from antq_extract.errors import UsageError
from antq_extract.gold import read_object

FORMAT = 1
"""The version of the report's JSON."""

_Made = TypeVar("_Made")


def share(part: int, whole: int) -> float:
    """Return a share; all of nothing is all."""
    return part / whole if whole else 1.0


@dataclass(frozen=True, slots=True)
class Tally:
    """Gold facts found and missed, and facts that gold does not have."""

    found: int
    missed: int
    spurious: int

    @property
    def precision(self) -> float:
        """The share of the facts that gold has."""
        return share(self.found, self.found + self.spurious)

    @property
    def recall(self) -> float:
        """The share of the gold facts that were found."""
        return share(self.found, self.found + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def to_json(self) -> dict[str, Any]:
        """Return the counts and what follows from them."""
        means = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        return {"gold": self.found + self.missed, **asdict(self), **means}


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many were right."""

    right: int
    total: int

    @property
    def value(self) -> float:
        """The share that was right."""
        return share(self.right, self.total)

    def to_json(self) -> dict[str, Any]:
        """Return the counts and the share."""
        return {**asdict(self), "share": self.value}


@dataclass(frozen=True, slots=True)
class KindScore:
    """The figures of one kind of fact: by value, by place whatever the value, and its attributes'."""

    strict: Tally
    overlap: Tally
    attributes: Mapping[str, Share]


@dataclass(frozen=True, slots=True)
class RuleScore:
    """What a rule made of one kind: ``right`` and ``spurious`` leave out optional facts and repeats that are let pass."""

    rule: str
    kind: str
    facts: int
    right: int
    spurious: int
    gold: int

    @property
    def precision(self) -> float | None:
        """The share of its facts that gold has, None where gold says nothing of them."""
        judged = self.right + self.spurious
        return self.right / judged if judged else None

    @property
    def coverage(self) -> float | None:
        """The share of the gold facts of its kind that it found, None where there are none."""
        return self.right / self.gold if self.gold else None

    def to_json(self) -> dict[str, Any]:
        """Return the counts and the shares."""
        return {**asdict(self), "precision": self.precision, "coverage": self.coverage}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a gold fact: ``found``, ``missed`` or ``optional``; ``wrong`` names its wrong attributes."""

    article: str
    kind: str
    index: int
    key: str
    text: str | None
    outcome: str
    overlap: bool
    wrong: tuple[str, ...]
    rule: str | None


@dataclass(frozen=True, slots=True)
class Problem:
    """One error.

    ``what`` is ``missed``, ``spurious``, ``attribute``, ``provenance``, or of kind ``article`` ``field`` or ``record``
    (there is none); ``field`` names the attribute or the article's field. ``rule`` is the one at fault.
    """

    article: str
    kind: str
    what: str
    field: str | None = None
    gold: str | None = None
    got: str | None = None
    text: str | None = None
    start: int | None = None
    end: int | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """An evaluation. ``fields`` are the articles' own."""

    repeats_ok: bool
    articles: tuple[str, ...]
    kinds: Mapping[str, KindScore]
    fields: Mapping[str, Share]
    rules: tuple[RuleScore, ...]
    facts: tuple[Outcome, ...]
    problems: tuple[Problem, ...]

    @property
    def provenance_errors(self) -> int:
        """How many facts and mentions do not stand at their offsets."""
        return sum(problem.what == "provenance" for problem in self.problems)

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain data: the same for the same records and gold, wherever and whenever made."""
        kinds = {
            kind: {
                **score.strict.to_json(),
                "overlap": score.overlap.to_json(),
                "attributes": {name: one.to_json() for name, one in score.attributes.items()},
            }
            for kind, score in self.kinds.items()
        }
        return {
            "format": FORMAT,
            "repeats_ok": self.repeats_ok,
            "articles": list(self.articles),
            "kinds": kinds,
            "article": {name: one.to_json() for name, one in self.fields.items()},
            "provenance_errors": self.provenance_errors,
            "rules": [rule.to_json() for rule in self.rules],
            "facts": [{**asdict(fact), "wrong": list(fact.wrong)} for fact in self.facts],
            "errors": [asdict(problem) for problem in self.problems],
        }


def read_baseline(path: Path) -> Report:
    """Return the report that a file holds as JSON; raise :class:`UsageError` if it holds none."""
    data = read_object(path)
    if data.get("format") != FORMAT:
        raise UsageError(f"{path}: no report of evaluate --json, or of another version")
    try:
        return _report(data)
    except KeyError as error:
        raise UsageError(f"{path}: a damaged report of evaluate --json: no {error.args[0]}") from None
    except (AttributeError, TypeError):
        raise UsageError(f"{path}: a damaged report of evaluate --json: not its structure") from None
    except ValueError as error:
        raise UsageError(f"{path}: a damaged report of evaluate --json: {error}") from None


def _report(data: Mapping[str, Any]) -> Report:
    kinds = {
        kind: KindScore(_made(Tally, one), _made(Tally, one["overlap"]), _shares(one["attributes"]))
        for kind, one in data["kinds"].items()
    }
    return Report(
        repeats_ok=data["repeats_ok"],
        articles=tuple(data["articles"]),
        kinds=kinds,
        fields=_shares(data["article"]),
        rules=tuple(_made(RuleScore, rule) for rule in data["rules"]),
        facts=tuple(_made(Outcome, {**fact, "wrong": tuple(fact["wrong"])}) for fact in data["facts"]),
        problems=tuple(_made(Problem, problem) for problem in data["errors"]),
    )


def _shares(data: Mapping[str, Any]) -> dict[str, Share]:
    return {name: _made(Share, one) for name, one in data.items()}


def _made(cls: type[_Made], data: Mapping[str, Any]) -> _Made:
    """Make a record of plain data, of what its fields want; what else stands there can be worked out again."""
    values = {}
    for name, wanted in get_type_hints(cls).items():
        values[name] = data[name]
        if not isinstance(values[name], tuple if name == "wrong" else wanted):
            raise ValueError(f"{name} is {json.dumps(values[name], ensure_ascii=False)}")
    return cls(**values)


# --- as text ------------------------------------------------------------------------------------------------------


def render(report: Report, errors: bool = False, rules: bool = False) -> str:
    """Return the report as text: the errors and the rules where they are asked for, and the figures last."""
    parts = [_errors(report.problems)] if errors and report.problems else []
    parts += [_rules(report.rules)] if rules and report.rules else []
    return "\n\n".join([*parts, _figures(report)])


def quoted(text: str) -> str:
    """Return a text on one line, in quotes."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def _figures(report: Report) -> str:
    width = max(map(len, ("article", *report.kinds))) + 1
    width = max(width, 10)
    columns = (
        f"{'gold':>5} {'found':>5} {'missed':>6} {'spurious':>8} {'prec':>6} {'recall':>6} {'F1':>6} {'overlap':>7}"
    )
    lines = [f"{'kind':<{width}} {columns}  attributes"]
    for kind, score in report.kinds.items():
        one = score.strict
        attributes = ", ".join(f"{name} {tally.value:.3f}" for name, tally in sorted(score.attributes.items()))
        lines.append(
            f"{kind:<{width}} {one.found + one.missed:>5} {one.found:>5} {one.missed:>6} {one.spurious:>8} "
            f"{one.precision:>6.3f} {one.recall:>6.3f} {one.f1:>6.3f} {score.overlap.f1:>7.3f}  {attributes}"
        )
    if report.fields:
        fields = ", ".join(f"{name} {tally.right}/{tally.total}" for name, tally in sorted(report.fields.items()))
        lines.append(f"{'article':<{width}} {fields}")
    lines.append(f"provenance errors: {report.provenance_errors}")
    return "\n".join(line.rstrip() for line in lines)


def _rules(rules: Sequence[RuleScore]) -> str:
    width = max(len("rule"), *(len(rule.rule) for rule in rules))
    lines = [f"{'rule':<{width}} {'facts':>5} {'right':>5} {'spurious':>8} {'prec':>6} {'coverage':>8}  kind"]
    for rule in rules:
        precision, coverage = ("-" if one is None else f"{one:.3f}" for one in (rule.precision, rule.coverage))
        figures = f"{rule.facts:>5} {rule.right:>5} {rule.spurious:>8} {precision:>6} {coverage:>8}"
        lines.append(f"{rule.rule:<{width}} {figures}  {rule.kind}")
    return "\n".join(lines)


def _errors(problems: Sequence[Problem]) -> str:
    return "\n".join("".join(_error(problem)) for problem in problems)


def _error(problem: Problem) -> Iterator[str]:
    """Yield the pieces of an error's line: what is wrong, the text, its place and the rule."""
    gold, got = ("nothing" if one is None else quoted(one) for one in (problem.gold, problem.got))
    yield f"{problem.article}: {problem.kind}: "
    if problem.what == "record":
        yield "no record"
    elif problem.what == "missed":
        yield f"missed {gold}" + (f", got {got}" if problem.got else "")
    elif problem.what == "spurious":
        yield f"spurious {got}"
    elif problem.what == "provenance":
        yield f"the source has {gold}"
    else:
        yield f"{problem.field}: wanted {gold}, got {got}"
    if problem.text is not None:
        yield f": {quoted(problem.text)}"
    if problem.start is not None:
        yield f" at {problem.start}-{problem.end}"
    if problem.rule:
        yield f" ({problem.rule})"
