"""What a post says of its holder's standing: whose body it is, where, at which level, held alone or beside others.

Posts come in as records have them: spelled out (``normalized_label``), with their place. Two posts are the same where
their :attr:`Standing.post` is, two bodies where their :attr:`Standing.body` is, in one :class:`Place`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from antq_extract.converters import key
from antq_extract.packfolders import shipped

Unit = Mapping[str, Any]
"""A unit of a record: name, code, successors, inferred_from."""

_WORDS: Final = "across/standing.toml"  # among the shipped packs, of which it is none
_LEVELS: Final = ("province", "district", "commune")
_SHORT_NAME: Final = re.compile(r"\(\w+\)")


class Place(NamedTuple):
    """Where a post is held.

    ``code`` is the province's, or its name where it has none, empty if it is not known and ``*`` of the whole country;
    ``now`` the same since July 2025; ``before`` tells whether the article is older than that. ``unit`` is a district's
    or commune's name, ``around`` that of the district around a commune, empty if it is not known.
    """

    code: str
    now: str
    before: bool
    level: str
    unit: str
    around: str = ""

    @property
    def is_sure(self) -> bool:
        """Whether two posts that have this place are held at the same place."""
        return bool(self.code and (self.unit or self.level in ("province", "country")))


class Standing(NamedTuple):
    """A post as it is compared: ``post`` and ``body`` are without the name of the place.

    ``former`` is one that is held no longer, ``deputy`` a deputy's. ``leads`` tells whether its holder is at the head
    of the body, ``alone`` whether such a one holds no other such post, ``rules`` whether the body is one of those that
    rule a province, district or commune, ``many`` whether there are many such posts: of one body, or where a bare
    "Trưởng ban" does not say of which.
    """

    place: Place
    post: str
    body: str
    former: bool
    deputy: bool
    leads: bool
    alone: bool
    rules: bool
    many: bool


class _Words(NamedTuple):
    former: tuple[str, ...]
    acting: tuple[str, ...]
    leading: re.Pattern[str]
    deputy: str
    of_body: tuple[str, ...]
    kinds: Mapping[str, str]
    idle: frozenset[str]
    beside: re.Pattern[str]
    ruling_party: re.Pattern[str]
    party_head: str
    ruling: re.Pattern[str]
    many: re.Pattern[str]
    bare: frozenset[str]
    vague: frozenset[str]
    national: re.Pattern[str]
    named: re.Pattern[str]
    bodies: Mapping[str, re.Pattern[str]]
    communes: frozenset[str]
    cities: frozenset[str]
    ranks: Mapping[str, int]


@lru_cache(maxsize=1)
def _words() -> _Words:
    words = tomllib.loads((shipped() / _WORDS).read_text(encoding="utf-8"))
    return _Words(
        former=tuple(words["former"]),
        acting=tuple(words["acting"]),
        leading=_any_of(words["leading"]),
        deputy=words["deputy"],
        of_body=tuple(words["of_body"]),
        kinds={title: words["kinds"][title] for title in sorted(words["kinds"], key=len, reverse=True)},
        idle=frozenset(words["idle"]),
        beside=_any_of(words["beside"]),
        ruling_party=_any_of(words["ruling_party"]),
        party_head=words["party_head"],
        ruling=_any_of(words["ruling"]),
        many=_any_of(words["many"]),
        bare=frozenset(("", *words["bare"])),
        vague=frozenset(words["vague"]),
        national=_any_of(words["national"]),
        named=_named([word for level in _LEVELS for word in words["level"][level]]),
        bodies={level: _any_of(found) for level, found in words["bodies"].items()},
        communes=frozenset(words["level"]["commune"]),
        cities=frozenset(words["level"]["cities"]),
        ranks={rank: height for height, equal in enumerate(words["ranks"], 1) for rank in equal},
    )


def _named(levels: Sequence[str]) -> re.Pattern[str]:
    """The end of a post that names its place: "xã ia prăng", "xã ia prăng, huyện x", "huyện ủy krông tlung", "tỉnh"."""
    kind = rf"(?:{_choice([*levels, 'thành phố'])})(?!\w)"
    name = rf"(?!{kind})[^,() ]+(?: (?!{kind})[^,() ]+)*"
    return re.compile(
        rf"(?:^|(?<=[ ,]))(?<!hợp tác )(?P<kind>{kind})(?P<committee> ủy| đoàn)?+(?! hội| viên| ủy| đoàn)(?: (?P<name>{name}))?"
        rf"(?P<above>(?:,? {kind} {name})*(?:, [^,()]+)?)$"
    )


def _choice(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_choice(words)})(?!\w)")


def height(rank: str | None) -> int | None:
    """Return a rank's place from the lowest (1) up, None for one that is not known."""
    return _words().ranks.get(key(rank)) if rank else None


def now_code(unit: Unit | None) -> str:
    """Return the code of a unit since July 2025: of the one that took its place, else its own; empty without a unit.

    A unit without a code, or divided among several, is known by its name.
    """
    if not unit:
        return ""
    heirs: Sequence[Unit] = unit.get("successors") or ()
    return str(heirs[0]["code"]) if len(heirs) == 1 else code(unit)


def code(unit: Unit | None) -> str:
    """Return the code of a unit as it was at the article's date, or its name's key; empty without a unit."""
    return str(unit.get("code") or key(unit["name"])) if unit else ""


def standing(post: Mapping[str, Any], article: Mapping[str, Any]) -> Standing:
    """Return the standing of a post; one that says nothing of its place has that of the ``article``."""
    province = post.get("province") or article.get("province")
    district = post.get("district") or article.get("district")
    commune = post.get("commune") or article.get("commune")
    here = (code(province), now_code(province), bool(province and province.get("successors")))
    units = (key(unit["name"]) if unit else "" for unit in (province, district, commune))
    return _standing(post["normalized_label"], post["role"], _scope(post, article), here, *units)


def _scope(post: Mapping[str, Any], article: Mapping[str, Any]) -> str:
    """Return what a record says of a post's place: that its name tells it, or that it is none of the article's province."""
    own = post.get("province")
    if own:
        return "" if own["inferred_from"] == "article" else "named"
    return "country" if "province" in post and article.get("province") else ""


@lru_cache(maxsize=1 << 16)
def _standing(
    label: str, role: str, scope: str, here: tuple[str, str, bool], name: str, district: str, commune: str
) -> Standing:
    words = _words()
    former, post = _without_state(key(label), words)
    core, level, unit = _placed(post, name, here[0] in words.cities)
    head, body = _split(core, _without_state(key(role), words)[1], words)
    core = f"{head} {body}".rstrip()
    is_national = scope != "named" and words.national.search(post) is not None
    if level is None and (is_national or (scope == "country" and body not in words.bare | words.vague)):
        place = Place("*", "*", False, "country", "")
    elif level is None and scope == "country":  # of whatever
        place = Place("", "", here[2], "", "")
    elif level == "province" and unit:  # that no register has
        place = Place(unit, unit, here[2], level, "")
    else:
        level = level or _level_of(core, body, words)
        unit = unit or {"district": district, "commune": commune, "": commune or district}.get(level, "")
        place = Place(*here, level, unit, district if level == "commune" and unit else "")
    deputy = head.startswith(f"{words.deputy} ") or head.endswith(f" {words.deputy}")
    leads = words.leading.search(head) is not None
    party_head = not deputy and head.startswith(words.party_head) and words.ruling_party.search(body) is not None
    alone = leads and (party_head or not words.beside.search(core))
    rules = words.ruling.match(body) is not None
    many = words.many.match(core) is not None or (body in words.bare and not place.level)
    return Standing(place, _plain(core, words), _plain(body, words), former, deputy, leads, alone, rules, many)


def _plain(post: str, words: _Words) -> str:
    """Return a post without what papers spell in different ways: "giáo dục - đào tạo", "giáo dục và đào tạo (GDĐT)"."""
    spelled = re.findall(r"\w+", _SHORT_NAME.sub(" ", post))
    return " ".join(word for word in spelled if word not in words.idle)


def _without_state(post: str, words: _Words) -> tuple[bool, str]:
    """Return whether a post is a former one, and the post without such words."""
    former = False
    while True:
        first, _, rest = post.partition(" ")
        if not rest or first not in (*words.former, *words.acting):
            return former, post
        former, post = former or first in words.former, rest


def _placed(post: str, province: str, is_city: bool) -> tuple[str, str | None, str]:
    """Return a post without the name of its place, the level that it names, and the name of the unit."""
    words = _words()
    found = words.named.search(post)
    if not found:
        if province and post.endswith(f" {province}"):
            return post[: -len(province)].rstrip(" ,-"), "province", ""
        return post, None, ""
    kind, name = found["kind"], found["name"] or ""
    committee = found["committee"] or ""
    if kind == "tỉnh" or (kind == "thành phố" and not found["above"] and (name == province or (is_city and not name))):
        core = f"{post[: found.start()]}{kind if committee else ''}{committee}"
        return core.rstrip(" ,-"), "province", name if name != province else ""
    level = "commune" if kind in words.communes else "district"
    return f"{post[: found.start()]}{kind}{committee}", level, f"{kind} {name}" if name else ""


def _level_of(core: str, body: str, words: _Words) -> str:
    """Return the level of a body that names none: that of its kind, else the province's; none of one that all levels have."""
    if body and body in words.bare:
        return ""
    found = (level for level, bodies in words.bodies.items() if bodies.search(core))
    return next(found, "" if body in words.bare | words.vague else "province")


def _split(post: str, role: str, words: _Words) -> tuple[str, str]:
    """Return the role and the body of a post: "trưởng phòng tham mưu" is "trưởng" of "phòng tham mưu".

    The body is told in full: "bộ trưởng y tế" is "bộ trưởng" of "bộ y tế".
    """
    parts = post.split()
    if not parts:
        return "", ""
    count = _length(parts, role.split())
    lead = 1 if parts[0] == words.deputy else 0
    if count > lead + 1 and parts[lead] in words.of_body:
        count = lead + 1
    head, body = " ".join(parts[:count]), " ".join(parts[count:])
    kind = next((kind for title, kind in words.kinds.items() if f" {head}".endswith(f" {title}")), "")
    if body and kind and not f"{body} ".startswith(f"{kind} "):
        body = f"{kind} {body}"
    return head, body


def _length(post: list[str], role: list[str]) -> int:
    """Return how many words of a post spelled out its role has, which may be an abbreviation: PGĐ is three words."""
    at = 0
    for word in role:
        if at < len(post) and post[at] == word:
            at += 1
            continue
        letters = [_bare(letter) for letter in word if letter.isalpha()]
        if [_bare(part[0]) for part in post[at : at + len(letters)]] != letters:
            break
        at += len(letters)
    return max(at, 1)


def _bare(letter: str) -> str:
    """Return a letter without its marks, but for đ: "UVBTV" has no ủ."""
    return unicodedata.normalize("NFD", letter)[0]
