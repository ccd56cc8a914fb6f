"""Names and posts of a sentence: which post is whose."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from operator import attrgetter

import regex

from antq_extract.converters import key
from antq_extract.document import Match, Text
from antq_extract.rulebook import RuleBook
from antq_extract.wordlists import ENDING, INSIDE, WordList, loose

_COMMAS = regex.compile(r"\s?,(?:\s?,)+")
_FIGURE_OR_BRACKET = re.compile(r"[(0-9]")
_SHORT, _GAPS = 24, 4096  # the gaps that come again and again: commas, "và", blanks
_REACH = 40  # characters before a name or post in which a word says what it is
_FAR = 160  # characters between a name and the post to which it is appointed, at most


@dataclass(slots=True)
class Mention:
    """A name in its sentence with the posts that stand beside it."""

    match: Match
    name: str
    posts: list[Match] = field(default_factory=list)
    shared: Match | None = None
    """The next person's post, whose organisation the last of the posts shares: "A, Giám đốc và B, Phó Giám đốc …"."""

    def is_short(self) -> bool:
        """Say whether it is a given name behind a form of address or a rank: "ông Hậu"."""
        return self.name.isalpha() and _is_titled(self.match)  # "K'Brẹo" is a whole name


class Words:
    """The pack's word lists in the form in which the interpreter asks for them."""

    def __init__(self, rulebook: RuleBook) -> None:
        keys = rulebook.keys
        self._rulebook = rulebook
        self.link_after, self.link_posts = keys("officials.link_after"), keys("officials.link_posts")
        self.link_before, self.link_names = keys("officials.link_before"), keys("officials.link_names")
        self.link_last, self.conferred = keys("officials.link_last"), keys("officials.conferred")
        self.bare, self.speaker = keys("officials.bare"), keys("officials.speaker")
        self.rank_and_file = tuple(keys("officials.rank_and_file"))
        self.private_in_lower_case = keys("officials.private_in_lower_case")
        self.surnames = keys("fragments.surname")
        plural, appoint = r"(?i)(?:(?:\L<words>(?!\p{L})|[,:-])\s*)*", r"(?i)(?:\L<words>(?:[\s,-]+|$))+"
        self.link_plural = WordList(rulebook, "officials.link_plural", plural)
        self.appoint = WordList(rulebook, "officials.appoint", appoint)
        self.appointed = WordList(rulebook, "officials.appointed", ENDING)
        self.planned = WordList(rulebook, "officials.planned")
        self.private = WordList(rulebook, "officials.private")
        self.public = WordList(rulebook, "officials.public", r"(?i)\L<words>")
        self.address = WordList(rulebook, "fragments.honorific", ENDING)
        self.not_official = WordList(rulebook, "officials.not_official", ENDING)
        self.office = WordList(rulebook, "officials.office", ENDING)
        self.candidate = WordList(rulebook, "officials.candidate", ENDING)
        self.other = WordList(rulebook, "officials.other", ENDING)
        self.another = WordList(rulebook, "officials.another", ENDING)
        # What is passed over between two chunks: brackets ("(thứ ba từ trái)"), ages, the years of a term.
        self._aside = WordList(rulebook, "officials.aside", rf"\s?\([^()]*\)|[0-9]+(?:\s?-\s?[0-9]+)?|{INSIDE}")
        self._of = WordList(rulebook, "officials.of", r"(?i)^\L<words>\s")
        bodies = (*rulebook.lists["fragments.closed_org"], *rulebook.lists["fragments.org_head"])
        self._bodies = tuple({loose(body) for body in bodies})
        self._short_gap = lru_cache(maxsize=_GAPS)(self._plain)

    @cached_property
    def verb(self) -> regex.Pattern[str]:
        """A blank and a word that a clause goes on with, a verb for the most part."""
        expression = r"\s(?!\L<of>(?!\p{L}))\L<words>(?!\p{L})"
        return self._rulebook.pattern(expression, words="fragments.stop", of="officials.of")

    def gap(self, between: str) -> str:
        """Return what stands between two chunks in one spelling; a bracketed aside is passed over."""
        return self._short_gap(between) if len(between) <= _SHORT else self._plain(between)

    def _plain(self, between: str) -> str:
        if _FIGURE_OR_BRACKET.search(between) or self._aside.may_hold(between):
            between = self._aside.pattern.sub("", between)
        plain = key(" ".join(between.split()))
        return _COMMAS.sub(",", plain).replace("( ,", "(") if "," in plain else plain

    def without_of(self, text: str) -> str:
        """Return a text without a word at its start that joins an organisation to a post."""
        return self._of.pattern.sub("", text) if self._of.may_begin(text) else text

    def body_of(self, role: str) -> str:
        """Return the body at the end of a role that leads it: the "Ban" of "Trưởng Ban"."""
        if not loose(role).rstrip("\n").endswith(self._bodies):
            return ""
        found = self._body.search(role)
        return role[found.start() :] if found else ""

    @cached_property
    def _body(self) -> regex.Pattern[str]:
        lists = {"words": "officials.body_word", "closed": "fragments.closed_org", "head": "fragments.org_head"}
        return self._rulebook.pattern(r"(?i)(?<=\L<words>\s)(?:\L<closed>|\L<head>)$", **lists)


@lru_cache(maxsize=4)
def words_of(rulebook: RuleBook) -> Words:
    """Return the word lists of a rule book, made once."""
    return Words(rulebook)


class Linker:
    """Attaches posts to the names they stand beside."""

    def __init__(self, text: Text, words: Words) -> None:
        self._text = text
        self._words = words
        self._post_ends: frozenset[int] = frozenset()  # of the sentence at hand

    def link(self, matches: Sequence[Match]) -> tuple[list[Mention], list[Match]]:
        """Return the names of a sentence with their posts, and the posts that stand alone."""
        names = [match for match in matches if match.part == "name"]
        held = len(names) < len(matches) and [
            match for match in matches if match.part == "post" and not self._words.candidate.ends(self._before(match))
        ]
        if not held:
            return list({match.start: self._mention(match) for match in names}.values()), []
        posts = _outside(held, names)
        names = _outside(names, posts)
        self._post_ends = frozenset(post.end for post in posts)
        chunks = sorted([*names, *posts], key=attrgetter("start")) if names else []
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
        for mention, following in pairwise(mentions.values()):
            self._share_organization(mention, following)
        taken = {post.start for mention in mentions.values() for post in mention.posts}
        return list(mentions.values()), [post for post in posts if post.start not in taken]

    def _mention(self, match: Match) -> Mention:
        return Mention(match, " ".join(match.values["name"].split()))

    def is_citizen(self, mention: Mention) -> bool:
        """Say whether the word before a name makes it that of no official: "bị cáo", "em", "ca sĩ"."""
        start = mention.match.start
        before = self._text.folded[max(0, start - _REACH) : start].rstrip(" :\"'")
        return self._words.not_official.ends(before)

    def _before(self, match: Match) -> str:
        return self._text.folded[max(0, match.start - _REACH) : match.start].rstrip()

    def _gap(self, left: Match, right: Match) -> str:
        """The words between two chunks."""
        start = right.spans["plural"][0].start if "plural" in right.spans else right.start
        return self._words.gap(self._text.folded[left.end : start])

    def _take_behind(self, mention: Mention, chunks: Sequence[Match], index: int) -> set[int]:
        """Posts behind the name: "A, Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh"."""
        taken: set[int] = set()
        last = mention.match
        for position in range(index + 1, len(chunks)):
            chunk = chunks[position]
            if chunk.part != "post" or "plural" in chunk.values:
                break
            links = self._words.link_after if last is mention.match else self._words.link_posts
            gap = self._gap(last, chunk)
            linked = (gap in links or self._appoints(gap) or self._leads_to(last, chunk)) and not (
                gap == "," and self._is_listed(mention, chunks[position : position + 2])
            )
            if (
                not linked
                or self._leads(chunk, chunks[position + 1 : position + 2])
                or (gap == "," and self._speaks(chunk))
            ):
                break
            mention.posts.append(chunk)
            taken.add(chunk.start)
            last = chunk
        return taken

    def _is_listed(self, mention: Mention, following: Sequence[Match]) -> bool:
        """Say whether a post behind a comma opens a list of others: "Thủ tướng A, Bộ trưởng B và Bộ trưởng C"."""
        led = mention.match.start - 1 in self._post_ends
        posts = [chunk.part for chunk in following] == ["post", "post"]
        return led and posts and self._gap(*following) in self._words.link_last

    def _appoints(self, gap: str) -> bool:
        """Say whether the gap holds nothing but words of appointment: ", đến nhận công tác và giữ chức vụ"."""
        words = gap.strip(" ,-()")
        if words in self._words.link_last or not self._words.appoint.may_begin(words):
            return False
        return self._words.appoint.pattern.fullmatch(words) is not None

    def _speaks(self, post: Match) -> bool:
        """Say whether a verb follows a post that needs no name."""
        sole = key(post.values["label"]) in self._words.speaker
        return sole and self._words.verb.match(self._text.folded, post.end) is not None

    def _leads_to(self, last: Match, post: Match) -> bool:
        """Say whether the words before a post confer it on the person named last: ", tham gia Ban …, giữ chức vụ"."""
        gap = self._text.folded[last.end : post.start].rstrip()
        conferred = len(gap) <= _FAR and ";" not in gap and self._words.appointed.ends(gap)
        return conferred and not self._words.planned.search(gap, 0, len(gap))

    def _leads(self, post: Match, following: Sequence[Match]) -> bool:
        """Say whether a name follows the post at once: "…, Chủ tịch UBND tỉnh Lê A" tells of Lê A."""
        return (
            bool(following)
            and following[0].part == "name"
            and not self._text.folded[post.end : following[0].start].strip()
        )

    def _take_before(self, mention: Mention, chunks: Sequence[Match], index: int, used: set[int]) -> None:
        """Posts before the name: "Bí thư Tỉnh ủy, Chủ tịch HĐND tỉnh A"."""
        last = mention.match
        found: list[Match] = []
        for position in range(index - 1, -1, -1):
            chunk = chunks[position]
            if chunk.part != "post" or "plural" in chunk.values or chunk.start in used:
                break
            gap = self._gap(chunk, last)
            if last is mention.match:
                linked = (not gap or gap in self._words.link_before) and self._may_stand_before(chunk, mention, gap)
            else:
                linked = bool(gap) and gap in self._words.link_posts and not self._comes_for_another(chunk)
            if not linked:
                break
            found.append(chunk)
            last = chunk
        for chunk in found:
            used.add(chunk.start)
            mention.posts.insert(0, chunk)

    def _comes_for_another(self, post: Match) -> bool:
        """Say whether words before a post make it that of somebody else: "thừa ủy quyền Thủ tướng"."""
        return self._words.another.ends(self._before(post))

    def _may_stand_before(self, post: Match, mention: Mention, gap: str) -> bool:
        """Say whether a post is the name's behind it; nothing but a blank between them leaves no doubt."""
        before = self._before(post)
        if gap == ",":  # a list of persons or bodies, unless a titled name without a post follows
            return not mention.posts and _is_titled(mention.match) and not self._words.other.ends(before)
        return gap not in self._words.conferred or self._words.office.ends(before)

    def stands_for_a_person(self, post: Match) -> bool:
        """Say whether a post alone is somebody's: behind a form of address, or where a clause begins and speaks."""
        if "plural" in post.values:
            return False
        before = self._text.folded[max(post.sentence.start, post.start - _REACH) : post.start].rstrip()
        if self._words.address.ends(before):
            return True
        return (not before or before.endswith(",")) and self._words.verb.match(self._text.folded, post.end) is not None

    def _share_organization(self, mention: Mention, following: Mention) -> None:
        """Let a last post without an organisation have that of the post behind the next name."""
        if not mention.posts or not following.posts:
            return
        own, other = mention.posts[-1], following.posts[0]
        bare = _is_bare(own) and not _is_bare(other) and key(own.values["role"]) in self._words.bare
        beside = own.end <= following.match.start and self._gap(own, following.match) in self._words.link_names
        if bare and beside and other.start > following.match.start:
            mention.shared = other

    def _share(self, chunks: Sequence[Match], index: int, mentions: dict[int, Mention]) -> None:
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
            plural = last is post and self._words.link_plural.pattern.fullmatch(gap)
            if not plural and gap not in self._words.link_names:
                return
            if post not in mentions[chunk.start].posts:
                mentions[chunk.start].posts.insert(0, post)
            last = chunk


def _is_bare(post: Match) -> bool:
    """Say whether a post names no organisation."""
    return bool(post.values["label"] == post.values["role"])


def _is_titled(name: Match) -> bool:
    """Say whether a rank or a form of address stands before a name."""
    return bool(name.values.keys() & {"rank", "honorific"})


def _outside(matches: Sequence[Match], others: Sequence[Match]) -> list[Match]:
    """Return the matches that begin inside none of the others; both are in order and without overlaps."""
    if not others:
        return list(matches)
    starts = [other.start for other in others]

    def covered(match: Match) -> bool:
        place = bisect_right(starts, match.start)
        return place > 0 and match.start < others[place - 1].end

    return [match for match in matches if not covered(match)]
