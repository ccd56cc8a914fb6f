"""Names, ranks and posts in one spelling, whatever an article's own: abbreviations in full, case as usual.

The spelling of a post is that of the rule packs' vocabulary; what the vocabulary does not know keeps the article's.
Tone marks stand in the old placement (``hòa``, ``thủy``), quotes and dashes are plain.
"""

from __future__ import annotations

from functools import cached_property, lru_cache

import regex

from antq_extract.converters import key
from antq_extract.normalize import fold
from antq_extract.rulebook import RuleBook
from antq_extract.wordlists import Phrases

_SYLLABLE = regex.compile(r"\p{L}[\p{L}\p{M}]*")
_VOWEL = regex.compile(r"(?i)[aeiouyăâêôơưà-ỹ]")
_KEPT = 4096  # names, and posts
_SURE = 3  # letters of an abbreviation that is no word even with a vowel in it
_CLAN_MARK = regex.compile(r"(?<!\p{L})([HhKk])' ?(?=\p{L})")  # of names of the Central Highlands: H'Lim, K'Brẹo


class Titles:
    """Spells names, ranks and posts.

    ``name`` puts a name that is all in capitals in title case, ``label`` a post's abbreviations in full.
    """

    def __init__(self, rulebook: RuleBook) -> None:
        lists = rulebook.lists
        self._rulebook = rulebook
        self._ranks = {key(rank): rank for rank in lists["fragments.rank"]}
        places = [place for place in lists["fragments.place"] if " " in place]  # "Pháp" is in "tư pháp", too
        spelled = [*lists["fragments.closed_org"], *places, *lists["fragments.post"]]
        self._vocabulary = Phrases({key(phrase): phrase for phrase in (*spelled, *lists["officials.spelled"])})
        self._short_forms = {short: str(full) for short, full in rulebook.maps["officials.short_form"].items()}
        self._in_full = Phrases(self._short_forms)
        # Names and posts come again and again, within an article and in a newspaper.
        self.name, self.label = lru_cache(maxsize=_KEPT)(_name), lru_cache(maxsize=_KEPT)(self._label)

    def rank(self, text: str) -> str:
        """Return a rank as the law spells it."""
        return self._ranks.get(key(" ".join(text.split())), text)

    def _label(self, text: str) -> str:
        """A post with its abbreviations in full: ``PGĐ CATP`` is ``Phó Giám đốc Công an thành phố``."""
        plain = " ".join(fold(text).split())
        if "." in plain:
            plain = self._dotted.sub(lambda match: f"{match[0].rstrip('. ')} ", plain)
        if plain.isupper() and " " in plain:
            plain = self._in_small_letters(plain)
        # A short form has capitals: "T.Ư" is Trung ương, the "tư" of "đầu tư" is not.
        full = self._in_full.spelled(self._vocabulary.spelled(plain), capitals=2)
        return full[:1].upper() + full[1:]

    @cached_property
    def _dotted(self) -> regex.Pattern[str]:
        """Short forms with a dot before the word that they stand with: "TP.Hòa Lạc"."""
        dotted = [short for short in self._short_forms if short.endswith(".")]
        return regex.compile(r"(?i)(?<!\p{L})\L<dotted> ?(?=\p{L})", dotted=dotted)

    def _in_small_letters(self, plain: str) -> str:
        """A label in capitals, but for its abbreviations and names; what stands behind a level is a place's name."""
        words = " ".join(word if self._is_abbreviation(word) else word.lower() for word in plain.split())
        local = self._rulebook.pattern(r"(?i)(?<=(?<!\p{L})\L<levels>\s)[\p{L}\s']+", levels="fragments.level")
        return self._heads.spelled(local.sub(lambda match: match[0].title(), words))

    @cached_property
    def _heads(self) -> Phrases:
        return Phrases({key(head): head for head in self._rulebook.lists["fragments.org_head"]})

    def _is_abbreviation(self, word: str) -> bool:
        """Say whether a word in capitals is no word: "PV05", "LĐTBXH". "TƯ" is one, as in "ĐẦU TƯ"."""
        short = key(word) in self._short_forms and (len(word) >= _SURE or not _VOWEL.search(word))
        return short or any(letter.isdigit() for letter in word)


def _name(text: str) -> str:
    """The name in title case where it is all in capitals: ``NGUYỄN VĂN AN`` is ``Nguyễn Văn An``."""
    plain = " ".join(fold(text).split())
    if "'" in plain:
        plain = _CLAN_MARK.sub(r"\1'", plain)
    return _SYLLABLE.sub(lambda match: match[0].capitalize(), plain) if plain.isupper() else plain


@lru_cache(maxsize=4)
def titles(rulebook: RuleBook) -> Titles:
    """Return the spelling of a rule book; its vocabulary is compiled once."""
    return Titles(rulebook)
