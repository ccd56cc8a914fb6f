"""The word lists that tell what a date is, in the form in which its interpreters ask for them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache

import regex

from antq_extract.rulebook import RuleBook
from antq_extract.wordlists import WordList


class DateWords:
    """The word lists of dates."""

    def __init__(self, rulebook: RuleBook) -> None:
        self._rulebook = rulebook
        self.future = WordList(rulebook, "dates.future")
        self.either = WordList(rulebook, "dates.either_way")
        self.not_anchor = WordList(rulebook, "dates.not_anchor")
        self.deadline = WordList(rulebook, "dates.deadline")
        self.held = WordList(rulebook, "dates.held")
        self.yearly = WordList(rulebook, "dates.yearly")
        self.not_event = WordList(rulebook, "dates.not_event")
        self.event_word = WordList(rulebook, "dates.event_word")
        self.listed, self.this_year = rulebook.keys("dates.listed"), rulebook.keys("dates.this_year")
        self.relative_years: Mapping[str, int] = rulebook.maps["dates.relative_year"]

    @cached_property
    def event_verb(self) -> regex.Pattern[str]:
        """A verb right behind the day of what is told."""
        return self._rulebook.pattern(r"\s(?:đã\s)?\L<words>(?!\p{L})", words="dates.event_verb")


@lru_cache(maxsize=4)
def date_words(rulebook: RuleBook) -> DateWords:
    """Return the word lists of a rule book, made once."""
    return DateWords(rulebook)
