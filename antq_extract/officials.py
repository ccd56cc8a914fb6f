"""Names and posts to officials: linked, merged over the article, private persons left out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from antq_extract.converters import key
from antq_extract.document import Match, Text
from antq_extract.facts import anchor, by_sentence
from antq_extract.packs import RuleBook
from antq_extract.records import Anchored, Official, Post

_REACH = 40  # characters before a name or post in which a word says what it is


@dataclass(slots=True)
class _Mention:
    """A name in its sentence with the posts that stand beside it."""

    match: Match
    name: str
    posts: list[Match] = field(default_factory=list)
    citizen: bool = False

    def is_short(self) -> bool:
        """Say whether it is a given name behind a form of address or a rank: "ông Hậu"."""
        return self.name.isalpha() and _is_titled(self.match)  # "K'Brẹo" is a whole name


@dataclass(slots=True)
class _Person:
    """What the article says of one name."""

    name: str
    rank: str | None = None
    prefix: str | None = None
    posts: dict[str, Match] = field(default_factory=dict)  # by the key of their label
    mentions: list[Match] = field(default_factory=list)


def interpret(text: Text, matches: Sequence[Match], rulebook: RuleBook) -> list[Official]:
    """Return the officials in order of their first mention."""
    words = _Words(rulebook)
    linker = _Linker(text, words)
    mentions = [mention for chunks in by_sentence(matches) for mention in linker.link(chunks)]
    people = _merge(mentions, words)
    _join_short_names(people, mentions)
    officials = [
        _official(text, person, words)
        for person in people.values()
        if person.rank or any(label not in words.bare for label in person.posts)
    ]
    return sorted(officials, key=lambda official: official.mentions[0].start)


class _Words:
    """The pack's word lists in the form in which the interpreter asks for them."""

    def __init__(self, rulebook: RuleBook) -> None:
        ending, inside = r"(?i)(?<!\p{L})\L<words>$", r"(?i)(?<!\p{L})\L<words>(?!\p{L})"
        self.link_after, self.link_posts = rulebook.keys("officials.link_after"), rulebook.keys("officials.link_posts")
        self.link_before, self.link_names = (
            rulebook.keys("officials.link_before"),
            rulebook.keys("officials.link_names"),
        )
        self.link_last = rulebook.keys("officials.link_last")
        self.link_plural, self.conferred = rulebook.keys("officials.link_plural"), rulebook.keys("officials.conferred")
        self.bare, self.rank_and_file = rulebook.keys("officials.bare"), rulebook.keys("officials.rank_and_file")
        self.appoint = rulebook.pattern(r"(?i)(?:\L<words>(?:[\s,-]+|$))+", words="officials.appoint")
        self.private = rulebook.pattern(inside, words="officials.private")
        self.public = rulebook.pattern(r"(?i)\L<words>", words="officials.public")
        self.not_official = rulebook.pattern(ending, words="officials.not_official")
        self.office = rulebook.pattern(ending, words="officials.office")
        self.candidate = rulebook.pattern(ending, words="officials.candidate")
        self.other = rulebook.pattern(ending, words="officials.other")
        # What is passed over between two chunks: brackets ("(thứ ba từ trái)"), ages, the years of a term.
        self.aside = rulebook.pattern(rf"\s?\([^()]*\)|[0-9]+(?:\s?-\s?[0-9]+)?|{inside}", words="officials.aside")
        self.of = rulebook.pattern(r"(?i)^\L<words>\s", words="officials.of")
        self.body = rulebook.pattern(
            r"(?i)(?<=\L<words>\s)(?:\L<closed>|\L<head>)$",
            words="officials.body_word",
            closed="fragments.closed_org",
            head="fragments.org_head",
        )


# --- links inside a sentence --------------------------------------------------------------------------------------


class _Linker:
    """Attaches posts to the names they stand beside."""

    def __init__(self, text: Text, words: _Words) -> None:
        self._text = text
        self._words = words
        self._post_ends: frozenset[int] = frozenset()  # of the sentence at hand

    def link(self, matches: Sequence[Match]) -> list[_Mention]:
        """Return the names of a sentence with their posts."""
        names = [match for match in matches if match.part == "name"]
        held = [m for m in matches if m.part == "post" and not self._words.candidate.search(self._before(m))]
        posts = _outside(held, names)
        names = _outside(names, posts)
        self._post_ends = frozenset(post.end for post in posts)
        chunks = sorted([*names, *posts], key=lambda match: match.start)
        mentions = {match.start: self._mention(match) for match in names}
        used: set[int] = set()
        for index, chunk in enumerate(chunks):
            if chunk.part == "name":
                used |= self._take_behind(mentions[chunk.start], chunks, index)
        for index, chunk in enumerate(chunks):
            if chunk.part == "name":
                self._take_before(mentions[chunk.start], chunks, index, used)
        for index, chunk in enumerate(chunks):
            if chunk.part == "post" and "plural" in chunk.values:
                self._share(chunks, index, mentions)
        return list(mentions.values())

    def _mention(self, match: Match) -> _Mention:
        before = self._text.folded[max(0, match.start - _REACH) : match.start].rstrip(" :\"'")
        name = " ".join(match.values["name"].split())
        return _Mention(match, name, citizen=bool(self._words.not_official.search(before)))

    def _before(self, match: Match) -> str:
        return self._text.folded[max(0, match.start - _REACH) : match.start].rstrip()

    def _gap(self, left: Match, right: Match) -> str:
        """The words between two chunks; a bracketed aside is passed over ("(thứ ba từ trái)")."""
        start = right.spans["plural"][0].start if "plural" in right.spans else right.start
        gap = self._words.aside.sub("", self._text.folded[left.end : start])
        return key(" ".join(gap.split())).replace("( ,", "(")

    def _take_behind(self, mention: _Mention, chunks: Sequence[Match], index: int) -> set[int]:
        """Posts behind the name: "A, Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh"."""
        taken: set[int] = set()
        last = mention.match
        for position in range(index + 1, len(chunks)):
            chunk = chunks[position]
            links = self._words.link_after if last is mention.match else self._words.link_posts
            gap = self._gap(last, chunk)
            linked = (gap in links or self._appoints(gap)) and not (
                gap == "," and self._is_listed(mention, chunks[position : position + 2])
            )
            if (
                chunk.part != "post"
                or "plural" in chunk.values
                or not linked
                or self._leads(chunk, chunks[position + 1 : position + 2])
            ):
                break
            mention.posts.append(chunk)
            taken.add(chunk.start)
            last = chunk
        return taken

    def _is_listed(self, mention: _Mention, following: Sequence[Match]) -> bool:
        """Say whether a post behind a comma opens a list of others: "Thủ tướng A, Bộ trưởng B và Bộ trưởng C"."""
        led = mention.match.start - 1 in self._post_ends
        posts = [chunk.part for chunk in following] == ["post", "post"]
        return led and posts and self._gap(*following) in self._words.link_last

    def _appoints(self, gap: str) -> bool:
        """Say whether the gap holds nothing but words of appointment: ", đến nhận công tác và giữ chức vụ"."""
        return self._words.appoint.fullmatch(gap.strip(" ,-()")) is not None

    def _leads(self, post: Match, following: Sequence[Match]) -> bool:
        """Say whether a name follows the post at once: "…, Chủ tịch UBND tỉnh Lê A" tells of Lê A."""
        return (
            bool(following)
            and following[0].part == "name"
            and not self._text.folded[post.end : following[0].start].strip()
        )

    def _take_before(self, mention: _Mention, chunks: Sequence[Match], index: int, used: set[int]) -> None:
        """Posts before the name: "Bí thư Tỉnh ủy, Chủ tịch HĐND tỉnh A"."""
        last = mention.match
        found: list[Match] = []
        for position in range(index - 1, -1, -1):
            chunk = chunks[position]
            gap = self._gap(chunk, last)
            linked = gap == "" or gap in (self._words.link_before if last is mention.match else self._words.link_posts)
            if (
                chunk.part != "post"
                or "plural" in chunk.values
                or chunk.start in used
                or not linked
                or (last is not mention.match and gap == "")
            ):
                break
            if last is mention.match and not self._may_stand_before(chunk, mention, gap):
                break
            if last is not mention.match and self._words.other.search(self._before(chunk)):
                break
            found.append(chunk)
            last = chunk
        for chunk in found:
            used.add(chunk.start)
            mention.posts.insert(0, chunk)

    def _may_stand_before(self, post: Match, mention: _Mention, gap: str) -> bool:
        """Say whether a post is the name's behind it; nothing but a blank between them leaves no doubt."""
        before = self._before(post)
        if gap == ",":  # a list of persons or bodies, unless a titled name without a post follows
            return not mention.posts and _is_titled(mention.match) and not self._words.other.search(before)
        return gap not in self._words.conferred or self._words.office.search(before) is not None

    def _share(self, chunks: Sequence[Match], index: int, mentions: dict[int, _Mention]) -> None:
        """Give "các Phó Chủ tịch UBND tỉnh A, B và C" to each of the names."""
        post = last = chunks[index]
        taken = {own.start for mention in mentions.values() for own in mention.posts}
        for position in range(index + 1, len(chunks)):
            chunk = chunks[position]
            if chunk.part == "post":
                if chunk.start not in taken:
                    return
                last = chunk
                continue
            gap = self._gap(last, chunk)
            if gap not in self._words.link_names and not (last is post and gap in self._words.link_plural):
                return
            if post not in mentions[chunk.start].posts:
                mentions[chunk.start].posts.insert(0, post)
            last = chunk


def _is_titled(name: Match) -> bool:
    return bool(name.values.keys() & {"rank", "honorific"})


def _outside(matches: Sequence[Match], others: Sequence[Match]) -> list[Match]:
    """Return the matches that begin inside none of the others; both are in order and without overlaps."""
    starts = [other.start for other in others]

    def covered(match: Match) -> bool:
        place = bisect_right(starts, match.start)
        return place > 0 and match.start < others[place - 1].end

    return [match for match in matches if not covered(match)]


# --- persons over the article -------------------------------------------------------------------------------------


def _merge(mentions: Iterable[_Mention], words: _Words) -> dict[str, _Person]:
    """Gather the mentions that give the same name with two syllables or more."""
    people: dict[str, _Person] = {}
    for mention in mentions:
        if mention.is_short() or (" " not in mention.name and not mention.posts):
            continue
        if mention.citizen and not mention.posts:
            continue
        person = people.setdefault(key(mention.name), _Person(mention.name))
        if person.name.isupper() and not mention.name.isupper():
            person.name = mention.name
        values = mention.match.values
        rank = values.get("rank")
        if rank and (not person.rank or person.rank.isupper() or mention.match.rule == "officials.promoted-name"):
            person.rank = rank
        person.prefix = person.prefix or values.get("prefix") or values.get("honorific")
        person.mentions.append(mention.match)
        for post in mention.posts:
            label = _label(post.values["label"])
            if _is_public(label, rank, words) and not mention.citizen:
                _add_post(person, post)
    return people


def _label(text: str) -> str:
    return " ".join(text.split()).rstrip(" ,;-")


def _is_public(label: str, rank: str | None, words: _Words) -> bool:
    if words.private.search(words.public.sub("", label)):
        return False
    if any(key(label).startswith(word) for word in words.rank_and_file):
        return rank is not None
    return True


def _add_post(person: _Person, post: Match) -> None:
    """Keep the fuller of two labels where one begins the other ("Chủ tịch UBND tỉnh" of a named province)."""
    new = key(_label(post.values["label"]))
    for old in person.posts:
        if _opens(old, new):
            person.posts[old] = (
                post if old == new and person.posts[old].values["label"].isupper() else person.posts[old]
            )
            return
        if _opens(new, old):
            person.posts = {new if k == old else k: post if k == old else v for k, v in person.posts.items()}
            return
    person.posts[new] = post


def _opens(longer: str, shorter: str) -> bool:
    """Say whether the longer label begins with the whole words of the shorter, or is the same."""
    return longer.startswith(shorter) and not longer[len(shorter) : len(shorter) + 1].isalnum()


def _join_short_names(people: dict[str, _Person], mentions: Iterable[_Mention]) -> None:
    """Let "ông Hậu" join the one person whose given name it is."""
    for mention in mentions:
        if not mention.is_short():
            continue
        bearers = [p for k, p in people.items() if k.split()[-1] == key(mention.name) and (p.posts or p.rank)]
        if len(bearers) == 1 and bearers[0].mentions[0].start < mention.match.start:
            bearers[0].mentions.append(mention.match)


def _official(text: Text, person: _Person, words: _Words) -> Official:
    kept = [post for label, post in person.posts.items() if len(person.posts) == 1 or label not in words.bare]
    mentions = sorted(person.mentions, key=lambda match: match.start)
    return Official(
        name=person.name,
        honorific_prefix=person.prefix,
        rank=person.rank,
        posts=tuple(_post(post, words) for post in kept),
        mentions=tuple(Anchored(**anchor(text, match.start, match.end, match.rule)) for match in mentions),
    )


def _post(match: Match, words: _Words) -> Post:
    """Split a label into role and organisation: "Trưởng Ban Dân vận" is the role "Trưởng Ban" of "Ban Dân vận"."""
    label, role = _label(match.values["label"]), _label(match.values["role"])
    rest = words.of.sub("", label[len(role) :].strip(" ,"))
    if rest.startswith("(") and rest.endswith(")"):
        rest = rest[1:-1]
    body = words.body.search(role)
    organization = f"{role[body.start() :]} {rest}" if body and rest else rest
    return Post(label=label, role=role, organization=organization or None)
