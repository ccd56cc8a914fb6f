r"""Rule packs, layer over layer, to one rule book.

The format stands in ``patterns/README.md``. The shipped packs are the lowest layer; each further folder lies over those
before it. A pack takes the place of one of the same id in a lower layer; it may extend lists and maps of other packs,
replace their rules and switch them off. Everything that is wrong is a :class:`~antq_extract.packfile.Problem` that
names file, line, rule, cause and cure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from antq_extract import kinds, packfile
from antq_extract.brought import brought_kinds
from antq_extract.building import build
from antq_extract.errors import PackError, display_path
from antq_extract.packfile import PackFile
from antq_extract.packfolders import pack_paths, shipped
from antq_extract.problems import Problem, hint
from antq_extract.rulebook import Pack, RuleBook
from antq_extract.rules import Rule
from antq_extract.thawing import Patterns
from antq_extract.vocabulary import vocabularies

SHIPPED = "shipped"
"""The name of the lowest layer."""


def load(*folders: Path, base: Path | None = None) -> RuleBook:
    """Load the packs of ``base`` (the shipped ones) and over them, in this order, those of ``folders``.

    Raises PackError for the first thing that is wrong. The patterns of ``folders`` are compiled at once, so that no
    syntax error ends a run in its middle; those of ``base`` at their first use.
    """
    rulebook, problems = collect(*folders, base=base)
    own = {pack.file for pack in rulebook.packs if not pack.shipped}
    problems += [rule.compiled for rule in rulebook.rules if rule.file in own and isinstance(rule.compiled, Problem)]
    if problems:
        more = f" (and {len(problems) - 1} more: see patterns check)" if len(problems) > 1 else ""
        raise PackError(f"{problems[0]}{more}")
    return rulebook


def collect(*folders: Path, base: Path | None = None) -> tuple[RuleBook, list[Problem]]:
    """Return the rule book of all that can be loaded, and everything that is wrong with the rest."""
    problems: list[Problem] = []
    packs = _stacked(_read_layers(folders, base or shipped(), problems))
    files = [pack.file for pack in packs if not pack.replaced_by]
    own = vocabularies(files, problems)
    brought = dict(brought_kinds(files, own, problems))
    patterns = Patterns()
    rules = build(files, own, brought, patterns, problems)
    active, idle = _in_use(rules, files, problems)
    book = RuleBook(
        tuple(active),
        {f"{pack}.{name}": words for pack, held in own.items() for name, words in held.lists.items()},
        {f"{pack}.{name}": table for pack, held in own.items() for name, table in held.maps.items()},
        tuple(brought.values()),
        tuple(packs),
        tuple(idle),
        patterns,
    )
    return book, problems + list(_missing_vocabulary(book))


# --- layers -------------------------------------------------------------------------------------------------------


def _read_layers(folders: Sequence[Path], base: Path, problems: list[Problem]) -> Iterator[tuple[str, list[PackFile]]]:
    yield SHIPPED, _read_layer(base, base.name, "", problems)
    for folder in folders:
        shown = display_path(folder)
        yield shown, _read_layer(folder, shown, f"{shown.rstrip('/')}/", problems)


def _read_layer(folder: Path, shown: str, prefix: str, problems: list[Problem]) -> list[PackFile]:
    """Read a folder of packs, or one; ``prefix`` goes before a file's name in messages."""
    try:
        single = folder.is_file()
        paths = pack_paths(folder)
    except OSError as error:
        reason = "no such folder" if isinstance(error, FileNotFoundError) else error.strerror or str(error)
        problems.append(Problem(shown, "", reason))
        return []
    if not paths:
        problems.append(Problem(shown, "", "no rule packs (*.toml)"))
    files: dict[str, PackFile] = {}
    for path in paths:
        file = packfile.read(path, shown if single else f"{prefix}{display_path(path.name)}")
        if isinstance(file, list):
            problems += file
        elif file.id in files:
            message = f"the pack id {file.id!r} is taken by {files[file.id].name}; give one of them another"
            problems.append(Problem(file.place("pack", "id"), "", message))
        else:
            files[file.id] = file
    return list(files.values())


def _stacked(layers: Iterable[tuple[str, list[PackFile]]]) -> list[Pack]:
    """All packs, the lowest layer first; those that a higher layer replaces say by what."""
    packs: list[Pack] = []
    for number, (layer, files) in enumerate(layers):
        own = {file.id: file.name for file in files}
        packs = [replace(pack, replaced_by=pack.replaced_by or own.get(pack.file.id)) for pack in packs]
        packs += [Pack(file, layer, shipped=number == 0) for file in files]
    return packs


def _missing_vocabulary(book: RuleBook) -> Iterator[Problem]:
    """A pack that takes a shipped one's place must have what the interpreter reads."""
    for pack in book.packs:
        file = pack.file
        for name in kinds.VOCABULARY.get(file.id, ()) if not pack.shipped and not pack.replaced_by else ():
            full = f"{file.id}.{name}"
            what, held = ("map", book.maps) if full in kinds.MAPS else ("list", book.lists)
            if not held.get(full):
                message = (
                    f"the {what} {name} is missing or empty, which the program reads; copy it from the shipped pack"
                )
                yield Problem(file.place("pack", "id"), "", message)


# --- replaced and switched off ------------------------------------------------------------------------------------


def _in_use(
    rules: Sequence[Rule], files: Iterable[PackFile], problems: list[Problem]
) -> tuple[list[Rule], list[tuple[Rule, str]]]:
    """The rules in use, and those that are replaced or switched off with the reason."""
    known = {rule.id: rule for rule in rules}
    reasons: dict[str, str] = {}
    for file in files:
        for name in file.spec.pack.off:
            if name in known:
                reasons[name] = f"switched off by {file.name}"
            else:
                message = f"there is no rule {name} to switch off{hint(name, known)}"
                problems.append(Problem(file.place("pack", "off"), "", message))
    earlier: dict[str, Rule] = {}
    replacer: dict[str, str] = {}
    for rule in rules:
        target = rule.spec.replaces
        if target in earlier:
            if rule.id not in reasons:
                reasons.setdefault(replacer.get(target, target), f"replaced by {rule.id}")
                reasons.setdefault(target, f"replaced by {rule.id}")
                replacer[target] = rule.id
        elif target:
            wrong = (
                "replaces only rules that stand before it"
                if target in known
                else f"there is no rule {target} to replace"
            )
            problems.append(Problem(rule.place("replaces"), rule.id, f"{wrong}{hint(target, earlier)}"))
        earlier[rule.id] = rule
    active = [rule for rule in rules if rule.id not in reasons]
    return active, [(rule, reasons[rule.id]) for rule in rules if rule.id in reasons]
