"""The form of a rule-pack file: its models, its JSON Schema, and what is wrong with a file that breaks it.

The format stands in ``patterns/README.md``. A file is data: TOML, whose patterns the ``regex`` module runs under a time
limit and whose converters are named from a fixed list.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints, ValidationError

from antq_extract.problems import Problem as Problem
from antq_extract.problems import hint as hint
from antq_extract.tomllines import Place, line_numbers

_NAME = r"^[a-z][a-z0-9_]*$"
Name = Annotated[str, StringConstraints(pattern=_NAME)]
Value = (
    Annotated[str, Strict()]
    | Annotated[int, Strict(), Field(ge=-(2**53), le=2**53)]
    | Annotated[float, Strict(), Field(allow_inf_nan=False)]
)
Core = Literal["dates", "ratios", "awards", "officials", "places"]


class _Spec(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Example(_Spec):
    """A text in which the rule must be found."""

    text: str = Field(description="The text, one sentence of your own writing.")
    span: str = Field(description="What the match covers, exactly as the text has it.")
    value: dict[str, Any] = Field(default_factory=dict, description="All values that are emitted, by group.")


class Counterexample(_Spec):
    """A text in which the rule must find nothing."""

    text: str = Field(description="The text: the nearest thing that must not match.")
    why: str = Field(description="Why it is no match.")


class FurtherExample(Example):
    """A text in which a rule of any pack must be found: what words added to its lists are good for."""

    rule: str = Field(description="Id of the rule.")


class FurtherCounterexample(Counterexample):
    """A text in which a rule of any pack must find nothing."""

    rule: str = Field(description="Id of the rule.")


class RuleSpec(_Spec):
    """A rule."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*\.[a-z0-9-]+$", description="PACK.some-rule; records carry it.")
    title: str = Field(description="One line that says what the rule finds.")
    part: str = Field("", description="What the interpreter takes the match for; only for the four core kinds.")
    action: Literal["emit", "suppress"] = Field("emit", description="suppress: claim a look-alike, give nothing.")
    group: str | None = Field(None, description="Rules compete for text inside a group; the pack's where left out.")
    priority: int = Field(
        50, strict=True, description="Decides overlaps inside the group: the higher wins, then the longer."
    )
    keywords: tuple[str, ...] = Field((), description='Run only on sentences with one of these; "@name": a list\'s.')
    and_keywords: tuple[str, ...] = Field((), description="And with one of these; as keywords.")
    pattern: str = Field(description="A pattern of the regex module, over folded text, in '''…'''.")
    emit: dict[str, str] = Field(default_factory=dict, description="Named group = converter.")
    replaces: str | None = Field(None, description="Id of a rule of another pack that this one stands in for.")
    match: tuple[Example, ...] = Field(min_length=1, description="Texts in which the rule must be found.")
    no_match: tuple[Counterexample, ...] = Field(min_length=1, description="Texts in which it must find nothing.")


class PackHeader(_Spec):
    """The ``[pack]`` table."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$", description="Every rule's id begins with it.")
    version: str = Field(description="Version of the pack.")
    fact: str | None = Field(None, description="Kind of fact of its rules; its own kind, or the id, where left out.")
    group: str | None = Field(None, description="Group of its rules; that of the pack of the kind where left out.")
    uses: tuple[str, ...] = Field((), description="Packs whose lists, maps and macros its rules may use, too.")
    off: tuple[str, ...] = Field((), description="Ids of rules of other packs that are switched off.")


class FieldSpec(_Spec):
    """A field of a kind of fact."""

    convert: str = Field(description="Converter of the group of the field's name.")
    title: str = Field(description="One line that says what the field holds; the record's schema shows it.")
    required: bool = Field(False, description="Without it there is no fact.")
    default: Value | None = Field(None, description="Value where the group took no part; null where left out.")


class KindSpec(_Spec):
    """The ``[kind]`` table: a kind of fact that the pack brings."""

    name: Name = Field(description="Its facts come out under facts.NAME of the record.")
    one: Name = Field(description='Name of one such fact, the "kind" of a row of --facts.')
    title: str = Field(description="One line that says what the facts are.")
    key: tuple[str, ...] = Field((), description="Fields that make two facts the same for evaluate; all if left out.")
    yields_to: tuple[Core, ...] = Field((), description="Core kinds whose facts push out an overlapping one.")
    fields: dict[Name, FieldSpec] = Field(min_length=1, description="The fields, each with a converter.")


class PackSpec(_Spec):
    """A rule pack of antq-extract."""

    format: Literal[1] = Field(description="Version of this format.")
    pack: PackHeader
    kind: KindSpec | None = Field(None, description="A new kind of fact that this pack brings.")
    lists: dict[Name, tuple[str, ...]] = Field(default_factory=dict, description=r"Word lists, \L<name> in a pattern.")
    maps: dict[Name, dict[str, Value]] = Field(default_factory=dict, description="Words with a value.")
    macros: dict[Name, str] = Field(default_factory=dict, description="{{name}} or (?&name) in a pattern.")
    extend: dict[str, tuple[str, ...] | dict[str, Value]] = Field(
        default_factory=dict, description='Words for a list or map of another pack: "ratios.unit" = ["sào"].'
    )
    match: tuple[FurtherExample, ...] = Field((), description="Further examples of rules, such as of other packs.")
    no_match: tuple[FurtherCounterexample, ...] = Field((), description="Further counterexamples of rules.")
    rule: tuple[RuleSpec, ...] = Field((), description="The rules.")


_AT_LINE = re.compile(r" \(at line ([0-9]+), column ([0-9]+)\)")

_TABLES: Mapping[tuple[str, ...], type[_Spec]] = {
    (): PackSpec,
    ("pack",): PackHeader,
    ("kind",): KindSpec,
    ("kind", "fields"): FieldSpec,
    ("rule",): RuleSpec,
    ("rule", "match"): Example,
    ("rule", "no_match"): Counterexample,
    ("match",): FurtherExample,
    ("no_match",): FurtherCounterexample,
}

SCHEMA_FILE: Final = "pack.schema.json"
"""The name under which editors find the JSON Schema: ``#:schema pack.schema.json`` in a pack's first line."""


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a pack file, for editors that complete and validate TOML."""
    row = PackSpec.model_json_schema()
    for table in (row, *row["$defs"].values()):
        for entry in table["properties"].values():
            if "patternProperties" in entry:
                entry["additionalProperties"] = False
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **row, "title": "antq-extract rule pack"}


class PackFile:
    """A pack file that parses and has the right shape. ``name`` is how messages call it."""

    def __init__(self, name: str, raw: str, spec: PackSpec) -> None:
        self.name = name
        self.raw = raw
        self.spec = spec

    @property
    def id(self) -> str:
        """The pack's id."""
        return self.spec.pack.id

    @cached_property
    def _lines(self) -> Mapping[Place, int]:
        return line_numbers(self.raw)

    def place(self, *way: str | int) -> str:
        """Return ``file:line`` of a key or table, or of the nearest one around it that has a line of its own."""
        return _place(self.name, self._lines, way)


def read(path: Path, name: str) -> PackFile | list[Problem]:
    """Read a pack file, or return everything that is wrong with its form."""
    try:
        raw = path.read_text(encoding="utf-8-sig")
        table = tomllib.loads(raw)
    except OSError as error:
        return [Problem(name, "", error.strerror or str(error))]
    except UnicodeDecodeError as error:
        return [Problem(name, "", f"not UTF-8 text (byte 0x{error.object[error.start]:02x} at offset {error.start})")]
    except RecursionError:
        return [Problem(name, "", "not TOML that can be read: nested too deeply")]
    except ValueError as error:
        return [_not_toml(name, str(error), raw)]
    try:
        return PackFile(name, raw, PackSpec.model_validate(table))
    except ValidationError as error:
        lines = line_numbers(raw)
        return list(dict.fromkeys(_problem(name, lines, table, wrong) for wrong in _own(error.errors())))


def _not_toml(name: str, message: str, raw: str) -> Problem:
    """Put the line that ``tomllib`` names where the other messages have it, and say what is often the matter."""
    found = _AT_LINE.search(message)
    line = int(found[1]) if found else raw.count("\n", 0, max(raw.rfind("'''"), raw.rfind('"""'), 0)) + 1
    told = _AT_LINE.sub(r" in column \2", message)
    cure = next((cure for sign, cure in _CURES if sign in message or sign in raw.splitlines()[line - 1 : line][:1]), "")
    if any(quote in text for text in raw.splitlines()[line - 1 : line] for quote in "“”") and "value" in message:
        cure = "; write straight quotes"
    return Problem(f"{name}:{line}", "", f"not TOML: {told[:1].lower()}{told[1:]}{cure}")


_CURES = (
    ("Illegal character '\\n'", "; a closing quote is missing"),
    ("Unescaped '\\'", "; put a pattern in '''…'''"),
    ("Expected \"'''\"", "; the ''' of this line is never closed"),
    ("Invalid initial character for a key part", "; what stands in {…} is one line, with no comma at its end"),
)
"""What ``tomllib`` says, and what is often to be mended then."""


def _own(errors: Sequence[Any]) -> list[Any]:
    """Leave out that a table lacks what is there, but wrong, and say once that a value is none of several things."""
    deeper = {error["loc"][:end] for error in errors for end in range(1, len(error["loc"]))}
    own = [error for error in errors if error["type"] != "too_short" or error["loc"] not in deeper]
    first = {_whole(error["loc"]): error for error in reversed(own)}
    return [error | {"loc": way} for way, error in reversed(first.items())]


def _whole(way: Place) -> Place:
    """The way to a value, without pydantic's name of what it might have been."""
    if way[0] == "extend":
        return way[:2]
    return way[:-1] if way[-1] in _ALTERNATIVES else way


_ALTERNATIVES = ("str", "int", "float", "constrained-str", "constrained-int", "constrained-float")


def _place(name: str, lines: Mapping[Place, int], way: Place) -> str:
    line = next((lines[way[:end]] for end in range(len(way), 0, -1) if way[:end] in lines), None)
    return f"{name}:{line}" if line else name


def _problem(name: str, lines: Mapping[Place, int], table: Mapping[str, Any], error: Mapping[str, Any]) -> Problem:
    way: Place = error["loc"]
    subject, rest = "", way
    if way[:1] == ("rule",) and len(way) > 1 and isinstance(way[1], int):
        given = table["rule"][way[1]] if isinstance(table["rule"], list) else None
        subject = str(given["id"]) if isinstance(given, dict) and "id" in given else f"rule {way[1] + 1}"
        rest = way[2:]
    shown = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in rest).removeprefix(".")
    return Problem(_place(name, lines, way), subject, _mending(error, shown, way))


def _mending(error: Mapping[str, Any], shown: str, way: Place) -> str:
    """Say what is wrong with a value, and how to mend it, in the words of a pack's author."""
    kind = error["type"]
    if kind == "missing":
        return f"{shown} is missing; add it"
    if (way[0] == "maps" and len(way) == len(("maps", "name", "word"))) or way[-1] == "default":
        return f"{shown} must be a word in quotes, or a number of at most 15 digits"
    if way[0] == "extend" and len(way) > 1:
        dotted = isinstance(error["input"], dict) and "." not in str(way[1])
        cure = f'; put the name in quotes, "{way[1]}.{next(iter(error["input"]), "")}"' if dotted else ""
        return f'extend."{way[1]}" must be a list of words, or a table of words with values{cure}'
    if kind == "extra_forbidden":
        steps = tuple(str(step) for step in way[:-1] if not isinstance(step, int))
        table = _TABLES.get(steps[:2])
        return f"unknown key {shown}{hint(str(way[-1]), table.model_fields if table else ())}"
    if kind == "too_short":
        return f"{shown} is empty; give at least one"
    if kind == "tuple_type":
        written = f"[[{'.'.join(str(step) for step in way if not isinstance(step, int))}]]"
        like = f"write {written}, with two brackets" if isinstance(error["input"], dict) else 'write ["…", "…"]'
        return f"{shown} must be a list; {like}"
    if kind == "string_type" and isinstance(error["input"], int | float):
        return f'{shown} must be in quotes: "{error["input"]}"'
    if kind == "string_pattern_mismatch":
        return f"{shown.removesuffix('.[key]')} must look like {error['ctx']['pattern']}, not {error['input']!r}"
    wanted = error["msg"].removeprefix("Input should be ").partition(", unable")[0]
    wanted = "a table" if "dictionary" in wanted else wanted
    return f"{shown or 'the rule'} must be {wanted}, not {error['input']!r:.60}"
