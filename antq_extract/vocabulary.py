"""Lists, maps and macros of packs: what each holds, what others add to it, and what its rules see."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from antq_extract.converters import key
from antq_extract.kinds import CLOSED_MAPS
from antq_extract.normalize import fold
from antq_extract.packfile import PackFile, Problem, hint

SHARED = "fragments"
"""The pack whose vocabulary every pack sees."""

_BLANKS = re.compile(r"\s+")
_TAKEN = frozenset({"pattern", "flags", "ignore_unused", "cache_pattern"})  # parameters of regex.compile


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Lists, maps and macros: those of a pack, or those that a pack sees. ``words`` are the lists, maps included."""

    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    maps: dict[str, dict[str, Any]] = field(default_factory=dict)
    macros: dict[str, str] = field(default_factory=dict)

    @property
    def words(self) -> dict[str, tuple[str, ...]]:
        """The lists, and the words of the maps."""
        return {name: tuple(table) for name, table in self.maps.items()} | self.lists

    def over(self, lower: Vocabulary) -> Vocabulary:
        """Return both; where names are the same, this one's."""
        return Vocabulary(lower.words | self.words, lower.maps | self.maps, lower.macros | self.macros)


def vocabularies(files: Sequence[PackFile], problems: list[Problem]) -> dict[str, Vocabulary]:
    """The vocabulary of each pack, with what other packs add to it."""
    found = {
        file.id: Vocabulary(
            {name: tuple(map(spelled, words)) for name, words in file.spec.lists.items()},
            {name: _folded(table) for name, table in file.spec.maps.items()},
            dict(file.spec.macros),
        )
        for file in files
    }
    for file in files:
        problems += (
            Problem(file.place(table, name), "", f"the name {name} is taken; give it another")
            for table, names in (("lists", file.spec.lists), ("maps", file.spec.maps))
            for name in sorted(_TAKEN & names.keys())
        )
        for target, words in file.spec.extend.items():
            message = _extended(found, target, words)
            if message:
                problems.append(Problem(file.place("extend", target), "", message))
        problems += _wrong_values(file)
    return found


def _wrong_values(file: PackFile) -> Iterator[Problem]:
    """Words whose value the program does not know, where it knows them all."""
    given = {f"{file.id}.{name}": (("maps", name), table) for name, table in file.spec.maps.items()}
    given |= {name: (("extend", name), table) for name, table in file.spec.extend.items() if isinstance(table, Mapping)}
    for name, (way, table) in given.items():
        allowed = CLOSED_MAPS.get(name, ())
        for word, value in table.items() if allowed else ():
            if value not in allowed:
                message = f"{word!r} must be one of {', '.join(map(str, allowed))}, not {value!r}"
                yield Problem(file.place(*way, word), "", message)


def spelled(word: str) -> str:
    """Return a word as the text that rules see would have it: composed, with single blanks, folded."""
    return fold(_BLANKS.sub(" ", unicodedata.normalize("NFC", word)))


def _folded(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key(spelled(word)): value for word, value in table.items()}


def _extended(found: Mapping[str, Vocabulary], target: str, words: tuple[str, ...] | Mapping[str, Any]) -> str | None:
    """Add words to a list or map of another pack; return what is wrong if that can't be."""
    pack, _, name = target.partition(".")
    known = found.get(pack, Vocabulary())
    if name in known.lists and isinstance(words, tuple):
        known.lists[name] = tuple(dict.fromkeys((*known.lists[name], *map(spelled, words))))
    elif name in known.maps and isinstance(words, Mapping):
        types = {type(value) for value in known.maps[name].values()}
        odd = next((word for word, value in words.items() if type(value) not in types), None)
        if odd is not None:
            like = next(iter(known.maps[name].values()))
            return f"the values of {target} are like {like!r}; {odd!r} has {words[odd]!r}"
        known.maps[name] |= _folded(words)
    elif name in known.words:
        return f'extend."{target}" is a {"map: give words with values" if name in known.maps else "list: give words"}'
    else:
        names = tuple(f"{pack}.{name}" for pack, own in found.items() for name in own.words)
        return f"there is no list or map {target} to extend{hint(target, names)}"
    return None


def visible(file: PackFile, vocabularies: Mapping[str, Vocabulary]) -> Vocabulary:
    """What a pack's rules see: its own vocabulary, then that of the packs it uses, then the shared."""
    seen = vocabularies[file.id]
    for name in (*file.spec.pack.uses, SHARED):
        if name in vocabularies:
            seen = seen.over(vocabularies[name])
    return seen
