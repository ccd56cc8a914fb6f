"""The analyst's file that overrules how officials are put together over articles.

::

    [[same]]                                    # one person
    name = "Nguyễn Văn Hùng"
    provinces = ["Thái Bình", "Hà Nội"]         # all of that name who have a post there

    [[apart]]                                   # two persons
    name = "Lê Thị Hoa"
    posts = ["Chủ tịch UBND xã Tân Lập", "Giám đốc Sở Y tế"]

An entry names the person and, in ``provinces``, ``posts`` and ``articles``, two parts or more: provinces by name, as
then or now; posts as the database and the report show them, in full or without the place; articles by path (with
``#3`` for ``source_index`` 3), address or digest. ``note`` is free text.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from antq_extract.appearances import Appearance, Held
from antq_extract.converters import key
from antq_extract.errors import UsageError, display_path
from antq_extract.tomllines import line_numbers

Kind = Literal["same", "apart"]
_KINDS: Final[tuple[Kind, ...]] = ("same", "apart")
_PARTS: Final = ("provinces", "posts", "articles")
_FEWEST: Final = 2  # parts of an entry


class Part(NamedTuple):
    """Some appearances of a name: those of a province, post or article."""

    by: str
    value: str

    def holds(self, found: Appearance) -> bool:
        """Say whether an appearance is among them."""
        return _HOLDS[self.by](found, self.value)


class Entry(NamedTuple):
    """What the file says of one name; ``where`` is the entry's place for people to read."""

    where: str
    kind: Kind
    name: str
    parts: tuple[Part, ...]


class Told(NamedTuple):
    """All that the file says; entries by the :func:`~antq_extract.converters.key` of the name."""

    entries: Mapping[str, Sequence[Entry]]

    def sides(self, found: Sequence[Appearance], kind: Kind) -> list[set[tuple[int, int]]]:
        """Return for each appearance of one name the entries that hold it, and which part of them does.

        What two parts of an ``apart`` hold is on neither side.
        """
        sides: list[set[tuple[int, int]]] = [set() for _ in found]
        entries = self.entries.get(key(found[0].name), ()) if found else ()
        for number, entry in enumerate(entries):
            for one, own in zip(found, sides, strict=True):
                held = [place for place, part in enumerate(entry.parts) if part.holds(one)]
                if entry.kind == kind and held and (kind == "same" or len(held) == 1):
                    own.add((number, held[0]))
        return sides

    def idle(self, found: Iterable[Appearance]) -> list[str]:
        """Return a line for each part that holds no appearance, such as one with a misspelt name."""
        people: dict[str, list[Appearance]] = {name: [] for name in self.entries}
        for one in found:
            if (name := key(one.name)) in people:
                people[name].append(one)
        return [
            f"{entry.where}: no article names {entry.name}{'' if not people[name] else f' with {part.value}'}"
            for name, entries in self.entries.items()
            for entry in entries
            for part in (entry.parts if people[name] else entry.parts[:1])
            if not any(map(part.holds, people[name]))
        ]

    def unmet(self, found: Iterable[Appearance], persons: Mapping[tuple[int, int], str]) -> list[str]:
        """Return a line for each ``same`` that an ``apart`` keeps from being one person.

        ``persons`` gives the person's id by article and place in its list of officials.
        """
        people: dict[Entry, set[str]] = {
            entry: set() for entries in self.entries.values() for entry in entries if entry.kind == "same"
        }
        for one in found:
            for entry in self.entries.get(key(one.name), ()):
                if entry in people and any(part.holds(one) for part in entry.parts):
                    people[entry].add(persons[one.article, one.official])
        return [f"{entry.where}: an [[apart]] says the contrary" for entry, ids in people.items() if len(ids) > 1]


NOTHING: Final = Told({})


def _in_province(found: Appearance, value: str) -> bool:
    names = {name for held in found.posts for name in (held.province, held.province_now) if name}
    if not found.posts and found.home_name:
        names.add(found.home_name)
    return value in map(key, names)


def _with_post(found: Appearance, value: str) -> bool:
    return any(value in _spellings(held) for held in found.posts)


def _spellings(held: Held) -> Iterable[str]:
    """A post's label, in full and as it is compared: without the name of its province."""
    return {key(held.label), key(f"{held.label}, {held.province}"), held.standing.post}


def _in_article(found: Appearance, value: str) -> bool:
    return value in (found.path, found.url, found.record)


_HOLDS: Final[Mapping[str, Callable[[Appearance, str], bool]]] = {
    "provinces": _in_province,
    "posts": _with_post,
    "articles": _in_article,
}


def load(path: Path) -> Told:
    """Read the file; raise :class:`UsageError` naming file and entry for whatever is wrong in it."""
    shown = display_path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
        document = tomllib.loads(text)
    except OSError as error:
        raise UsageError(f"{shown}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{shown}: not UTF-8 text") from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{shown}: not valid TOML: {error}") from None
    for name in document:
        if name not in _KINDS:
            raise UsageError(f"{shown}: {name!r} is none of [[same]] and [[apart]]")
    lines = line_numbers(text)
    found: dict[str, list[Entry]] = {}
    for kind in _KINDS:
        tables = document.get(kind, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise UsageError(f"{shown}: write [[{kind}]] with two brackets, once for each entry")
        for number, table in enumerate(tables):
            line = lines.get((kind, number))
            where = f"{shown}: [[{kind}]] {number + 1}{f', line {line}' if line else ''}"
            entry = _entry(where, kind, table)
            found.setdefault(key(entry.name), []).append(entry)
    _check(found)
    return Told(found)


def _entry(where: str, kind: Kind, table: Mapping[str, Any]) -> Entry:
    for field in table:
        if field not in ("name", "note", *_PARTS):
            raise UsageError(f"{where}: {field!r} is none of name, provinces, posts, articles, note")
    name = table.get("name")
    if not isinstance(name, str) or not name.strip():
        raise UsageError(f"{where}: name is missing; it is the person's name as the report shows it")
    parts: list[Part] = []
    for by in _PARTS:
        values = table.get(by, [])
        if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
            raise UsageError(f'{where}: {by} is a list of texts: {by} = ["…", "…"]')
        parts += [Part(by, value if by == "articles" else key(" ".join(value.split()))) for value in values]
    if len(set(parts)) < _FEWEST:
        raise UsageError(f"{where}: name two provinces, posts or articles at least")
    if len(set(parts)) < len(parts):
        raise UsageError(f"{where}: the same province, post or article twice")
    return Entry(where, kind, " ".join(name.split()), tuple(parts))


def _check(found: Mapping[str, Sequence[Entry]]) -> None:
    """Raise :class:`UsageError` where an entry says the contrary of another."""
    for entries in found.values():
        for one in entries:
            for other in entries:
                both = set(one.parts) & set(other.parts)
                if one.kind == "same" and other.kind == "apart" and len(both) >= _FEWEST:
                    raise UsageError(f"{other.where}: says the contrary of {one.where.split(': ')[-1]}")
