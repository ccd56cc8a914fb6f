"""Pieces of award clauses to award facts: who gave what to how many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import regex

from antq_extract.conferrals import Clause, Conferral
from antq_extract.converters import key
from antq_extract.document import Match, Text
from antq_extract.facts import anchor, by_sentence
from antq_extract.pieces import AwardWords, award_words
from antq_extract.records import AwardFact
from antq_extract.rulebook import RuleBook

_COUNTING = ("recipient", "grade", "award")  # parts that may count something
_ITEM = regex.compile(r"\s*(?:[-+*•]|[0-9]{1,2}[.)]|[a-zđ][.)])\s*\S")  # a line of a list


def interpret(text: Text, matches: Sequence[Match], rulebook: RuleBook) -> list[AwardFact]:
    """Return the counted recognitions in order of position."""
    if not any(match.part in _COUNTING for match in matches):
        return []
    words = award_words(rulebook)
    folded = text.folded
    facts: list[AwardFact] = []
    opening: Clause | None = None  # the sentence "… tặng Bằng khen cho:" whose list the sentences at hand are
    seen = 0  # where the list has been read to
    for chunks in by_sentence(matches):
        start, end = chunks[0].sentence
        opens = folded.endswith(":", start, end)  # no blank follows inside a sentence
        counted = [index for index, chunk in enumerate(chunks) if chunk.part in _COUNTING]
        if not counted and not opens and not opening:
            continue
        clause = Clause(text, chunks, words)
        if opening and not _are_items(folded[seen:end]):
            opening = None
        for index in counted:
            fact = _read(text, clause, opening, index, chunks[index], words)
            if fact:
                facts.append(fact)
        if opens:
            opening = clause
        seen = end
    return facts


def _are_items(lines: str) -> bool:
    """Say whether all lines are items of a list."""
    return all(_ITEM.match(line) for line in lines.split("\n") if line.strip())


def _read(
    text: Text, clause: Clause, opening: Clause | None, index: int, chunk: Match, words: AwardWords
) -> AwardFact | None:
    """The fact of a piece that counts: recipients of a known type, awards, or one grade of them."""
    conferral: Conferral | None
    noun = words.recipients.get(key(chunk.values["noun"])) if chunk.part == "recipient" else None
    if noun:
        kind, unit = noun, chunk.values["noun"]
        conferral = clause.of_recipients(index) or (opening.of_list() if opening else None)
        if conferral and "years" in chunk.values:
            conferral = _with_years(conferral, chunk.values["years"], words.badges)
    elif chunk.part == "grade":
        kind, unit = "award", text.clean[slice(*chunk.spans["grades"][0])]
        conferral = clause.of_grade(index)
    elif chunk.part == "award" and "count" in chunk.values:
        kind, unit = "award", chunk.values["head"]
        conferral = clause.of_award(index)
    else:
        return None
    if not conferral or not conferral.awards or not chunk.values["count"]:
        return None
    return _fact(text, chunk, conferral, kind, unit)


def _with_years(conferral: Conferral, years: str, badges: Mapping[str, str]) -> Conferral:
    """Name a badge by the years that stand behind its recipients: "Huy hiệu Đảng … 4 đảng viên 60 năm tuổi Đảng"."""
    awards = tuple(f"{badges[key(name)]} {years}" if key(name) in badges else name for name in conferral.awards)
    return Conferral(awards, conferral.issuers)


def _fact(text: Text, chunk: Match, conferral: Conferral, kind: str, unit: str) -> AwardFact:
    fields: dict[str, Any] = {"recipient_type": kind, "qualifier": chunk.values.get("qualifier", "exact")}
    return AwardFact(
        **anchor(text, chunk.start, chunk.end, chunk.rule),
        **fields,
        count=chunk.values["count"],
        unit=" ".join(unit.split()),
        awards=conferral.awards,
        issuers=conferral.issuers,
    )
