"""Pieces of award clauses to award facts: who gave what to how many."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import regex

from antq_extract.converters import key
from antq_extract.document import Match, Sentence, Text
from antq_extract.facts import anchor, by_sentence
from antq_extract.packs import RuleBook
from antq_extract.records import AwardFact

_ITEM = regex.compile(r"\s*(?:[-+*•]|[0-9]{1,2}[.)]|[a-zđ][.)])\s*\S")  # a line of a list
_FAR = 260  # characters between a count and its verb, or between two pieces of the list that leads to it, at most
_LIST = 2000  # characters between a count and its verb over the pieces of such a list, at most
_REACH = 30  # characters before an organisation that hold the word which makes it no subject
_NEAR_WORDS = 4  # words between two verbs of one chain ("tuyên dương và trực tiếp trao tặng"), at most


def interpret(text: Text, matches: Sequence[Match], rulebook: RuleBook) -> list[AwardFact]:
    """Return the counted recognitions in order of position."""
    facts: list[AwardFact] = []
    opening: _Clause | None = None  # the sentence "… tặng Bằng khen cho:" whose list the sentences at hand are
    for chunks in by_sentence(matches):
        if opening and not _is_listed(text, opening, chunks[0].sentence):
            opening = None
        clause = _Clause(text, chunks, rulebook, opening)
        facts += clause.facts()
        if text.folded[slice(*clause.sentence)].rstrip().endswith(":"):
            opening = clause
    return facts


def _is_listed(text: Text, opening: _Clause, sentence: Sentence) -> bool:
    """Say whether a sentence is an item of the list that another opens: all lines up to its own are."""
    lines = text.folded[opening.sentence.end : sentence.end].strip().split("\n")
    return all(_ITEM.match(line) for line in lines if line.strip())


@dataclass(frozen=True, slots=True)
class _Conferral:
    """What was conferred, and by whom."""

    awards: tuple[str, ...]
    issuers: tuple[str, ...]


class _Clause:
    """The pieces of one sentence, in order, and how they hang together."""

    def __init__(self, text: Text, chunks: Sequence[Match], rulebook: RuleBook, opening: _Clause | None = None) -> None:
        self.sentence = chunks[0].sentence
        self._opening_clause = opening
        self._text = text
        self._chunks = chunks
        self._types = rulebook.maps["awards.recipient"]
        self._joints, self._of = rulebook.keys("awards.joint"), rulebook.keys("awards.of")
        self._general = rulebook.keys("awards.general_award")
        self._grade_word = rulebook.lists["awards.grade_word"][0]
        self._heads = rulebook.keys("fragments.org_head")  # no names by themselves
        self._earned = rulebook.keys("awards.earned")
        self._to = rulebook.keys("awards.to")
        self._opening = rulebook.keys("awards.opening")
        self._not_subject = rulebook.pattern(r"(?i)(?<!\p{L})\L<words>$", words="awards.not_subject")
        self._subjects = [i for i, chunk in enumerate(chunks) if chunk.part == "issuer" and not self._receives(i)]
        self._active: _Conferral | None = None  # the last active clause; passive parts of its total inherit its issuer

    def facts(self) -> Iterator[AwardFact]:
        """Yield the facts of the sentence."""
        for index, chunk in enumerate(self._chunks):
            if chunk.part == "recipient":
                unit = chunk.values["noun"]
                kind = self._types.get(key(unit), "")
                conferral = (self._conferral(index) or self._announced()) if kind else None
            elif chunk.part == "grade":
                conferral, kind, unit = self._graded(index), "award", self._text.clean[slice(*chunk.spans["grades"][0])]
            elif chunk.part == "award" and "count" in chunk.values:
                conferral = _Conferral(self._listed_names(index), self._award_issuers(index))
                kind, unit = "award", chunk.values["head"]
            else:
                continue
            if conferral and conferral.awards and chunk.values["count"] > 0:
                yield self._fact(chunk, conferral, kind, unit)

    def _announced(self) -> _Conferral | None:
        """What the sentence says that opens the list: "UBND tỉnh tặng Bằng khen cho:"."""
        opening = self._opening_clause
        return opening._given(len(opening._chunks)) if opening else None

    def _graded(self, index: int) -> _Conferral | None:
        """One grade of the orders counted before: "13 Huân chương Bảo vệ Tổ quốc (3 hạng Nhất, …)"."""
        order = next((i for i in range(index - 1, -1, -1) if not self._is(i, "grade")), None)
        if order is None or not self._is(order, "award"):
            return None
        grade = self._chunks[index].values["grades"][0]
        names = tuple(f"{name} {self._grade_word} {grade}" for name in self._names(order))
        return _Conferral(names, self._award_issuers(order))

    def _fact(self, chunk: Match, conferral: _Conferral, kind: str, unit: str) -> AwardFact:
        fields: dict[str, Any] = {"recipient_type": kind, "qualifier": chunk.values.get("qualifier", "exact")}
        return AwardFact(
            **anchor(self._text, chunk.start, chunk.end, chunk.rule),
            **fields,
            count=chunk.values["count"],
            unit=" ".join(unit.split()),
            awards=conferral.awards,
            issuers=conferral.issuers,
        )

    # --- the two voices -------------------------------------------------------------------------------------------

    def _conferral(self, index: int) -> _Conferral | None:
        """What a count of recipients was given. A verb that governs the next count as well yields to one before."""
        verb = self._receiving_verb(index)
        shared = verb is not None and any(self._is(i, "recipient") for i in range(index + 1, verb))
        given = self._given(index) if shared or verb is None else None
        received = self._received(verb) if verb is not None else None
        if given and (received is None or self._is_governed_here(index)):
            self._active = given
            return given
        if received is None:
            self._active = self._given(index)
            return self._active or self._labelled(index)
        if not received.issuers and self._active and not self._is_earned(verb):
            return _Conferral(received.awards, self._active.issuers)
        return received

    def _is_earned(self, verb: int | None) -> bool:
        """Say whether the verb names nobody who gives: "đạt danh hiệu …"."""
        chunk = self._chunks[verb or 0]
        return key(self._text.folded[chunk.start : chunk.end]) in self._earned

    def _is_governed_here(self, index: int) -> bool:
        """Say whether verb and award before the count stand in its own part of the sentence."""
        if self._opens(index):
            return False
        verb, awards = self._governor(index)
        plain = awards and "count" not in self._chunks[awards[-1]].values
        return verb is not None and bool(plain) and not any(self._is(i, "boundary") for i in range(verb, index))

    def _opens(self, index: int) -> bool:
        """Say whether a count, or the list that it stands in, opens a clause: "…, có 75 tập thể và 520 cá nhân"."""
        first = index
        while first and self._is(first - 1, "recipient") and self._gap(first - 1, first) in self._joints:
            first -= 1
        comma, _, words = self._gap(first - 1, first).rpartition(", ") if first else ("", "", "")
        return not comma and words in self._opening and not self._is(first - 1, "part_of")

    def _labelled(self, index: int) -> _Conferral | None:
        """A count without a verb, behind its award: "Cờ thi đua của UBND tỉnh: 54 tập thể", "Giấy khen cho 3 cá nhân"."""
        first = index
        while first and self._is(first - 1, "recipient") and self._gap(first - 1, first) in self._joints:
            first -= 1
        award = next((i for i in range(first - 1, -1, -1) if not self._is(i, "issuer")), None)
        if award is None or not self._is(award, "award") or "count" in self._chunks[award].values:
            return None
        gap = self._gap(first - 1, first)
        if not gap.endswith(":") and gap not in self._to:
            return None
        return _Conferral(self._names(award), self._issuers_of([award]))

    def _received(self, verb: int) -> _Conferral | None:
        """Passive: "11 tập thể được … tặng bằng khen của …", "6 đơn vị nhận Cờ thi đua"."""
        stretch = self._stretch(verb + 1)
        awards = [i for i in stretch if self._is(i, "award") and "count" not in self._chunks[i].values]
        verbs = [i for i in stretch if self._is(i, "recognition")]
        if not awards and not verbs:
            return None
        issuers = self._issuers_of(awards)
        if not issuers:
            first = min(i for i in stretch if not self._is(i, "issuer"))
            issuers = self._chain([i for i in stretch if i < first])
        return _Conferral(self._combined(verbs, awards), issuers)

    def _receiving_verb(self, index: int) -> int | None:
        """The verb of receiving whose subject a count is.

        Between the two stand other counts of the same list, and what the recipients did or belong to.
        """
        for i in range(index + 1, len(self._chunks)):
            chunk = self._chunks[i]
            if chunk.start - self._chunks[index].end > _FAR:
                return None
            if chunk.part == "receiving":
                return i
            if chunk.part not in ("issuer", "block") and not (
                chunk.part == "recipient" and self._gap(i - 1, i) in self._joints
            ):
                return None
        return None

    def _stretch(self, start: int) -> list[int]:
        """The pieces from ``start`` to the end of what one verb governs."""
        found: list[int] = []
        named = False
        for i in range(start, len(self._chunks)):
            part = self._chunks[i].part
            if part in ("recipient", "boundary", "part_of", "block") or (
                named and part in ("giving", "recognition", "receiving")
            ):
                break
            named = named or part == "award"
            found.append(i)
        return found

    def _given(self, index: int) -> _Conferral | None:
        """Active: "… tặng Bằng khen 3 tập thể", "khen thưởng 33 tập thể, cá nhân"."""
        verb, awards = self._governor(index)
        if verb is None:
            return None
        verbs = self._verb_chain(verb)
        awards = awards or self._awards_behind(index) or self._handed_on(verb)
        if not awards and self._is(verb, "giving"):
            return None
        issuers = self._issuers_of(awards) or self._subject(verbs[0])
        return _Conferral(self._combined([i for i in verbs if self._is(i, "recognition")], awards), issuers)

    def _governor(self, index: int) -> tuple[int | None, list[int]]:
        """The verb before a count, and the awards named last between the two."""
        awards: list[int] = []
        for i in range(index - 1, -1, -1):
            chunk = self._chunks[i]
            step, way = self._start(i + 1) - chunk.end, self._start(index) - chunk.end
            if step > _FAR or way > _LIST or chunk.part == "receiving":
                return None, []
            if chunk.part == "block" and not awards:
                return None, []
            if chunk.part == "boundary" and not awards and not self._is(i + 1, "part_of"):
                return None, []
            if chunk.part in ("giving", "recognition"):
                return i, awards
            if chunk.part == "award" and (not awards or self._joined(i, awards[0])):
                awards.insert(0, i)
        return None, []

    def _listed_names(self, index: int) -> tuple[str, ...]:
        """Names of a counted award and of those listed with it: "180 kỷ niệm chương, bằng khen"."""
        names = list(self._names(index))
        for i in range(index + 1, len(self._chunks)):
            if not self._is(i, "award") or "count" in self._chunks[i].values or self._gap(i - 1, i) not in self._joints:
                break
            names += self._names(i)
        return tuple(dict.fromkeys(names))

    def _joined(self, left: int, right: int) -> bool:
        """Say whether two awards belong to one list: joints or their issuers alone stand between them."""
        between = range(left + 1, right)
        gap = self._gap(max(between, default=left), right).replace(",", " , ").split()
        return all(self._is(i, "issuer") for i in between) and not self._joints.isdisjoint(gap)

    def _awards_behind(self, index: int) -> list[int]:
        """Awards named behind the recipients: "khen thưởng 20 cá nhân Kỷ niệm chương …"."""
        awards: list[int] = []
        for i in range(index + 1, len(self._chunks)):
            part = self._chunks[i].part
            if self._chunks[i].start - self._chunks[index].end > _FAR:
                break
            if part == "award" and "count" not in self._chunks[i].values:
                awards.append(i)
            elif part != "issuer" and not (part == "recipient" and not awards and self._gap(i - 1, i) in self._joints):
                break
        return awards

    def _handed_on(self, verb: int) -> list[int]:
        """The award of a verb before: "trao Bằng khen của Thủ tướng Chính phủ tặng 2 cá nhân"."""
        award = next((i for i in range(verb - 1, -1, -1) if not self._is(i, "issuer")), 0)
        near = self._chunks[verb].start - self._chunks[award].end <= _FAR and "," not in self._gap(verb - 1, verb)
        given = award > 0 and self._is(award, "award") and self._is(award - 1, "giving")
        return [award] if given and near and self._is(verb, "giving") else []

    def _verb_chain(self, verb: int) -> list[int]:
        """The verb and those right before it: "biểu dương, khen thưởng"."""
        chain = [verb]
        while chain[0] > 0:
            i = chain[0] - 1
            near = len(self._gap(i, chain[0]).split()) <= _NEAR_WORDS
            if self._chunks[i].part not in ("giving", "recognition") or not near:
                break
            chain.insert(0, i)
        return chain

    def _combined(self, verbs: Sequence[int], awards: Sequence[int]) -> tuple[str, ...]:
        """Names of the recognitions and awards; a general one ("Khen thưởng") only where nothing else is named."""
        named = [name for i in awards for name in self._names(i)]
        recognitions = [self._chunks[i].values["verb"] for i in verbs]
        kept = [name for name in recognitions if not named or key(name) not in self._general]
        return tuple(dict.fromkeys([*kept, *named]))

    # --- issuers --------------------------------------------------------------------------------------------------

    def _award_issuers(self, index: int) -> tuple[str, ...]:
        """Issuers of a counted award: its own, those of the next award of its list, or the subject of its verb."""
        for i in range(index, len(self._chunks)):
            if self._is(i, "award") and self._chunks[i].start - self._chunks[index].end <= _FAR:
                issuers = self._issuers_of([i])
                if issuers:
                    return issuers
                if i + 1 < len(self._chunks) and self._is(i + 1, "award") and self._gap(i, i + 1) in self._joints:
                    continue
            break
        verb = self._governor_of_award(index)
        return self._subject(self._verb_chain(verb)[0]) if verb is not None else ()

    def _governor_of_award(self, index: int) -> int | None:
        for i in range(index - 1, -1, -1):
            chunk = self._chunks[i]
            if chunk.part in ("block", "receiving") or self._chunks[index].start - chunk.end > _LIST:
                break
            if chunk.part in ("giving", "recognition"):
                return i
        return None

    def _issuers_of(self, awards: Sequence[int]) -> tuple[str, ...]:
        """Issuers named right behind awards: "bằng khen của Bộ trưởng Bộ Công an"."""
        issuers: list[str] = []
        for i in awards:
            if i + 1 < len(self._chunks) and self._is(i + 1, "issuer") and self._belongs(i, i + 1):
                issuers += self._chain(self._run(i + 1))
        return tuple(dict.fromkeys(issuers))

    def _belongs(self, award: int, issuer: int) -> bool:
        """Say whether "của" joins an award to its issuer, or nothing does: "giấy khen đột xuất của Giám đốc"."""
        gap = self._gap(award, issuer)
        words = gap.split()
        return gap in self._of or (len(words) in range(2, _NEAR_WORDS + 1) and words[-1] in self._of)

    def _run(self, start: int) -> list[int]:
        """Issuers from ``start`` on, joined by commas or "và"."""
        run = [start]
        while (
            run[-1] + 1 < len(self._chunks)
            and self._is(run[-1] + 1, "issuer")
            and self._gap(run[-1], run[-1] + 1) in self._joints
        ):
            run.append(run[-1] + 1)
        return run

    def _subject(self, verb: int) -> tuple[str, ...]:
        """Who gives: the issuers nearest before the verb, or the one of them that words of mandate point to."""
        place = bisect_left(self._subjects, verb)
        if not place:
            return ()
        first = last = self._subjects[place - 1]
        while first and self._is(first - 1, "issuer") and self._gap(first - 1, first) in self._joints:
            first -= 1
        mandate = next((i for i in range(first - 1, -1, -1) if not self._is(i, "issuer")), None)
        if mandate is not None and self._is(mandate, "mandate") and self._gap(mandate, mandate + 1) in self._of:
            return self._chain([mandate + 1])
        return self._chain(range(first, last + 1))

    def _receives(self, index: int) -> bool:
        """Say whether the organisation receives or takes part only: "tặng Cờ cho Hội Nông dân xã"."""
        start = self._chunks[index].start
        return self._not_subject.search(self._text.folded[max(0, start - _REACH) : start].rstrip()) is not None

    def _chain(self, issuers: Sequence[int]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for i in issuers if (name := self._full_name(i))))

    def _full_name(self, index: int) -> str:
        """The issuer as spelled; "Bộ" alone stands for the ministry named before it."""
        name = " ".join(self._chunks[index].values["issuer"].split()).rstrip(" ,;-")
        if " " in name:
            return name
        earlier = [self._chunks[i].values["issuer"] for i in range(index) if self._is(i, "issuer")]
        full = next((full for full in reversed(earlier) if key(full).startswith(f"{key(name)} ")), "")
        return full or ("" if key(name) in self._heads else name)

    def _names(self, index: int) -> tuple[str, ...]:
        """Canonical names of an award: the head with a capital, the name as printed, one for each grade."""
        values = self._chunks[index].values
        name = " ".join(f"{values['head']} {values.get('name', '')}".split())
        return tuple(f"{name} {self._grade_word} {grade}" for grade in values.get("grades", ())) or (name,)

    # --- helpers --------------------------------------------------------------------------------------------------

    def _is(self, index: int, part: str) -> bool:
        return self._chunks[index].part == part

    def _start(self, index: int) -> int:
        """Where a piece begins; behind the last, where the sentence ends."""
        return self._chunks[index].start if index < len(self._chunks) else self.sentence.end

    def _gap(self, left: int, right: int) -> str:
        """The words between two pieces."""
        return key(" ".join(self._text.folded[self._chunks[left].end : self._chunks[right].start].split()))
