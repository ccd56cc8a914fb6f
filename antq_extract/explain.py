"""Why a text gave what it gave: its facts with rules and captures, and what every rule did at a place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from antq_extract import pipeline
from antq_extract.document import Document, Sentence, Span
from antq_extract.emit import Row, fact_rows
from antq_extract.errors import InputError
from antq_extract.matching import TIME_LIMIT
from antq_extract.normalize import normalize
from antq_extract.pipeline import Parsed
from antq_extract.records import Record
from antq_extract.rulebook import RuleBook
from antq_extract.rules import Rule, lower
from antq_extract.tracing import Outcome, Trial, trials

_PLACE = ("text", "start", "end", "rule")


@dataclass(frozen=True)
class Explained:
    """An article with its record and what the rules make of it."""

    document: Document
    rulebook: RuleBook
    parsed: Parsed
    record: Record
    _trials: dict[Sentence, list[Trial]] = field(default_factory=dict)

    def trials(self, sentence: Sentence) -> list[Trial]:
        """Return what each rule does on a sentence."""
        if sentence not in self._trials:
            self._trials[sentence] = trials(self.parsed.text, sentence, self.rulebook.rules, self.parsed.found)
        return self._trials[sentence]

    @cached_property
    def anchors(self) -> Mapping[str, tuple[tuple[str, Span], ...]]:
        """The places of the record's facts by rule, each with the kind of the fact."""
        found: dict[str, list[tuple[str, Span]]] = {}
        for kind, anchored in _anchors(self.record):
            for place in anchored:
                found.setdefault(place["rule"], []).append((kind, Span(place["start"], place["end"])))
        return {rule: tuple(places) for rule, places in found.items()}

    def sentence_at(self, place: Span) -> Sentence | None:
        """Return the first sentence that a range of the source touches."""
        return next((s for s in self.parsed.sentences if _overlap(self.source(Span(*s)), place)), None)

    def source(self, span: Span) -> Span:
        """Return a text range as a range of the source."""
        return self.parsed.text.to_source(*span)


def read(
    document: Document, rulebook: RuleBook, *, published: str | None = None, limit: float = TIME_LIMIT
) -> Explained:
    """Extract an article, and keep what the way there was."""
    parsed = pipeline.parse(document, rulebook, limit=limit)
    record = pipeline.interpret(document, parsed, rulebook, published=published)
    return Explained(document, rulebook, parsed, record)


# --- facts --------------------------------------------------------------------------------------------------------


def facts(explained: Explained, kinds: dict[str, str]) -> list[Row]:
    """Return a row for each fact and mention in order of place: kind, text, range, rule, captures, what it gives."""
    rules = {rule.id: rule for rule in explained.rulebook.rules}
    found = {key: trial for sentence in explained.parsed.sentences for key, trial in _matched(explained, sentence)}
    rows: list[Row] = []
    for row in fact_rows(explained.record, kinds):
        gives = {name: value for name, value in row.items() if name not in ("kind", "article", "path", *_PLACE)}
        mentions = gives.pop("mentions", [row])
        for mention in mentions:
            rule = rules[mention["rule"]]
            trial = found.get((rule.id, mention["start"]))
            rows.append(
                {
                    "kind": row["kind"],
                    **{name: mention[name] for name in _PLACE},
                    "title": rule.spec.title,
                    "place": rule.place(),
                    "captures": _captures(explained, trial) if trial else [],
                    "gives": gives,
                }
            )
    return sorted(rows, key=lambda row: (row["start"], row["end"]))


def _matched(explained: Explained, sentence: Sentence) -> Iterator[tuple[tuple[str, int], Trial]]:
    """What rules found in a sentence, by rule and source position; each day of a list has its own."""
    if sentence.start >= explained.parsed.page.foot:
        return
    for trial in explained.trials(sentence):
        if trial.outcome == "found" and trial.match:
            starts = {trial.span.start, *(span.start for spans in trial.match.spans.values() for span in spans)}
            for start in sorted(starts, reverse=True):
                yield (trial.rule.id, explained.source(Span(start, start + 1)).start), trial


def _captures(explained: Explained, trial: Trial) -> list[Row]:
    """The captures of a match: group, words, range, converter and value."""
    converters = {emit.group: emit.converter for emit in trial.rule.emit}
    match = trial.match
    rows: list[Row] = []
    for group, spans in match.spans.items() if match else ():
        values = match.values[group] if match and converters[group].many else [match.values[group] if match else None]
        for span, value in zip(spans, values, strict=True):
            place = explained.source(span)
            words = explained.document.source[slice(*place)]
            rows.append(
                {
                    "group": group,
                    "text": words,
                    "start": place.start,
                    "end": place.end,
                    "converter": converters[group].name,
                    "value": value,
                }
            )
    return rows


# --- places -------------------------------------------------------------------------------------------------------


def places(explained: Explained, offset: int | None, words: str | None) -> list[Row]:
    """Return what the rules did at an offset of the source, or wherever some words stand, capitals or not.

    Raises InputError if the source has no such offset; words may stand nowhere.
    """
    path, source = explained.document.path, explained.document.source
    if offset is not None:
        if not 0 <= offset < len(source):
            raise InputError(path, "no-place", f"no offset {offset}: the text has {len(source)} characters")
        return [_place(explained, Span(offset, offset + 1))]
    return [_place(explained, span) for span in _occurrences(explained, words or "")]


def _occurrences(explained: Explained, words: str) -> Iterator[Span]:
    """Where words stand, whatever their quotes, dashes, blanks and tone marks look like."""
    text = explained.parsed.text
    lowered, wanted = lower(text.folded), lower(" ".join(normalize(words).folded.split()))
    start = lowered.find(wanted) if wanted else -1
    while start >= 0:
        yield text.to_source(start, start + len(wanted))
        start = lowered.find(wanted, start + 1)


def _place(explained: Explained, place: Span) -> Row:
    sentence = explained.sentence_at(place)
    row: dict[str, Any] = {
        "text": explained.document.source[slice(*place)],
        "start": place.start,
        "end": place.end,
        "note": _note(explained, sentence),
        "sentence": None,
        "trials": [],
        "no_match": [],
        "no_keyword": [],
    }
    if sentence is None:
        return row
    whole = explained.source(Span(*sentence))
    row["sentence"] = {
        "text": explained.document.source[slice(*whole)],
        "start": whole.start,
        "end": whole.end,
    }
    for trial in explained.trials(sentence):
        if trial.outcome in ("no-match", "no-keyword"):
            row[trial.outcome.replace("-", "_")].append(trial.rule.id)
        elif _overlap(explained.source(trial.span), place):
            row["trials"].append(_trial(explained, trial))
        elif trial.rule.id not in row["no_match"]:
            row["no_match"].append(trial.rule.id)
    tried = {trial["rule"] for trial in row["trials"]}
    row["no_match"] = [rule for rule in row["no_match"] if rule not in tried]
    return row


def blame(explained: Explained, start: int, end: int, kind: str) -> str | None:
    """Return the rule that kept a fact of ``kind`` from coming out at a place, or None where none tried.

    That is a rule that was stopped or voided, that beat or suppressed one of the kind, or whose match came to nothing.
    """
    place = Span(start, end)
    sentence = explained.sentence_at(place)
    here = [t for t in explained.trials(sentence) if _overlap(explained.source(t.span), place)] if sentence else []
    own = {trial.rule.group for trial in here if trial.rule.fact == kind}
    for outcome in _FAULTS:
        for trial in here:
            if trial.outcome == outcome and (trial.rule.fact == kind or trial.rule.group in own):
                return trial.beaten_by.rule.id if trial.beaten_by else trial.rule.id
    return None


_FAULTS: tuple[Outcome, ...] = ("stopped", "suppressed", "beaten", "void", "found")


def _note(explained: Explained, sentence: Sentence | None) -> str | None:
    if sentence is None:
        return "no sentence stands here: blanks between paragraphs"
    if sentence.start >= explained.parsed.page.foot:
        return "this is the page's foot, of which no facts are taken"
    return None


def _trial(explained: Explained, trial: Trial) -> Row:
    span = explained.source(trial.span)
    fact = _fact_at(explained, trial.rule, span) if trial.outcome == "found" else None
    row = {
        "rule": trial.rule.id,
        "outcome": trial.outcome,
        "text": explained.document.source[slice(*span)],
        "start": span.start,
        "end": span.end,
        "priority": trial.rule.spec.priority,
        "place": trial.rule.place(),
        "reason": trial.reason or (_unused(explained, trial) if trial.outcome == "found" and not fact else ""),
        "captures": _captures(explained, trial),
        "beaten_by": None,
        "fact": fact,
    }
    if trial.beaten_by:
        better = explained.source(trial.beaten_by.span)
        row["beaten_by"] = {
            "rule": trial.beaten_by.rule.id,
            "text": explained.document.source[slice(*better)],
            "start": better.start,
            "end": better.end,
        }
    return row


def _unused(explained: Explained, trial: Trial) -> str:
    """Say why what a rule found is no fact."""
    rule = trial.rule
    if trial.span.start >= explained.parsed.page.foot:
        return "no fact: it stands in the page's foot"
    brought = next((kind for kind in explained.rulebook.kinds if kind.name == rule.fact), None)
    if brought:
        return f"no fact: it overlaps one of {' or '.join(brought.yields_to)}"
    piece = f"the {rule.spec.part!r} of" if rule.spec.part else "taken for"
    return f"no fact of its own: {piece} {rule.fact} that the interpreter made no fact of here, or a piece of another"


def _fact_at(explained: Explained, rule: Rule, span: Span) -> str | None:
    """The kind of a fact that the rule made at the place."""
    return next((kind for kind, place in explained.anchors.get(rule.id, ()) if _overlap(place, span)), None)


def _anchors(record: Record) -> Iterator[tuple[str, Sequence[Row]]]:
    row = record.model_dump()
    for kind in ("dates", "ratios", "awards", "places"):
        yield kind, row[kind]
    yield "officials", [mention for person in row["officials"] for mention in person["mentions"]]
    yield from row["facts"].items()


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def document_row(explained: Explained, rows: Iterable[Row], key: str) -> Row:
    """Return what is written for one article as JSON."""
    return {"path": explained.document.path, "id": explained.record.id, key: list(rows)}
