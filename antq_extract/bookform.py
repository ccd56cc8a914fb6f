"""A rule book as plain data, and back: what a run needs of it, without the files it was loaded from.

Converters are named and found again by their names; rules keep of what their file says only what a run asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from antq_extract.converters import Converter, converter
from antq_extract.engine import Translation
from antq_extract.gazetteer import Gazetteer
from antq_extract.kinds import FactField, Kind
from antq_extract.rulebook import RuleBook
from antq_extract.rules import Emit, Rule
from antq_extract.thawing import Patterns

if TYPE_CHECKING:
    from collections.abc import Callable

    from antq_extract.packfile import PackFile, RuleSpec

Plain = dict[str, Any]


class Brief(NamedTuple):
    """What a run asks of a rule's specification."""

    id: str
    part: str
    action: str
    priority: int


class Origin(NamedTuple):
    """What a run asks of a rule's file: its name. ``pack`` is its id."""

    name: str
    id: str

    def place(self, *_way: str | int) -> str:
        """Return the file's name; lines are told by those who load the file itself."""
        return self.name


def plain(book: RuleBook) -> Plain:
    """Return a book that was loaded from its files as plain data, which ``marshal`` takes."""
    files = [pack.file for pack in book.packs if not pack.replaced_by]
    kinds = {file.spec.kind.name: file.id for file in files if file.spec.kind}
    return {
        "lists": dict(book.lists),
        "maps": {name: dict(table) for name, table in book.maps.items()},
        "seen": {file.id: dict(_seen(file, book)) for file in files},
        "rules": [_plain_rule(rule) for rule in book.rules],
        "kinds": [_plain_kind(kind, kinds[kind.name]) for kind in book.kinds],
        "patterns": book.patterns.frozen(),
        "gazetteer": book.gazetteer.text,
    }


def book(data: Plain) -> RuleBook:
    """Return the book that the data were made of."""
    maps = data["maps"]
    seen = {pack: {name: maps[full] for name, full in names.items()} for pack, names in data["seen"].items()}

    @cache
    def find(pack: str, name: str) -> Converter:
        return converter(name, seen[pack])

    patterns = Patterns(data["patterns"])
    made = RuleBook(
        tuple(_rule(find, patterns, *row) for row in data["rules"]),
        data["lists"],
        maps,
        tuple(_kind(find, *row) for row in data["kinds"]),
        patterns=patterns,
    )
    vars(made)["gazetteer"] = Gazetteer(data["gazetteer"])  # the value of the cached property
    return made


def _seen(file: PackFile, book: RuleBook) -> Iterator[tuple[str, str]]:
    """The maps that a pack's converters may name, each with its full name."""
    from antq_extract.vocabulary import Vocabulary, visible

    own: dict[str, Vocabulary] = {pack.file.id: Vocabulary() for pack in book.packs}
    for full in book.maps:
        pack, _, name = full.partition(".")
        own[pack].maps[name] = {"": full}
    for name, table in visible(file, own).maps.items():
        yield name, table[""]


_OWN = ("spec", "file", "emit", "patterns")
_FIELDS = tuple(field.name for field in fields(Rule) if field.name not in _OWN)
"""The fields of a rule that are plain data."""


def _plain_rule(rule: Rule) -> tuple[Any, ...]:
    spec = rule.spec
    return (
        (spec.id, spec.part, spec.action, spec.priority),
        (rule.file.name, rule.file.id),
        [(entry.group, entry.converter.name) for entry in rule.emit],
        [getattr(rule, name) for name in _FIELDS],
        rule.translation and (rule.translation.expression, rule.translation.groups),
    )


def _rule(
    find: Callable[[str, str], Converter],
    patterns: Patterns,
    spec: tuple[str, str, str, int],
    file: tuple[str, str],
    emit: Iterable[tuple[str, str]],
    values: Iterable[Any],
    translation: tuple[str, Mapping[str, tuple[int, ...]]] | None,
) -> Rule:
    origin = Origin(*file)
    rule = Rule(
        spec=cast("RuleSpec", Brief(*spec)),
        file=cast("PackFile", origin),
        emit=tuple(Emit(name, find(origin.id, read)) for name, read in emit),
        patterns=patterns,
        **dict(zip(_FIELDS, values, strict=True)),
    )
    vars(rule)["translation"] = translation and Translation(*translation)  # the value of the cached property
    return rule


def _plain_kind(kind: Kind, pack: str) -> tuple[Any, ...]:
    fields = [(one.name, one.title, one.converter.name, one.required, one.default) for one in kind.fields]
    return (kind.name, kind.one, kind.title, kind.key, kind.yields_to), pack, fields


def _kind(
    find: Callable[[str, str], Converter],
    head: tuple[str, str, str, tuple[str, ...], tuple[str, ...]],
    pack: str,
    fields: Iterable[tuple[str, str, str, bool, str | int | float | None]],
) -> Kind:
    return Kind(
        *head,
        tuple(
            FactField(name, title, find(pack, read), required, default)
            for name, title, read, required, default in fields
        ),
    )
