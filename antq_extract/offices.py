"""Posts as records give them: label, role, organisation, in one spelling, and whether they are public ones."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from antq_extract.converters import key
from antq_extract.document import Match
from antq_extract.links import Words, words_of
from antq_extract.records import Post
from antq_extract.rulebook import RuleBook
from antq_extract.titles import Titles, titles

_KEPT = 4096  # posts; the same ones come again and again


class Office(NamedTuple):
    """A post and what there is to know of it.

    ``key`` stands for its normalised label. ``public`` is None for a post that is one only beside a rank; ``says``
    tells whether it is an office even without one: "Giám đốc" alone is not, nor is "chủ tịch" in lower case.
    """

    post: Post
    key: str
    public: bool | None
    says: bool


class Offices:
    """Reads posts."""

    def __init__(self, words: Words, spelling: Titles) -> None:
        self._words = words
        self._spelling = spelling
        self._read = lru_cache(maxsize=_KEPT)(self._office)

    def of(self, match: Match, shared: Match | None = None) -> Office:
        """Return the office of a match; ``shared`` is the post of another whose organisation it has too."""
        other = (shared.values["label"], shared.values["role"]) if shared else None
        return self._read(match.values["label"], match.values["role"], other)

    def _office(self, label: str, role: str, shared: tuple[str, str] | None) -> Office:
        """Split a label into role and organisation: "Trưởng Ban Dân vận" is the role "Trưởng Ban" of "Ban Dân vận"."""
        label, role = _plain(label), _plain(role)
        organization = self._organization(*map(_plain, shared or (label, role)))
        normalized = self._spelling.label(f"{label} {organization}" if shared else label)
        post = Post(label=label, normalized_label=normalized, role=role, organization=organization or None)
        return Office(post, key(normalized), self._is_public(label), self._says(post))

    def _organization(self, label: str, role: str) -> str:
        rest = self._words.without_of(label[len(role) :].strip(" ,"))
        if rest.startswith("(") and rest.endswith(")"):
            rest = rest[1:-1]
        body = self._words.body_of(role)
        return f"{body} {rest}" if body and rest else rest

    def _is_public(self, label: str) -> bool | None:
        named = self._words.public.removed(label)
        if self._words.private.search(named, 0, len(named)):
            return False
        return None if key(label).startswith(self._words.rank_and_file) else True

    def _says(self, post: Post) -> bool:
        if post.organization is not None:
            return True
        label = key(post.label)
        in_lower_case = not any(word[0].isupper() for word in post.label.split()[-2:])
        return label not in self._words.bare and not (in_lower_case and label in self._words.private_in_lower_case)


def plain_label(match: Match) -> str:
    """Return the label of a post without what only stands beside it."""
    return _plain(match.values["label"])


def _plain(text: str) -> str:
    return " ".join(text.split()).rstrip(" ,;-")


@lru_cache(maxsize=4)
def offices_of(rulebook: RuleBook) -> Offices:
    """Return the reader of posts of a rule book; what it has read it knows again."""
    return Offices(words_of(rulebook), titles(rulebook))
