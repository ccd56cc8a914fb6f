r"""Rule packs: TOML files of vocabulary and patterns, read, checked and compiled.

The format stands in ``patterns/README.md``. A pack holds ``lists`` (``\L<name>`` in a pattern), ``maps`` (lists whose
words have values), ``macros`` (``{{name}}`` pastes one into a pattern, ``(?&name)`` calls it) and rules; what
``fragments.toml`` holds is open to every pack.
Everything that is wrong with a pack is a :class:`PackError` naming file, line, rule and cause.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

import regex
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from antq_extract.errors import PackError
from antq_extract.normalize import fold
from antq_extract.numbers import parse_count, parse_decimal, parse_integer, parse_roman

SHARED = "fragments"
_MACRO = regex.compile(r"\{\{(\w+)\}\}")
_ID = regex.compile(r"\s*id\s*=")
_CALL = regex.compile(r"\(\?&(\w+)\)")
_LIST = regex.compile(r"\\L<(\w+)>")

Converter = Callable[[str], Any]


class _Spec(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Example(_Spec):
    """A text that the rule must find: the span it covers and all values it emits."""

    text: str
    span: str
    value: dict[str, Any] = Field(default_factory=dict)


class Counterexample(_Spec):
    """A text in which the rule must find nothing, and why."""

    text: str
    why: str


class RuleSpec(_Spec):
    """A rule as the pack file gives it."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*\.[a-z0-9-]+$")
    title: str
    part: str = ""
    action: Literal["emit", "suppress"] = "emit"
    group: str | None = None
    priority: int = 50
    keywords: tuple[str, ...] = ()
    pattern: str
    emit: dict[str, str] = Field(default_factory=dict)
    match: tuple[Example, ...] = Field(min_length=1)
    no_match: tuple[Counterexample, ...] = Field(min_length=1)


class PackHeader(_Spec):
    """The ``[pack]`` table."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    version: str
    fact: str | None = None
    group: str | None = None


class PackSpec(_Spec):
    """A pack file."""

    format: Literal[1]
    pack: PackHeader
    lists: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    maps: dict[str, dict[str, Any]] = Field(default_factory=dict)
    macros: dict[str, str] = Field(default_factory=dict)
    rule: tuple[RuleSpec, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A rule ready to run. ``expression`` is expanded; it is compiled at first use."""

    spec: RuleSpec
    fact: str
    group: str
    keywords: tuple[str, ...]
    expression: str
    words: Mapping[str, tuple[str, ...]]
    emit: tuple[tuple[str, Converter, bool], ...]
    place: str

    @property
    def id(self) -> str:
        """The rule's id, ``pack.rule``."""
        return self.spec.id

    @cached_property
    def pattern(self) -> regex.Pattern[str]:
        """The compiled expression."""
        try:
            return regex.compile(self.expression, **self.words)  # type: ignore[arg-type]  # named lists are keywords
        except regex.error as error:
            raise PackError(f"{self.place}: {self.id}: bad pattern: {error}") from error


@dataclass(frozen=True, eq=False)
class RuleBook:
    """All rules, and the vocabulary by ``pack.name``."""

    rules: tuple[Rule, ...]
    lists: Mapping[str, tuple[str, ...]]
    maps: Mapping[str, Mapping[str, Any]]

    def pattern(self, expression: str, **lists: str) -> regex.Pattern[str]:
        r"""Compile an interpreter's expression over named lists, once: ``pattern(r"\L<words>", words="dates.future")``."""
        return _compiled(self, expression, tuple(lists.items()))

    def keys(self, name: str) -> frozenset[str]:
        """Return a list's words in the form of :func:`key`."""
        return _keys(self, name)


@lru_cache(maxsize=256)
def _compiled(rulebook: RuleBook, expression: str, lists: tuple[tuple[str, str], ...]) -> regex.Pattern[str]:
    words = {name: rulebook.lists[source] for name, source in lists}
    return regex.compile(expression, **words)  # type: ignore[arg-type]  # named lists are keywords


@lru_cache(maxsize=256)
def _keys(rulebook: RuleBook, name: str) -> frozenset[str]:
    return frozenset(map(key, rulebook.lists[name]))


def shipped() -> Path:
    """Return the folder of the packs that come with the tool, installed or in a checkout."""
    here = Path(__file__).resolve().parent
    installed = here / "patterns"
    return installed if installed.is_dir() else here.parent / "patterns"


def load(folder: Path | None = None) -> RuleBook:
    """Load every ``*.toml`` pack of ``folder`` (the shipped packs by default).

    Raises PackError for the first thing that is wrong, in file order; a pattern's own syntax is looked at when the
    rule is first used.
    """
    folder = folder or shipped()
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise PackError(f"{folder.name}: no rule packs (*.toml)")
    files = [_PackFile(path) for path in paths]
    for first, second in combinations(files, 2):
        if first.spec.pack.id == second.spec.pack.id:
            raise PackError(f"{second.name}: the pack id {second.spec.pack.id!r} is taken by {first.name}")
    shared = next((file for file in files if file.spec.pack.id == SHARED), None)
    scopes = {file.spec.pack.id: _Scope(file, shared) for file in files}
    rules = tuple(rule for scope in scopes.values() for rule in scope.rules())
    _reject_duplicates(rules)
    return RuleBook(
        rules,
        {f"{name}.{key}": words for name, scope in scopes.items() for key, words in scope.own_lists.items()},
        {f"{name}.{key}": value for name, scope in scopes.items() for key, value in scope.own_maps.items()},
    )


def _reject_duplicates(rules: Iterable[Rule]) -> None:
    seen: dict[str, str] = {}
    for rule in rules:
        if rule.id in seen:
            raise PackError(f"{rule.place}: {rule.id}: this id is taken by {seen[rule.id]}")
        seen[rule.id] = rule.place


def key(text: str) -> str:
    """Return the form under which vocabulary is looked up: folded, without case."""
    return fold(text).casefold()


class _PackFile:
    """A pack file that parses and has the right shape."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        try:
            self.raw = path.read_text(encoding="utf-8")
            self.spec = PackSpec.model_validate(tomllib.loads(self.raw))
        except OSError as error:
            raise PackError(f"{self.name}: {error.strerror}") from error
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise PackError(f"{self.name}: {error}") from error
        except ValidationError as error:
            raise PackError(self._first(error)) from error

    def _first(self, error: ValidationError) -> str:
        problem = error.errors()[0]
        where = list(problem["loc"])
        if where[:1] == ["rule"] and len(where) > 1:
            table = tomllib.loads(self.raw)["rule"][where[1]]
            rule = str(table.get("id", f"rule {int(where[1]) + 1}"))
            return f"{self.place(rule)}: {rule}: {'.'.join(map(str, where[2:]))}: {problem['msg']}"
        return f"{self.name}: {'.'.join(map(str, where))}: {problem['msg']}"

    def place(self, rule: str, earlier: int = 0) -> str:
        """Return ``file:line`` of a rule, of a later one of the same id where ``earlier`` counts those before it."""
        lines = [line for line, text in enumerate(self.raw.splitlines(), 1) if _ID.match(text) and f'"{rule}"' in text]
        return f"{self.name}:{lines[earlier]}" if len(lines) > earlier else self.name


class _Scope:
    """The vocabulary that a pack's rules see: its own first, then the shared."""

    def __init__(self, file: _PackFile, shared: _PackFile | None) -> None:
        self.file = file
        base = shared.spec if shared else file.spec
        own = file.spec
        self.own_lists = {name: tuple(map(fold, words)) for name, words in own.lists.items()}
        self.own_maps = {name: {key(word): value for word, value in table.items()} for name, table in own.maps.items()}
        self.maps = {name: {key(word): value for word, value in t.items()} for name, t in base.maps.items()}
        self.maps |= self.own_maps
        self.lists = {name: tuple(map(fold, words)) for name, words in base.lists.items()} | self.own_lists
        self.lists = {name: tuple(table) for name, table in self.maps.items()} | self.lists
        self.macros = base.macros | own.macros

    def rules(self) -> Iterable[Rule]:
        for number, spec in enumerate(self.file.spec.rule):
            yield self._rule(spec, sum(other.id == spec.id for other in self.file.spec.rule[:number]))

    def _rule(self, spec: RuleSpec, earlier: int) -> Rule:
        place = self.file.place(spec.id, earlier)
        header = self.file.spec.pack
        if not spec.id.startswith(f"{header.id}."):
            raise PackError(f"{place}: {spec.id}: the id of a rule of this pack begins with {header.id!r} and a point")
        try:
            expression = self._with_called(self._expand(spec.pattern, ()))
            words = {name: self._list(name) for name in _LIST.findall(expression)}
            emit = tuple((group, *self._converter(name)) for group, name in spec.emit.items())
            keywords = tuple(dict.fromkeys(word for entry in spec.keywords for word in self._keyword(entry)))
        except KeyError as error:
            raise PackError(f"{place}: {spec.id}: {error.args[0]}") from error
        unseen = next((sign for sign in expression if fold(sign) != sign), None)
        if unseen:
            raise PackError(f"{place}: {spec.id}: the text a rule sees never holds {unseen!r}; write {fold(unseen)!r}")
        group = spec.group or header.group or header.id
        rule = Rule(spec, header.fact or header.id, group, keywords, fold(expression), words, emit, place)
        unknown = [name for name, _, _ in emit if f"(?P<{name}>" not in expression]
        if unknown:
            raise PackError(f"{place}: {spec.id}: emit names the group {unknown[0]!r}, which the pattern does not have")
        return rule

    def _expand(self, pattern: str, inside: tuple[str, ...]) -> str:
        def replace(found: regex.Match[str]) -> str:
            name = found[1]
            if name not in self.macros:
                raise KeyError(f"unknown macro {{{{{name}}}}}")
            if name in inside:
                raise KeyError(f"macro {{{{{name}}}}} contains itself")
            return self._expand(self.macros[name], (*inside, name))

        return _MACRO.sub(replace, pattern)

    def _with_called(self, pattern: str) -> str:
        """Define the macros that the pattern calls, ``(?&name)``: each is compiled once, however often it is called."""
        called: dict[str, str] = {}
        pending = _CALL.findall(pattern)
        while pending:
            name = pending.pop()
            if name not in called and f"(?P<{name}>" not in pattern:
                called[name] = self._expand(f"{{{{{name}}}}}", ())
                pending += _CALL.findall(called[name])
        return "".join(f"(?(DEFINE)(?P<{name}>{body}))" for name, body in sorted(called.items())) + pattern

    def _list(self, name: str) -> tuple[str, ...]:
        if name not in self.lists:
            raise KeyError(f"unknown list \\L<{name}>")
        if not self.lists[name]:
            raise KeyError(f"empty list \\L<{name}>")
        return self.lists[name]

    def _keyword(self, entry: str) -> Iterable[str]:
        """A keyword, or with ``@`` every word of a list."""
        return map(key, self._list(entry[1:])) if entry.startswith("@") and entry != "@" else (key(entry),)

    def _converter(self, name: str) -> tuple[Converter, bool]:
        """The converter that ``emit`` names, and whether it takes every capture of a repeated group (``[]``)."""
        single = name.removesuffix("[]")
        kind, _, table = single.partition(":")
        if kind == "map":
            if table not in self.maps:
                raise KeyError(f"unknown map {table!r}")
            return (lambda text, values=self.maps[table]: _look_up(text, values)), single != name
        if single == "count":
            numerals = self.maps.get("numeral", {})
            return (lambda text: parse_count(fold(text), numerals)), single != name
        if table or kind not in _CONVERTERS:
            raise KeyError(f"unknown converter {single!r}")
        return _CONVERTERS[kind], single != name


def _look_up(text: str, values: Mapping[str, Any]) -> Any:  # noqa: ANN401 (a map's values are the pack's)
    try:
        return values[key(text)]
    except KeyError as error:
        raise ValueError(f"not in the map: {text}") from error


_CONVERTERS: Mapping[str, Converter] = {
    "text": str,
    "int": parse_integer,
    "decimal": parse_decimal,
    "roman": parse_roman,
}
