"""Names and posts to officials: merged over the article, private persons left out."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from antq_extract.converters import key
from antq_extract.document import Match, Text
from antq_extract.facts import anchor, by_sentence
from antq_extract.links import Linker, Mention, Words, words_of
from antq_extract.offices import Office, Offices, offices_of, plain_label
from antq_extract.records import Official
from antq_extract.rulebook import RuleBook
from antq_extract.titles import Titles, titles


@dataclass(slots=True)
class _Person:
    """What the article says of one name."""

    name: str
    rank: str | None = None
    prefix: str | None = None
    posts: dict[str, Office] = field(default_factory=dict)  # by the key of their normalised label
    mentions: list[Match] = field(default_factory=list)
    first: int = sys.maxsize  # where the first of the mentions starts
    citizen: bool = False

    def add(self, *mentions: Match) -> None:
        """Add mentions."""
        self.mentions += mentions
        self.first = min(self.first, *(mention.start for mention in mentions))


def interpret(text: Text, matches: Sequence[Match], rulebook: RuleBook) -> list[Official]:
    """Return the officials in order of their first mention."""
    if not any(match.part == "post" or "rank" in match.values for match in matches):
        return []
    words, spelling, offices = words_of(rulebook), titles(rulebook), offices_of(rulebook)
    linker = Linker(text, words)
    whole: list[Mention] = []
    short: list[Mention] = []
    alone: list[Match] = []
    for chunks in by_sentence(matches):
        named, posts = linker.link(chunks)
        for mention in named:
            (short if mention.is_short() else whole).append(mention)
        alone += posts
    people = _merge(whole, linker, spelling, offices)
    _join_parts(people, words)
    _join_short_names(people, short)
    _join_posts(people, filter(linker.stands_for_a_person, alone), spelling)
    officials = [
        _official(text, person, spelling)
        for person in people.values()
        if person.rank or any(office.says for office in person.posts.values())
    ]
    return sorted(officials, key=lambda official: official.mentions[0].start)


def _merge(mentions: Iterable[Mention], linker: Linker, spelling: Titles, offices: Offices) -> dict[str, _Person]:
    """Gather the mentions that give the same name with two syllables or more."""
    people: dict[str, _Person] = {}
    for mention in mentions:
        if not mention.posts and " " not in mention.name:
            continue
        citizen = linker.is_citizen(mention)
        if citizen and not mention.posts:
            continue
        name = spelling.name(mention.name).casefold()  # which is folded
        person = people.get(name) or people.setdefault(name, _Person(mention.name))
        if person.name.isupper() and not mention.name.isupper():
            person.name = mention.name
        values = mention.match.values
        rank = values.get("rank")
        if rank and (not person.rank or person.rank.isupper() or mention.match.rule == "officials.promoted-name"):
            person.rank = rank
        person.prefix = person.prefix or values.get("prefix") or values.get("honorific")
        person.add(mention.match)
        person.citizen = person.citizen or citizen
        if citizen:
            continue
        for match in mention.posts:
            office = offices.of(match, mention.shared if match is mention.posts[-1] else None)
            if office.public or (office.public is None and rank is not None):
                _add_post(person, office)
    return people


def _add_post(person: _Person, office: Office) -> None:
    """Keep the fuller of two labels where one begins the other ("Chủ tịch UBND tỉnh" of a named province)."""
    new = office.key
    same = person.posts.get(new)
    if same:  # and none of the others is a fuller one, nor is it fuller than they
        person.posts[new] = office if same.post.label.isupper() else same
        return
    for old in person.posts:
        if _opens(old, new):
            return
        if _opens(new, old):
            person.posts = {new if k == old else k: office if k == old else v for k, v in person.posts.items()}
            return
    person.posts[new] = office


def _opens(longer: str, shorter: str) -> bool:
    """Say whether the longer label begins with the whole words of the shorter, or is the same."""
    return longer.startswith(shorter) and not longer[len(shorter) : len(shorter) + 1].isalnum()


def _join_parts(people: dict[str, _Person], words: Words) -> None:
    """Let a name be the one longer name that ends in it: "Carver" is "Donald Carver", "Việt Anh" is "Nguyễn Việt Anh".

    A name of two syllables and more that begins with a surname is a whole one, and so are two with ranks or posts of
    their own.
    """
    longer: dict[str, list[str]] = {}
    for full in people:
        _, _, end = full.partition(" ")
        while end:
            if end in people:
                longer.setdefault(end, []).append(full)
            _, _, end = end.partition(" ")
    for name in sorted(longer, key=len):
        whole_name = " " in name and name.split()[0] in words.surnames
        if len(longer[name]) != 1 or whole_name or not _may_be_one(people[name], people[longer[name][0]]):
            continue
        part, whole = people.pop(name), people[longer[name][0]]
        whole.rank, whole.prefix = whole.rank or part.rank, whole.prefix or part.prefix
        whole.add(*part.mentions)
        for office in part.posts.values():
            _add_post(whole, office)


def _may_be_one(part: _Person, whole: _Person) -> bool:
    """Say whether nothing that is said of two names keeps them apart."""
    if part.citizen or whole.citizen or (part.rank and whole.rank and key(part.rank) != key(whole.rank)):
        return False
    alike = any(_opens(new, old) or _opens(old, new) for new in part.posts for old in whole.posts)
    return alike or not part.posts or not (whole.posts or whole.rank)


def _join_short_names(people: dict[str, _Person], mentions: Sequence[Mention]) -> None:
    """Let "ông Hậu" join the one person whose given name it is."""
    bearers: dict[str, list[_Person]] = {}
    for name, person in people.items() if mentions else ():
        if person.posts or person.rank:
            bearers.setdefault(name.split()[-1], []).append(person)
    for mention in mentions:
        _join(bearers.get(key(mention.name), ()), mention.match)


def _join_posts(people: dict[str, _Person], alone: Iterable[Match], spelling: Titles) -> None:
    """Let "Bí thư Huyện ủy nhấn mạnh" join the one person who holds the post."""
    holders: dict[str, list[_Person]] = {}
    for person in people.values():
        for label in person.posts:
            holders.setdefault(label, []).append(person)
    for match in alone if holders else ():
        _join(holders.get(key(spelling.label(plain_label(match))), ()), match)


def _join(bearers: Sequence[_Person], match: Match) -> None:
    """Add a mention to the only person whom it can mean, and who was named before."""
    if len(bearers) == 1 and bearers[0].first < match.start:
        bearers[0].add(match)


def _official(text: Text, person: _Person, spelling: Titles) -> Official:
    mentions = sorted(person.mentions, key=attrgetter("start"))
    fields: dict[str, Any] = {
        "name": person.name,
        "normalized_name": spelling.name(person.name),
        "honorific_prefix": person.prefix,
        "rank": person.rank,
        "normalized_rank": spelling.rank(person.rank) if person.rank else None,
        "posts": tuple(office.post for office in person.posts.values()),
        "mentions": tuple(anchor(text, match.start, match.end, match.rule) for match in mentions),
    }
    return Official.model_validate(fields)
