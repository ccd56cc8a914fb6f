"""Looks for what is wrong with rule packs beyond their form: examples that fail, words and rules that do nothing.

Every finding is a :class:`~antq_extract.packfile.Problem`, in the order of files and lines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import regex

from antq_extract import examples, kinds
from antq_extract.converters import MULTIPLIERS, NUMERALS
from antq_extract.document import Text
from antq_extract.matching import STOPS, TIME_LIMIT
from antq_extract.normalize import normalize
from antq_extract.packfile import PackFile, Problem
from antq_extract.packs import collect
from antq_extract.prefilter import may_match
from antq_extract.probes import slow_probe
from antq_extract.rulebook import RuleBook
from antq_extract.rules import Rule, view
from antq_extract.tracing import Trial
from antq_extract.vocabulary import SHARED

_NAMES = regex.compile(r"\{\{(?P<macro>\w+)\}\}|\(\?&(?P<macro>\w+)\)|\\L<(?P<list>\w+)>")


def check(*folders: Path, base: Path | None = None) -> list[Problem]:
    """Return everything that is wrong with the packs of ``base`` (the shipped ones) and of the folders over it.

    Every example is run. Where there are folders, lints look at their packs only, since what is shipped has passed them.
    """
    rulebook, problems = collect(*folders, base=base)
    problems += [rule.compiled for rule in rulebook.rules if isinstance(rule.compiled, Problem)]
    if not problems:  # what does not load or compile cannot be run
        packs = [pack for pack in rulebook.packs if not pack.replaced_by]
        files = [pack.file for pack in packs]
        looked_at = [pack.file for pack in packs if not (pack.shipped and folders)]
        problems += _unused_vocabulary(files, looked_at)
        problems += _hiding_vocabulary(files, looked_at)
        problems += _faulty_rules(rulebook, looked_at)
    return sorted(problems, key=lambda problem: _order(problem.place))


def _faulty_rules(rulebook: RuleBook, looked_at: Sequence[PackFile]) -> Iterator[Problem]:
    """What is wrong with the rules. Those that backtrack badly are told and not run any further."""
    slow = {rule.id: problem for rule in rulebook.rules if rule.file in looked_at and (problem := _slow(rule))}
    yield from slow.values()
    swift = replace(rulebook, rules=tuple(rule for rule in rulebook.rules if rule.id not in slow))
    own = [rule for rule in swift.rules if rule.file in looked_at]
    yield from examples.failures(swift)
    yield from _duplicates(own, swift.rules)
    yield from _unreachable(own, swift.rules)
    yield from _keywords(own, swift.rules)
    for rule in own:
        if "\\d" in rule.spec.pattern:
            message = "\\d matches the digits of other scripts too; write [0-9]"
            yield Problem(rule.place("pattern"), rule.id, message)


def _order(place: str) -> tuple[str, int]:
    name, colon, line = place.rpartition(":")
    return (name, int(line)) if colon and line.isdigit() else (place, 0)


# --- vocabulary ---------------------------------------------------------------------------------------------------


def _unused_vocabulary(files: Sequence[PackFile], looked_at: Iterable[PackFile]) -> Iterator[Problem]:
    """Lists, maps and macros that no rule and no interpreter asks for."""
    used = {(pack, name) for pack, names in kinds.VOCABULARY.items() for name in names}
    by_id = {file.id: file for file in files}
    for file in files:
        _mark(file, by_id, used)
    for file in looked_at:
        spec = file.spec
        for table, names in (("lists", spec.lists), ("maps", spec.maps), ("macros", spec.macros)):
            for name in names:
                if (file.id, name) not in used:
                    yield Problem(file.place(table, name), "", f"{table}.{name} is never used; use it or take it out")


def _mark(file: PackFile, by_id: dict[str, PackFile], used: set[tuple[str, str]]) -> None:
    """Add the vocabulary that a pack's rules and fields ask for, found where the loader finds it."""
    scope = [by_id[name] for name in (file.id, *file.spec.pack.uses, SHARED) if name in by_id]
    pending = [(kind, name) for rule in file.spec.rule for kind, name in _asked(rule.pattern)]
    pending += [
        ("list", word[1:])
        for rule in file.spec.rule
        for word in (*rule.keywords, *rule.and_keywords)
        if word[:1] == "@"
    ]
    converters = [name for rule in file.spec.rule for name in rule.emit.values()]
    converters += [field.convert for field in file.spec.kind.fields.values()] if file.spec.kind else []
    for name in converters:
        kind, _, table = name.removesuffix("[]").partition(":")
        pending += [("list", table)] if table else [("list", NUMERALS)] if kind == "count" else []
        pending += [("list", NUMERALS), ("list", MULTIPLIERS)] if kind == "number" else []
    done: set[tuple[str, str]] = set()
    while pending:
        kind, name = pending.pop()
        home = next((f for f in scope if name in (f.spec.macros if kind == "macro" else _words(f))), None)
        if home and (kind, name) not in done:
            done.add((kind, name))
            used.add((home.id, name))
            pending += _asked(home.spec.macros[name]) if kind == "macro" else []


def _words(file: PackFile) -> set[str]:
    return file.spec.lists.keys() | file.spec.maps.keys()


def _asked(pattern: str) -> list[tuple[str, str]]:
    """The macros and lists that a pattern names."""
    return [(str(found.lastgroup), found[str(found.lastgroup)]) for found in _NAMES.finditer(pattern)]


def _hiding_vocabulary(files: Sequence[PackFile], looked_at: Iterable[PackFile]) -> Iterator[Problem]:
    """Own names that hide those of a pack that is used: its macros would see the wrong words."""
    by_id = {file.id: file for file in files}
    for file in looked_at:
        for lower_pack in (by_id[name] for name in (*file.spec.pack.uses, SHARED) if name in by_id and name != file.id):
            own = _words(file) | file.spec.macros.keys()
            for name in sorted(own & (_words(lower_pack) | lower_pack.spec.macros.keys())):
                table = next(t for t in ("lists", "maps", "macros") if name in getattr(file.spec, t))
                message = f"{table}.{name} hides that of the pack {lower_pack.id}, whose macros may need it; rename it"
                yield Problem(file.place(table, name), "", message)


# --- rules --------------------------------------------------------------------------------------------------------


def _duplicates(own: Sequence[Rule], rules: Sequence[Rule]) -> Iterator[Problem]:
    """Rules of one pattern in one group, and rules whose examples others find without them."""
    alike: dict[tuple[object, ...], list[Rule]] = defaultdict(list)
    for rule in rules:
        words = tuple(sorted(rule.words.items()))
        alike[rule.group, rule.fact, rule.spec.part, rule.spec.action, rule.expression, words].append(rule)
    for first, *others in alike.values():
        for rule in others if any(one in own for one in (first, *others)) else ():
            yield Problem(rule.place("pattern"), rule.id, f"has the pattern of {first.id}; take one of them out")
        if not others and first in own and first.spec.action == "emit":
            finders = _found_without(first, rules)
            if finders:
                message = f"{' and '.join(finders)} would find all its examples; take it out, or add one that needs it"
                yield Problem(first.place(), first.id, message)


def _found_without(rule: Rule, rules: Sequence[Rule]) -> list[str]:
    """The rules that find all of a rule's examples, with the same values, when the rule is not there."""
    rivals = [other for other in rules if other.group == rule.group and other is not rule]
    finders: dict[str, None] = {}
    for example in rule.spec.match:
        text, told = examples.run(example.text, rivals)
        wanted = (rule.fact, rule.spec.part, example.span, examples.plain(example.value))
        same = next((t.rule.id for t in told if t.outcome == "found" and _gives(t, text) == wanted), None)
        if same is None:
            return []
        finders[same] = None
    return list(finders)


def _gives(trial: Trial, text: Text) -> tuple[object, ...]:
    """The kind, part, span and values of what a rule found."""
    span = text.source[slice(*text.to_source(*trial.span))]
    values = trial.match.values if trial.match else {}
    return trial.rule.fact, trial.rule.spec.part, span, examples.plain(values)


def _unreachable(looked_at: Sequence[Rule], rules: Sequence[Rule]) -> Iterator[Problem]:
    """Suppressing rules that others beat in every example; a rule that emits fails its examples then."""
    for rule in looked_at:
        if rule.spec.action == "emit":
            continue
        rivals = [other for other in rules if other.group == rule.group]
        winners: dict[str, None] = {}
        for example in rule.spec.match:
            own = [trial for trial in examples.run(example.text, rivals)[1] if trial.rule is rule]
            if any(trial.outcome == "suppressed" for trial in own):
                break
            winners |= {trial.beaten_by.rule.id: None for trial in own if trial.beaten_by}
        else:
            message = f"never comes to anything, since its examples go to {' and '.join(winners)}; raise its priority"
            yield Problem(rule.place("priority"), rule.id, message)


def _keywords(own: Sequence[Rule], rules: Sequence[Rule]) -> Iterator[Problem]:
    """Keywords that no text can hold, that do nothing, and sets of them that keep a rule from what it matches."""
    texts = {example.text: None for rule in rules for example in rule.spec.match}
    texts |= {example.text: None for rule in rules for example in rule.spec.no_match}
    views = [(text, view(text.folded)) for text in map(normalize, texts)]
    for rule in own:
        spec = rule.spec
        for key, entries, words in (
            ("keywords", spec.keywords, rule.keywords),
            ("and_keywords", spec.and_keywords, rule.and_keywords),
        ):
            for message in _idle_keywords(rule, entries, words):
                yield Problem(rule.place(key), rule.id, message)
        for message in _hidden_match(rule, views):
            yield Problem(rule.place("keywords"), rule.id, message)


def _idle_keywords(rule: Rule, entries: Iterable[str], words: Iterable[str]) -> Iterator[str]:
    own = [word for word in entries if not word.startswith("@") or word == "@"]
    spelled = _spelled(rule) if own else []
    for word in own:
        folded = view(normalize(word).folded)
        shorter = next((w for w in map(view, words) if w in folded and w != folded), None)
        if regex.search(r"\s\s|[^\S ]", word):
            yield f"no text holds the keyword {word!r}, since blanks are single spaces; write it so"
        elif shorter is not None:
            yield f"the keyword {word!r} is not needed beside {shorter!r}; take it out"
        elif not all(any(part in piece for piece in spelled) for part in _parts(folded)):
            yield f"neither the pattern nor an example has the keyword {word!r}; take it out, or add an example with it"


def _parts(keyword: str) -> list[str]:
    """The words of a keyword; of one with digits, which no pattern spells, the words, figures and signs."""
    return regex.findall(r"\p{L}+|0+|[^\p{L}0\s]", keyword) if "0" in keyword else keyword.split()


def _spelled(rule: Rule) -> list[str]:
    """What a pattern may match, in lower case: its literals, a blank for each kind of it, its lists' words, examples."""
    plain = regex.sub(r"\\s[?*+]{0,2}", " ", rule.expression)
    plain = regex.sub(r"\\(\P{L})", r"\1", plain).replace("[0-9]", "0123456789")
    matched = [normalize(example.text).folded for example in rule.spec.match]
    return [view(piece) for piece in (plain, *matched, *(word for words in rule.words.values() for word in words))]


def _hidden_match(rule: Rule, views: Iterable[tuple[Text, str]]) -> Iterator[str]:
    """A match in a text without a keyword, unless a counterexample of the rule shows that this is meant."""
    hidden = [(text, found[0]) for text, seen in views if not may_match(rule, seen) and (found := _first(rule, text))]
    meant = {example.text for example in rule.spec.no_match}
    if hidden and not any(text.source in meant for text, _ in hidden):
        text, words = hidden[0]
        yield (
            f"its keywords keep it from {words!r} in {text.source!r}; add a keyword, or a no_match that shows it is meant"
        )


def _first(rule: Rule, text: Text) -> regex.Match[str] | None:
    try:
        return rule.pattern.search(text.folded, timeout=TIME_LIMIT)
    except STOPS:
        return None  # the probes tell of it


def _slow(rule: Rule) -> Problem | None:
    """A pattern that backtracks badly."""
    probe = slow_probe(rule)
    if probe is None:
        return None
    message = f"backtracks badly on {probe}; let nothing match in two ways (see Patterns that stay fast)"
    return Problem(rule.place("pattern"), rule.id, message)
