"""Makes rules of what a pack file says: macros put in, lists and converters found, values checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import regex

from antq_extract import kinds
from antq_extract.converters import Converter, converter, key
from antq_extract.kinds import Kind, Needs
from antq_extract.normalize import fold
from antq_extract.packfile import PackFile, RuleSpec
from antq_extract.problems import Problem, hint
from antq_extract.rules import SPAN, Emit, Rule
from antq_extract.thawing import Patterns
from antq_extract.vocabulary import Vocabulary, spelled, visible

_MACRO = regex.compile(r"\{\{(\w+)\}\}")
_CALL = regex.compile(r"\(\?&(\w+)\)")
_LIST = regex.compile(r"\\L<(\w+)>")
_GROUP = regex.compile(r"\(\?P?<(\w+)>")
_DIGITS = 9  # of a repetition's count that are looked at: more is too much in any case
_LONGEST = 200_000  # characters of an expanded pattern
_WIDEST = 1_000_000  # how often bounded repetitions inside one another may repeat: compiling takes memory for each

_PIECE = regex.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|(?P<open>\()|(?P<close>\))|\{(?:[0-9]*,)?(?P<most>[0-9]+)\}", regex.DOTALL
)


def widest(expression: str) -> int:
    """Return how often the innermost piece of nested bounded repetitions may be repeated."""
    open_groups = [1]  # for each group that is open the most that it holds so far
    last = 1  # of the piece before a repetition
    for piece in _PIECE.finditer(expression):
        if piece["open"]:
            open_groups.append(1)
        elif piece["close"] and len(open_groups) > 1:
            last = open_groups.pop()
            open_groups[-1] = max(open_groups[-1], last)
        elif piece["most"]:
            open_groups[-1] = max(open_groups[-1], last * max(1, int(piece["most"][:_DIGITS])))
        else:
            last = 1
    return open_groups[0]


def build(
    files: Iterable[PackFile],
    vocabularies: Mapping[str, Vocabulary],
    brought: Mapping[str, Kind],
    patterns: Patterns,
    problems: list[Problem],
) -> list[Rule]:
    """Return the rules of all packs in order; what is wrong with the others joins ``problems``."""
    rules: list[Rule] = []
    groups: dict[tuple[str, str], str] = {}
    seen: dict[str, str] = {}
    for file in files:
        for name in file.spec.pack.uses:
            if name not in vocabularies:
                message = f"uses names {name}, which is no pack{hint(name, tuple(vocabularies))}"
                problems.append(Problem(file.place("pack", "uses"), "", message))
        if file.spec.kind and file.spec.kind.name not in brought:
            continue  # its rules are of a kind that could not be made, which is told already
        builder = _Builder(file, vocabularies, brought, groups, patterns)
        for index, spec in enumerate(file.spec.rule):
            place = file.place("rule", index, "id")
            try:
                if spec.id in seen:
                    raise KeyError(f"this id is taken by {seen[spec.id]}; give the rule another")
                seen[spec.id] = place
                rules.append(builder.rule(spec, index))
            except KeyError as error:
                *way, message = error.args
                problems.append(Problem(file.place("rule", index, *(way or ["id"])), spec.id, message))
    return rules


class _Builder:
    """Makes the rules of one pack. What is wrong with one is a KeyError of the keys that lead to it and a message."""

    def __init__(
        self,
        file: PackFile,
        vocabularies: Mapping[str, Vocabulary],
        brought: Mapping[str, Kind],
        groups: dict[tuple[str, str], str],
        patterns: Patterns,
    ) -> None:
        self._file = file
        self._seen = visible(file, vocabularies)
        self._words = self._seen.words
        self._all = vocabularies
        self._groups = groups
        self._patterns = patterns
        header, own = file.spec.pack, file.spec.kind
        self._fact = header.fact or (own.name if own else header.id)
        self._kind = brought.get(self._fact)
        self._known = {*kinds.CORE, *brought}

    def rule(self, spec: RuleSpec, index: int) -> Rule:
        header = self._file.spec.pack
        if not spec.id.startswith(f"{header.id}."):
            raise KeyError("id", f"the id of a rule of this pack begins with {header.id!r} and a point")
        if self._fact not in self._known:
            message = f"there is no kind of fact {self._fact}{hint(self._fact, frozenset(self._known))}"
            raise KeyError("id", f"{message}; name it in [pack] fact, or describe a new one in [kind]")
        expression = _at(("pattern",), lambda: self._with_called(self._expand(spec.pattern, ())))
        words = _at(("pattern",), lambda: {name: self._list(name) for name in _LIST.findall(expression)})
        keywords = _at(("keywords",), lambda: self._keywords(spec.keywords))
        and_keywords = _at(("and_keywords",), lambda: self._keywords(spec.and_keywords))
        if widest(expression) > _WIDEST:
            raise KeyError("pattern", f"repetitions inside repetitions make more than {_WIDEST:,}; make them smaller")
        unseen = next((sign for sign in expression if fold(sign) != sign), None)
        if unseen:
            raise KeyError("pattern", f"the text a rule sees never holds {unseen!r}; write {fold(unseen)!r}")
        emit = self._emit(spec, expression)
        needs = self._needs(spec, {entry.group: entry.converter for entry in emit})
        group = spec.group or header.group or self._groups.get((self._fact, spec.part))
        group = group or self._groups.get((self._fact, ""), self._fact)
        self._groups.setdefault((self._fact, spec.part if spec.action == "emit" else ""), group)
        return Rule(
            spec,
            self._file,
            index,
            self._fact,
            group,
            keywords,
            fold(expression),
            words,
            emit,
            needs,
            and_keywords,
            self._patterns,
        )

    def _emit(self, spec: RuleSpec, expression: str) -> tuple[Emit, ...]:
        """What the rule emits: as it says, or for a kind that a pack brings the groups that are named like its fields."""
        if self._kind and not spec.emit:
            fields = {f.name: f.converter for f in self._kind.fields} if spec.action == "emit" else {}
            for name in _GROUP.findall(spec.pattern) if fields else ():
                if name not in fields and name != SPAN:
                    raise KeyError("pattern", f"the group {name} is no field of {self._kind.name}{hint(name, fields)}")
            return tuple(Emit(name, read) for name, read in fields.items() if _has(expression, name))
        found = []
        for group, name in spec.emit.items():
            read = _at(("emit",), lambda name=name: converter(name, self._seen.maps))
            if not _has(expression, group):
                raise KeyError("emit", f"emit names the group {group!r}, which the pattern does not have")
            found.append(Emit(group, read))
        return tuple(found)

    def _needs(self, spec: RuleSpec, emitted: Mapping[str, Converter]) -> Needs:
        """Check what the rule emits against what its kind of fact takes; return what no match may lack."""
        if spec.action == "suppress":
            return ()
        if self._kind:
            self._check_fields(self._kind, spec, emitted)
            needs = self._kind.needs
        else:
            part = self._part(spec)
            for group, given in emitted.items():
                wanted = part.values.get(group)
                if wanted is None:
                    known = hint(group, part.values) or "; the part takes none"
                    raise KeyError("emit", f"the part {spec.part!r} of {self._fact} has no value {group}{known}")
                if not kinds.fits(given, wanted):
                    message = f"{group} is to be {kinds.described(wanted)}, which {given.name} does not give"
                    raise KeyError("emit", message)
            needs = part.needs
        for choice in needs:
            if not emitted.keys() & set(choice):
                raise KeyError("emit", f"a match must emit {' or '.join(choice)}; name the group and add it to emit")
        return needs

    def _part(self, spec: RuleSpec) -> kinds.Part:
        parts = kinds.CORE[self._fact]
        if spec.part not in parts:
            shown = f"the part {spec.part!r}" if spec.part else "a rule without a part"
            names = tuple(name for name in parts if name)
            raise KeyError(
                "part" if spec.part else "id", f"{self._fact} do not know {shown}{_listed(spec.part, names)}"
            )
        return parts[spec.part]

    def _check_fields(self, kind: Kind, spec: RuleSpec, emitted: Mapping[str, Converter]) -> None:
        if spec.part:
            raise KeyError("part", f"{kind.name} have no parts; leave the line out")
        fields = {field.name: field.converter for field in kind.fields}
        for group, given in emitted.items():
            if group not in fields:
                raise KeyError("emit", f"{kind.name} have no field {group}{hint(group, fields)}")
            if not kinds.gives_the_same(given, fields[group]):
                message = (
                    f"{group} is {fields[group].name} in [kind.fields], which gives another type than {given.name}"
                )
                raise KeyError("emit", message)

    def _expand(self, pattern: str, inside: tuple[str, ...]) -> str:
        """Put the macros in. Macros that double each other would fill the memory, hence the limit."""

        def replace(found: regex.Match[str]) -> str:
            name = found[1]
            if name not in self._seen.macros:
                raise KeyError(f"unknown macro {{{{{name}}}}}{self._cure(name, 'macros')}")
            if name in inside:
                raise KeyError(f"macro {{{{{name}}}}} contains itself; a macro may only hold others")
            return self._expand(self._seen.macros[name], (*inside, name))

        expanded = _MACRO.sub(replace, pattern)
        if len(expanded) > _LONGEST:
            raise KeyError(f"longer than {_LONGEST:,} characters with its macros put in; make them smaller")
        return expanded

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

    def _cure(self, name: str, table: Literal["macros", "words"]) -> str:
        """Say where an unknown name is to be had: in another pack, perhaps under a like name, or nowhere yet."""
        packs = [pack for pack, own in self._all.items() if name in getattr(own, table)]
        if packs:
            return f"; the pack {packs[0]} has it: name that in [pack] uses"
        where = "macros" if table == "macros" else "lists"
        return hint(name, getattr(self._seen, table)) or f"; define it in [{where}]"

    def _list(self, name: str) -> tuple[str, ...]:
        if name not in self._words:
            raise KeyError(f"unknown list \\L<{name}>{self._cure(name, 'words')}")
        if not self._words[name]:
            raise KeyError(f"empty list \\L<{name}>; give it a word")
        if "" in self._words[name]:
            raise KeyError(f"\\L<{name}> has an empty word; take it out")
        return self._words[name]

    def _keywords(self, entries: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(word for entry in entries for word in self._keyword(entry)))

    def _keyword(self, entry: str) -> Iterable[str]:
        """A keyword, or with ``@`` every word of a list."""
        return map(key, self._list(entry[1:])) if entry.startswith("@") and entry != "@" else (key(spelled(entry)),)


def _has(expression: str, group: str) -> bool:
    return regex.search(rf"\(\?P?<{regex.escape(group)}>", expression) is not None


def _listed(wrong: str, names: tuple[str, ...]) -> str:
    """Always name what there is: the parts of a kind are few."""
    near = hint(wrong, names)
    return near or f"; there are {', '.join(names)}"


def _at(way: tuple[str, ...], make: Any) -> Any:  # noqa: ANN401 (what ``make`` makes)
    """Return what ``make`` makes; what is wrong with it stands at these keys of the rule."""
    try:
        return make()
    except KeyError as error:
        raise KeyError(*way, error.args[-1]) from error
    except RecursionError:
        raise KeyError(*way, "macros are put into one another too deeply; make them fewer") from None
