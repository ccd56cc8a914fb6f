"""Writes a commented pack to begin with."""

from __future__ import annotations

import re

from antq_extract.errors import UsageError
from antq_extract.kinds import may_name_a_kind
from antq_extract.packfolders import shipped
from antq_extract.rulebook import RuleBook

_FOLDER = "starters"
_NEW = "kind.toml"
_ID = re.compile(r"[a-z][a-z0-9_]*")


def starter(kind: str, name: str | None, rulebook: RuleBook) -> str:
    """Return the text of a pack for a kind that the shipped packs find, or one that brings a kind of that name.

    ``name`` is the pack's id, ``own-KIND`` where it is left out. Raises UsageError for names that a pack cannot have.
    """
    if not _ID.fullmatch(kind):
        raise UsageError(f"the name of a kind has small letters, digits and underscores, which {kind!r} has not")
    if not may_name_a_kind(kind):
        raise UsageError(f"no kind of fact can have the name {kind}; choose another")
    pack = name or f"own-{kind}".replace("_", "-")
    if not re.fullmatch(r"[a-z][a-z0-9-]*", pack):
        raise UsageError(f"the id of a pack has small letters, digits and hyphens, which {pack!r} has not")
    if pack in {known.file.id for known in rulebook.packs}:
        raise UsageError(f"there is a pack {pack} already, of which this would take the place; choose another --name")
    template = shipped() / _FOLDER / f"{kind}.toml"
    if not template.is_file():
        if kind in {known.name for known in rulebook.kinds}:
            raise UsageError(f"a pack brings the kind {kind} already; add rules to it with fact = {kind!r}")
        template = template.with_name(_NEW)
    text = template.read_text(encoding="utf-8")
    return text.replace("NAME.", f"{pack}.").replace('"NAME"', f'"{pack}"').replace("KIND", kind)
