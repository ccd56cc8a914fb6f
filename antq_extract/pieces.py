"""The pieces of an award clause: what stands where, what it is called, and who confers it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache

from antq_extract.converters import key
from antq_extract.document import Match, Text
from antq_extract.rulebook import RuleBook
from antq_extract.wordlists import ENDING, WordList

FAR = 260  # characters between a count and its verb, or between two pieces of the list that leads to it, at most
LIST = 2000  # characters between a count and its verb over the pieces of such a list, at most
_REACH = 30  # characters before an organisation that hold the word which makes it no subject
_NEAR_WORDS = 4  # words between two verbs of one chain ("biểu dương rồi trao tặng"), at most


class AwardWords:
    """The word lists of awards, in the form in which the interpreter asks for them."""

    def __init__(self, rulebook: RuleBook) -> None:
        keys = rulebook.keys
        self.joints, self.of, self.to = keys("awards.joint"), keys("awards.of"), keys("awards.to")
        self.heads = keys("fragments.org_head")  # no names by themselves
        self.general, self.earned = keys("awards.general_award"), keys("awards.earned")
        self.opening, self.described = keys("awards.opening"), keys("awards.described")
        self.not_subject = WordList(rulebook, "awards.not_subject", ENDING)
        self.grade = rulebook.lists["awards.grade_word"][0]
        self.recipients: Mapping[str, str] = rulebook.maps["awards.recipient"]
        self.badges: Mapping[str, str] = rulebook.maps["awards.badge"]


@lru_cache(maxsize=4)
def award_words(rulebook: RuleBook) -> AwardWords:
    """Return the word lists of a rule book, made once."""
    return AwardWords(rulebook)


class Pieces:
    """The pieces of one sentence, in order; what it takes to see how they hang together is found out when it is asked."""

    def __init__(self, text: Text, chunks: Sequence[Match], words: AwardWords) -> None:
        self.sentence = chunks[0].sentence
        self._text = text
        self._chunks = chunks
        self._words = words
        self._gaps: dict[tuple[int, int], str] = {}

    def _is(self, index: int, part: str) -> bool:
        return self._chunks[index].part == part

    def _start(self, index: int) -> int:
        """Where a piece begins; behind the last, where the sentence ends."""
        return self._chunks[index].start if index < len(self._chunks) else self.sentence.end

    def _before(self, index: int, passed: str = "issuer") -> int | None:
        """The last piece before ``index``, those of the part ``passed`` left aside."""
        return next((i for i in range(index - 1, -1, -1) if not self._is(i, passed)), None)

    def _gap(self, left: int, right: int) -> str:
        """The words between two pieces."""
        gap = self._gaps.get((left, right))
        if gap is None:
            between = self._text.folded[self._chunks[left].end : self._chunks[right].start]
            gap = self._gaps[left, right] = key(" ".join(between.split()))
        return gap

    def _names(self, index: int) -> tuple[str, ...]:
        """Canonical names of an award: the head with a capital, the name as printed, one for each grade."""
        values = self._chunks[index].values
        name = " ".join(f"{values['head']} {values.get('name', '')}".split())
        return tuple(f"{name} {self._words.grade} {grade}" for grade in values.get("grades", ())) or (name,)


class Issuers(Pieces):
    """Who confers: the subject of a verb, or who is named behind an award."""

    @cached_property
    def _subjects(self) -> list[int]:
        """Where issuers stand that may be the subject of a verb."""
        return [i for i, chunk in enumerate(self._chunks) if chunk.part == "issuer" and not self._receives(i)]

    def _award_issuers(self, index: int) -> tuple[str, ...]:
        """Issuers of a counted award.

        That is its own, those of the next award of its list, those of the award that the verb names before it ("trao
        Huân chương của Chủ tịch nước …, gồm: 7 Huân chương …"), or the subject of the verb.
        """
        for i in range(index, len(self._chunks)):
            if self._is(i, "award") and self._chunks[i].start - self._chunks[index].end <= FAR:
                issuers = self._issuers_of([i])
                if issuers:
                    return issuers
                if i + 1 < len(self._chunks) and self._is(i + 1, "award") and self._gap(i, i + 1) in self._words.joints:
                    continue
            break
        verb = self._governor_of_award(index)
        if verb is None:
            return ()
        named = [i for i in range(verb + 1, index) if self._is(i, "award") and "count" not in self._chunks[i].values]
        return self._issuers_of(named) or self._subject(self._verb_chain(verb)[0])

    def _governor_of_award(self, index: int) -> int | None:
        """The verb before a counted award; one that said who received what before a semicolon governs no more."""
        boundary = False
        for i in range(index - 1, -1, -1):
            chunk = self._chunks[i]
            boundary = boundary or chunk.part == "boundary"
            if chunk.part in ("block", "receiving") or self._chunks[index].start - chunk.end > LIST:
                break
            if chunk.part in ("giving", "recognition"):
                voice = self._before(i)
                done = boundary and voice and self._is(voice, "receiving") and self._is(voice - 1, "recipient")
                return None if done else i
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
        return gap in self._words.of or (len(words) in range(2, _NEAR_WORDS + 1) and words[-1] in self._words.of)

    def _run(self, start: int) -> list[int]:
        """Issuers from ``start`` on, joined by commas or "và"."""
        run = [start]
        while (
            run[-1] + 1 < len(self._chunks)
            and self._is(run[-1] + 1, "issuer")
            and self._gap(run[-1], run[-1] + 1) in self._words.joints
        ):
            run.append(run[-1] + 1)
        return run

    def _subject(self, verb: int) -> tuple[str, ...]:
        """Who gives: the issuers nearest before the verb, or the one of them that words of mandate point to."""
        place = bisect_left(self._subjects, verb)
        if not place:
            return ()
        first = last = self._subjects[place - 1]
        while first and self._is(first - 1, "issuer") and self._gap(first - 1, first) in self._words.joints:
            first -= 1
        mandate = self._before(first)
        if mandate is not None and self._is(mandate, "mandate") and self._gap(mandate, mandate + 1) in self._words.of:
            return self._chain([mandate + 1])
        return self._chain(range(first, last + 1))

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

    def _receives(self, index: int) -> bool:
        """Say whether the organisation receives or takes part only: "tặng Cờ cho Hội Nông dân xã"."""
        start = self._chunks[index].start
        return self._words.not_subject.ends(self._text.folded[max(0, start - _REACH) : start].rstrip())

    def _chain(self, issuers: Sequence[int]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for i in issuers if (name := self._full_name(i))))

    def _full_name(self, index: int) -> str:
        """The issuer as spelled; "Bộ" alone stands for the ministry named before it."""
        name = " ".join(self._chunks[index].values["issuer"].split()).rstrip(" ,;-")
        if " " in name or key(name) not in self._words.heads:
            return name
        earlier = (self._chunks[i].values["issuer"] for i in range(index - 1, -1, -1) if self._is(i, "issuer"))
        return next((full for full in earlier if key(full).startswith(f"{key(name)} ")), "")
