"""What there is: layers, packs, kinds of fact and rules, as plain data and as text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from antq_extract.emit import KINDS
from antq_extract.errors import UsageError
from antq_extract.packfile import hint
from antq_extract.rulebook import RuleBook
from antq_extract.rules import Rule

Row = Mapping[str, Any]
_WIDTH = 110  # characters of a line of words


def listing(rulebook: RuleBook) -> Row:
    """Return the layers from the lowest to the highest, the packs, the kinds of fact and the rules."""
    layers = list(dict.fromkeys(pack.layer for pack in rulebook.packs))
    reasons = {rule.id: reason for rule, reason in rulebook.idle}
    every = [*rulebook.rules, *(rule for rule, _ in rulebook.idle)]
    of_file = {pack.file: pack for pack in rulebook.packs}
    order = {pack.file: place for place, pack in enumerate(rulebook.packs)}
    every.sort(key=lambda rule: (order[rule.file], rule.index))
    return {
        "layers": layers,
        "packs": [
            {
                "id": pack.file.id,
                "version": pack.file.spec.pack.version,
                "layer": pack.layer,
                "file": pack.file.name,
                "rules": len(pack.file.spec.rule),
                "extends": sorted(pack.file.spec.extend),
                "status": f"replaced by {pack.replaced_by}" if pack.replaced_by else "in use",
            }
            for pack in rulebook.packs
        ],
        "kinds": [
            *({"name": kind, "one": one, "title": None, "fields": None} for kind, one in KINDS.items()),
            *(
                {"name": k.name, "one": k.one, "title": k.title, "fields": {f.name: f.converter.name for f in k.fields}}
                for k in rulebook.kinds
            ),
        ],
        "rules": [
            {
                "id": rule.id,
                "kind": rule.fact,
                "part": rule.spec.part or None,
                "action": rule.spec.action,
                "group": rule.group,
                "priority": rule.spec.priority,
                "layer": of_file[rule.file].layer,
                "place": rule.place(),
                "status": reasons.get(rule.id, "in use"),
                "title": rule.spec.title,
            }
            for rule in every
        ],
    }


def as_text(listing: Row, table: Callable[[Iterable[Sequence[str]]], str]) -> str:
    """Return a listing as text."""
    layers = "".join(f"  {number}  {layer}\n" for number, layer in enumerate(listing["layers"], 1))
    packs = table(
        [("PACK", "VERSION", "LAYER", "RULES", "STATUS", "EXTENDS")]
        + [
            (p["id"], p["version"], p["layer"], str(p["rules"]), p["status"], " ".join(p["extends"]))
            for p in listing["packs"]
        ]
    )
    rules = table(
        [("RULE", "KIND", "PART", "GROUP", "PRIORITY", "STATUS", "PLACE")]
        + [
            (
                r["id"],
                r["kind"],
                "(suppresses)" if r["action"] == "suppress" else r["part"] or "",
                r["group"],
                str(r["priority"]),
                r["status"],
                r["place"],
            )
            for r in listing["rules"]
        ]
    )
    kinds = table(
        [("KIND", "ONE", "FIELDS")]
        + [
            (k["name"], k["one"], ", ".join(f"{n} = {c}" for n, c in (k["fields"] or {}).items()))
            for k in listing["kinds"]
        ]
    )
    return f"Layers, the higher over the lower:\n{layers}\n{packs}\n{kinds}\n{rules}"


def described(rulebook: RuleBook, name: str) -> tuple[Row, str]:
    """Return all there is to know of a rule, list, map, macro or pack, as plain data and as text.

    Raises UsageError if there is none of that name.
    """
    rules: dict[str, tuple[Rule, str]] = {rule.id: (rule, "in use") for rule in rulebook.rules}
    rules |= {rule.id: (rule, reason) for rule, reason in rulebook.idle}
    files = {pack.file.id: pack.file for pack in rulebook.packs if not pack.replaced_by}
    macros = {f"{file.id}.{macro}": body for file in files.values() for macro, body in file.spec.macros.items()}
    if name in rules:
        row = _rule(*rules[name])
        return row, _rule_text(row)
    if name in rulebook.lists:
        row = {"list": name, "words": list(rulebook.lists[name])}
        return row, "\n".join(_words(f"list {name}", row["words"])) + "\n"
    if name in rulebook.maps:
        row = {"map": name, "words": dict(rulebook.maps[name])}
        return row, "\n".join(
            _words(f"map {name}", [f"{word} = {value}" for word, value in row["words"].items()])
        ) + "\n"
    if name in macros:
        return {"macro": name, "pattern": macros[name]}, f"macro {name}\n  {macros[name]}\n"
    if name in files:
        spec = files[name].spec
        row = {"pack": name, "lists": list(spec.lists), "maps": list(spec.maps), "macros": list(spec.macros)}
        lines = [line for table in ("lists", "maps", "macros") for line in _words(table, row[table])]
        return row, "\n".join([f"{name}  {files[name].name}", *lines]) + "\n"
    known = {**rules, **rulebook.lists, **rulebook.maps, **macros, **files}
    raise UsageError(f"there is no rule, list, map, macro or pack {name}{hint(name, known)}")


def _rule(rule: Rule, status: str) -> Row:
    spec = rule.spec
    return {
        "id": rule.id,
        "title": spec.title,
        "place": rule.place(),
        "status": status,
        "kind": rule.fact,
        "part": spec.part or None,
        "action": spec.action,
        "group": rule.group,
        "priority": spec.priority,
        "keywords": list(rule.keywords),
        "and_keywords": list(rule.and_keywords),
        "pattern": spec.pattern,
        "expanded": rule.expression,
        "emit": {emit.group: emit.converter.name for emit in rule.emit},
        "lists": {name: list(words) for name, words in sorted(rule.words.items())},
        "match": [example.model_dump() for example in spec.match],
        "no_match": [example.model_dump() for example in spec.no_match],
    }


def _rule_text(row: Row) -> str:
    """Return a described rule as text."""
    taken = "claims look-alikes" if row["action"] == "suppress" else row["part"] or row["kind"]
    lines = [
        f"{row['id']}  {row['place']}",
        row["title"],
        "",
        f"status    {row['status']}",
        f"finds     {row['kind']}: {taken}",
        f"group     {row['group']}, priority {row['priority']}",
        *_words("keywords", row["keywords"] or ["(none: the rule runs on every sentence)"]),
        *(_words("and keywords", row["and_keywords"]) if row["and_keywords"] else ()),
        f"emit      {', '.join(f'{group} = {name}' for group, name in row['emit'].items()) or '(nothing)'}",
        "",
        "pattern",
        f"  {row['pattern']}",
        "",
        "expanded",
        f"  {row['expanded']}",
        "",
    ]
    for name, words in row["lists"].items():
        lines += [*_words(f"\\L<{name}>", words), ""]
    lines += ["must match"]
    for example in row["match"]:
        lines += [f"  {example['text']}", f"    -> {example['span']}  {example['value'] or ''}".rstrip()]
    lines += ["must not match"]
    lines += [f"  {example['text']}  ({example['why']})" for example in row["no_match"]]
    return "\n".join(lines) + "\n"


def _words(title: str, words: Sequence[str]) -> list[str]:
    """Words in lines of a terminal's width, below their title."""
    lines = [title]
    line = " "
    for word in words:
        if len(line) + len(word) > _WIDTH:
            lines.append(line)
            line = " "
        line += f" {word},"
    return [*lines, line.rstrip(",")]
