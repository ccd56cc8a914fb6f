"""Names and posts to officials: merged over the article, private persons left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from antq_extract.converters import key
from antq_extract.document import Match, Text
from antq_extract.facts import anchor, by_sentence
from antq_extract.links import Linker, Mention, Words
from antq_extract.records import Anchored, Official, Post
from antq_extract.rulebook import RuleBook
from antq_extract.titles import Titles, titles


@dataclass(slots=True)
class _Person:
    """What the article says of one name."""

    name: str
    rank: str | None = None
    prefix: str | None = None
    posts: dict[str, Post] = field(default_factory=dict)  # by the key of their normalised label
    mentions: list[Match] = field(default_factory=list)
    citizen: bool = False


def interpret(text: Text, matches: Sequence[Match], rulebook: RuleBook) -> list[Official]:
    """Return the officials in order of their first mention."""
    words, spelling = Words(rulebook), titles(rulebook)
    linker = Linker(text, words)
    mentions: list[Mention] = []
    alone: list[Match] = []
    for chunks in by_sentence(matches):
        named, posts = linker.link(chunks)
        mentions += named
        alone += posts
    people = _merge(mentions, words, spelling)
    _join_parts(people, words)
    _join_short_names(people, mentions)
    _join_posts(people, [post for post in alone if linker.stands_for_a_person(post)], spelling)
    officials = [
        _official(text, person, spelling)
        for person in people.values()
        if person.rank or any(_says(post, words) for post in person.posts.values())
    ]
    return sorted(officials, key=lambda official: official.mentions[0].start)


def _merge(mentions: Iterable[Mention], words: Words, spelling: Titles) -> dict[str, _Person]:
    """Gather the mentions that give the same name with two syllables or more."""
    people: dict[str, _Person] = {}
    for mention in mentions:
        if mention.is_short() or (" " not in mention.name and not mention.posts):
            continue
        if mention.citizen and not mention.posts:
            continue
        person = people.setdefault(key(spelling.name(mention.name)), _Person(mention.name))
        if person.name.isupper() and not mention.name.isupper():
            person.name = mention.name
        values = mention.match.values
        rank = values.get("rank")
        if rank and (not person.rank or person.rank.isupper() or mention.match.rule == "officials.promoted-name"):
            person.rank = rank
        person.prefix = person.prefix or values.get("prefix") or values.get("honorific")
        person.mentions.append(mention.match)
        person.citizen = person.citizen or mention.citizen
        if mention.citizen:
            continue
        for match in mention.posts:
            shared = mention.shared if match is mention.posts[-1] else None
            post = _post(match, shared, words, spelling)
            if _is_public(post.label, rank, words):
                _add_post(person, post)
    return people


def _is_public(label: str, rank: str | None, words: Words) -> bool:
    if words.private.search(words.public.sub("", label)):
        return False
    if any(key(label).startswith(word) for word in words.rank_and_file):
        return rank is not None
    return True


def _says(post: Post, words: Words) -> bool:
    """Say whether a post tells of an office: "Giám đốc" alone does not, nor does "chủ tịch" in lower case."""
    if post.organization is not None:
        return True
    private = key(post.label) in words.private_in_lower_case and not any(
        word[0].isupper() for word in post.label.split()[-2:]
    )
    return key(post.label) not in words.bare and not private


def _add_post(person: _Person, post: Post) -> None:
    """Keep the fuller of two labels where one begins the other ("Chủ tịch UBND tỉnh" of a named province)."""
    new = key(post.normalized_label)
    for old, known in person.posts.items():
        if _opens(old, new):
            if old == new and known.label.isupper():
                person.posts[old] = post
            return
        if _opens(new, old):
            person.posts = {new if k == old else k: post if k == old else v for k, v in person.posts.items()}
            return
    person.posts[new] = post


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
        for blank in (place for place, letter in enumerate(full) if letter == " "):
            if full[blank + 1 :] in people:
                longer.setdefault(full[blank + 1 :], []).append(full)
    for name in sorted(longer, key=len):
        whole_name = " " in name and name.split()[0] in words.surnames
        if len(longer[name]) != 1 or whole_name or not _may_be_one(people[name], people[longer[name][0]]):
            continue
        part, whole = people.pop(name), people[longer[name][0]]
        whole.rank, whole.prefix = whole.rank or part.rank, whole.prefix or part.prefix
        whole.mentions += part.mentions
        for post in part.posts.values():
            _add_post(whole, post)


def _may_be_one(part: _Person, whole: _Person) -> bool:
    """Say whether nothing that is said of two names keeps them apart."""
    if part.citizen or whole.citizen or (part.rank and whole.rank and key(part.rank) != key(whole.rank)):
        return False
    alike = any(_opens(new, old) or _opens(old, new) for new in part.posts for old in whole.posts)
    return alike or not part.posts or not (whole.posts or whole.rank)


def _join_short_names(people: dict[str, _Person], mentions: Iterable[Mention]) -> None:
    """Let "ông Hậu" join the one person whose given name it is."""
    for mention in mentions:
        if mention.is_short():
            bearers = [p for k, p in people.items() if k.split()[-1] == key(mention.name) and (p.posts or p.rank)]
            _join(bearers, mention.match)


def _join_posts(people: dict[str, _Person], alone: Iterable[Match], spelling: Titles) -> None:
    """Let "Bí thư Huyện ủy nhấn mạnh" join the one person who holds the post."""
    holders: dict[str, list[_Person]] = {}
    for person in people.values():
        for label in person.posts:
            holders.setdefault(label, []).append(person)
    for match in alone:
        _join(holders.get(key(spelling.label(_label(match.values["label"]))), ()), match)


def _join(bearers: Sequence[_Person], match: Match) -> None:
    """Add a mention to the only person whom it can mean, and who was named before."""
    if len(bearers) == 1 and min(mention.start for mention in bearers[0].mentions) < match.start:
        bearers[0].mentions.append(match)


def _official(text: Text, person: _Person, spelling: Titles) -> Official:
    mentions = sorted(person.mentions, key=lambda match: match.start)
    return Official(
        name=person.name,
        normalized_name=spelling.name(person.name),
        honorific_prefix=person.prefix,
        rank=person.rank,
        normalized_rank=spelling.rank(person.rank) if person.rank else None,
        posts=tuple(person.posts.values()),
        mentions=tuple(Anchored(**anchor(text, match.start, match.end, match.rule)) for match in mentions),
    )


def _label(text: str) -> str:
    return " ".join(text.split()).rstrip(" ,;-")


def _post(match: Match, shared: Match | None, words: Words, spelling: Titles) -> Post:
    """Split a label into role and organisation: "Trưởng Ban Dân vận" is the role "Trưởng Ban" of "Ban Dân vận".

    ``shared`` is the post of another whose organisation it has too.
    """
    label, role = _label(match.values["label"]), _label(match.values["role"])
    if shared:
        organization = _organization(_label(shared.values["label"]), _label(shared.values["role"]), words)
        normalized = f"{label} {organization}"
    else:
        organization, normalized = _organization(label, role, words), label
    return Post(label=label, normalized_label=spelling.label(normalized), role=role, organization=organization or None)


def _organization(label: str, role: str, words: Words) -> str:
    rest = words.of.sub("", label[len(role) :].strip(" ,"))
    if rest.startswith("(") and rest.endswith(")"):
        rest = rest[1:-1]
    body = words.body.search(role)
    return f"{role[body.start() :]} {rest}" if body and rest else rest
