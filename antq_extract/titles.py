"""Names, ranks and posts in one spelling, whatever an article's own: abbreviations in full, case as usual.

The spelling of a post is that of the rule packs' vocabulary; what the vocabulary does not know keeps the article's.
Tone marks stand in the old placement (``hòa``, ``thủy``), quotes and dashes are plain.
"""

from __future__ import annotations

from functools import lru_cache

import regex

from antq_extract.converters import key
from antq_extract.normalize import fold
from antq_extract.rulebook import RuleBook

_PHRASE = r"(?i)(?<![\p{L}\p{M}0-9])\L<phrases>(?![\p{L}\p{M}0-9])"
_SYLLABLE = regex.compile(r"\p{L}[\p{L}\p{M}]*")
_VOWEL = regex.compile(r"(?i)[aeiouyăâêôơưà-ỹ]")
_SURE = 3  # letters of an abbreviation that is no word even with a vowel in it
_CLAN_MARK = regex.compile(r"(?<!\p{L})([HhKk])' ?(?=\p{L})")  # of names of the Central Highlands: H'Lim, K'Brẹo


class Titles:
    """Spells names, ranks and posts."""

    def __init__(self, rulebook: RuleBook) -> None:
        lists = rulebook.lists
        self._ranks = {key(rank): rank for rank in lists["fragments.rank"]}
        places = [place for place in lists["fragments.place"] if " " in place]  # "Pháp" is in "tư pháp", too
        spelled = [*lists["fragments.closed_org"], *places, *lists["fragments.post"]]
        self._vocabulary = {key(phrase): phrase for phrase in (*spelled, *lists["officials.spelled"])}
        self._phrase = regex.compile(_PHRASE, phrases=[*self._vocabulary])
        self._short_forms = {short: str(full) for short, full in rulebook.maps["officials.short_form"].items()}
        self._short_form = regex.compile(_PHRASE, phrases=[*self._short_forms])
        dotted = [short for short in self._short_forms if short.endswith(".")]
        self._dotted = regex.compile(r"(?i)(?<!\p{L})\L<dotted> ?(?=\p{L})", dotted=dotted)  # TP.Hòa Lạc
        self._heads = {key(head): head for head in lists["fragments.org_head"]}
        self._head = regex.compile(_PHRASE, phrases=[*self._heads])
        self._local = rulebook.pattern(r"(?i)(?<=(?<!\p{L})\L<levels>\s)[\p{L}\s']+", levels="fragments.level")

    @staticmethod
    def name(text: str) -> str:
        """Return a name in title case where it is all in capitals: ``NGUYỄN VĂN AN`` is ``Nguyễn Văn An``."""
        plain = _CLAN_MARK.sub(r"\1'", " ".join(fold(text).split()))
        return _SYLLABLE.sub(lambda match: match[0].capitalize(), plain) if plain.isupper() else plain

    def rank(self, text: str) -> str:
        """Return a rank as the law spells it."""
        return self._ranks.get(key(" ".join(text.split())), text)

    def label(self, text: str) -> str:
        """Return a post with its abbreviations in full: ``PGĐ CATP`` is ``Phó Giám đốc Công an thành phố``."""
        plain = self._dotted.sub(lambda match: f"{match[0].rstrip('. ')} ", " ".join(fold(text).split()))
        capitals = plain.isupper() and " " in plain
        if capitals:  # what stands behind a level is a place's name
            plain = " ".join(word if self._is_abbreviation(word) else word.lower() for word in plain.split())
            plain = self._local.sub(lambda match: match[0].title(), plain)
            plain = self._head.sub(lambda match: self._heads[key(match[0])], plain)
        usual = self._phrase.sub(lambda match: self._vocabulary[key(match[0])], plain)
        full = self._short_form.sub(lambda match: self._in_full(match[0]), usual)
        return full[:1].upper() + full[1:]

    def _is_abbreviation(self, word: str) -> bool:
        """Say whether a word in capitals is no word: "PV05", "LĐTBXH". "TƯ" is one, as in "ĐẦU TƯ"."""
        short = key(word) in self._short_forms and (len(word) >= _SURE or not _VOWEL.search(word))
        return short or any(letter.isdigit() for letter in word)

    def _in_full(self, short: str) -> str:
        """A short form in full. It has capitals: "T.Ư" is Trung ương, the "tư" of "đầu tư" is not."""
        return self._short_forms[key(short)] if sum(letter.isupper() for letter in short) > 1 else short


@lru_cache(maxsize=4)
def titles(rulebook: RuleBook) -> Titles:
    """Return the spelling of a rule book; its vocabulary is compiled once."""
    return Titles(rulebook)
