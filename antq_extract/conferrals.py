"""Pieces of an award clause to conferrals: what a count of recipients was given, and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from antq_extract.converters import key
from antq_extract.pieces import FAR, LIST, Issuers

_DESCRIPTION = 8  # words that tell who the recipients are, with what joins them to the next, at most


@dataclass(frozen=True, slots=True)
class Conferral:
    """What was conferred, and by whom."""

    awards: tuple[str, ...]
    issuers: tuple[str, ...]


class Clause(Issuers):
    """The pieces of one sentence, and how they hang together."""

    _active: Conferral | None = None  # the last active clause; passive parts of its total inherit its issuer

    def of_grade(self, index: int) -> Conferral | None:
        """One grade of the orders counted before: "12 Huân chương Chiến công (2 hạng Nhất, …)"."""
        order = self._before(index, "grade")
        if order is None or not self._is(order, "award"):
            return None
        grade = self._chunks[index].values["grades"][0]
        names = tuple(f"{name} {self._words.grade} {grade}" for name in self._names(order))
        return Conferral(names, self._award_issuers(order))

    @cached_property
    def _firsts(self) -> list[int]:
        """For each piece, the first of the list of recipients that it stands in."""
        firsts: list[int] = []
        for i in range(len(self._chunks)):
            follows = i > 0 and self._is(i - 1, "recipient") and self._gap(i - 1, i) in self._words.joints
            firsts.append(firsts[-1] if follows else i)
        return firsts

    def of_recipients(self, index: int) -> Conferral | None:
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
        if not received.issuers and self._active and verb is not None and not self._is_earned(verb):
            return Conferral(received.awards, self._active.issuers)
        return received

    def _is_earned(self, verb: int) -> bool:
        """Say whether the verbs name nobody who gives: "đạt danh hiệu …", "được công nhận danh hiệu …"."""
        chunks = self._chunks[verb : verb + 2]
        return any(key(self._text.folded[chunk.start : chunk.end]) in self._words.earned for chunk in chunks)

    def _is_governed_here(self, index: int) -> bool:
        """Say whether verb and award before the count stand in its own part of the sentence."""
        if self._opens(index):
            return False
        verb, awards = self._governor(index)
        plain = awards and "count" not in self._chunks[awards[-1]].values
        if verb is None or not plain or self._is_passive(verb):
            return False
        return not any(self._is(i, "boundary") for i in range(verb, index))

    def _is_passive(self, verb: int) -> bool:
        """Say whether a verb of giving has its recipients before it: "… được Bộ Công an tặng Cờ thi đua"."""
        before = self._before(verb)
        return before is not None and self._is(before, "receiving")

    def _opens(self, index: int) -> bool:
        """Say whether a count, or the list that it stands in, opens a clause: "…, có 31 tập thể và 210 cá nhân"."""
        first = self._firsts[index]
        comma, _, words = self._gap(first - 1, first).rpartition(", ") if first else ("", "", "")
        return not comma and words in self._words.opening and not self._is(first - 1, "part_of")

    def _labelled(self, index: int) -> Conferral | None:
        """A count without a verb, behind its award: "Cờ thi đua của UBND tỉnh: 16 tập thể", "Giấy khen cho 3 cá nhân"."""
        first = self._firsts[index]
        if self._start(index) - self._start(first) > LIST:
            return None
        award = self._before(first)
        if award is None or not self._is(award, "award") or "count" in self._chunks[award].values:
            return None
        gap = self._gap(first - 1, first)
        if not gap.endswith(":") and gap not in self._words.to:
            return None
        return Conferral(self._names(award), self._issuers_of([award]))

    def _received(self, verb: int) -> Conferral | None:
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
        return Conferral(self._combined(verbs, awards), issuers)

    def _receiving_verb(self, index: int) -> int | None:
        """The verb of receiving whose subject a count is.

        Between the two stand other counts of the same list, and what the recipients did or belong to.
        """
        for i in range(index + 1, len(self._chunks)):
            chunk = self._chunks[i]
            if chunk.start - self._chunks[index].end > FAR:
                return None
            if chunk.part == "receiving":
                return i
            if chunk.part not in ("issuer", "block") and not (chunk.part == "recipient" and self._listed(i)):
                return None
        return None

    def _listed(self, index: int) -> bool:
        """Say whether a count goes on a list, also behind words on the one before: "4 cá nhân là bà con và 2 cá nhân"."""
        gap = self._gap(index - 1, index)
        words = gap.split()
        described = (
            words
            and words[0] in self._words.described
            and words[-1] in self._words.joints
            and len(words) <= _DESCRIPTION
        )
        return gap in self._words.joints or bool(described)

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

    def _given(self, index: int) -> Conferral | None:
        """Active: "… tặng Bằng khen 3 tập thể", "khen thưởng 33 tập thể, cá nhân"."""
        verb, awards = self._governor(index)
        if verb is None:
            return None
        verbs = self._verb_chain(verb)
        awards = awards or self._awards_behind(index) or self._handed_on(verb)
        if not awards and self._is(verb, "giving"):
            return None
        issuers = self._issuers_of(awards) or self._subject(verbs[0])
        return Conferral(self._combined([i for i in verbs if self._is(i, "recognition")], awards), issuers)

    def _governor(self, index: int) -> tuple[int | None, list[int]]:
        """The verb before a count, and the awards named last between the two."""
        awards: list[int] = []
        for i in range(index - 1, -1, -1):
            chunk = self._chunks[i]
            step, way = self._start(i + 1) - chunk.end, self._start(index) - chunk.end
            if step > FAR or way > LIST or chunk.part == "receiving":
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
            if (
                not self._is(i, "award")
                or "count" in self._chunks[i].values
                or self._gap(i - 1, i) not in self._words.joints
            ):
                break
            names += self._names(i)
        return tuple(dict.fromkeys(names))

    def _joined(self, left: int, right: int) -> bool:
        """Say whether two awards belong to one list: joints or their issuers alone stand between them."""
        between = range(left + 1, right)
        gap = self._gap(max(between, default=left), right).replace(",", " , ").split()
        return all(self._is(i, "issuer") for i in between) and not self._words.joints.isdisjoint(gap)

    def _awards_behind(self, index: int) -> list[int]:
        """Awards named behind the recipients: "khen thưởng 20 cá nhân Kỷ niệm chương …"."""
        awards: list[int] = []
        for i in range(index + 1, len(self._chunks)):
            part = self._chunks[i].part
            if self._chunks[i].start - self._chunks[index].end > FAR:
                break
            if part == "award" and "count" not in self._chunks[i].values:
                awards.append(i)
            elif part != "issuer" and not (
                part == "recipient" and not awards and self._gap(i - 1, i) in self._words.joints
            ):
                break
        return awards

    def _handed_on(self, verb: int) -> list[int]:
        """The award of a verb before: "trao Bằng khen của Thủ tướng Chính phủ tặng 2 cá nhân"."""
        award = self._before(verb)
        if (
            not award
            or not self._is(verb, "giving")
            or not (self._is(award, "award") and self._is(award - 1, "giving"))
        ):
            return []
        near = self._chunks[verb].start - self._chunks[award].end <= FAR and "," not in self._gap(verb - 1, verb)
        return [award] if near else []

    def _combined(self, verbs: Sequence[int], awards: Sequence[int]) -> tuple[str, ...]:
        """Names of the recognitions and awards; a general one ("Khen thưởng") only where nothing else is named."""
        named = [name for i in awards for name in self._names(i)]
        recognitions = [self._chunks[i].values["verb"] for i in verbs]
        kept = [name for name in recognitions if not named or key(name) not in self._words.general]
        return tuple(dict.fromkeys([*kept, *named]))

    def of_award(self, index: int) -> Conferral:
        """What a count of awards counts: "180 kỷ niệm chương, bằng khen"."""
        return Conferral(self._listed_names(index), self._award_issuers(index))

    def of_list(self) -> Conferral | None:
        """What the items of a list were given that the sentence opens: "UBND tỉnh tặng Bằng khen cho:"."""
        return self._given(len(self._chunks))
