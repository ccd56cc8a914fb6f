"""Makes kinds of fact of the ``[kind]`` tables of packs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from antq_extract import kinds
from antq_extract.converters import converter
from antq_extract.kinds import FactField, Kind
from antq_extract.packfile import KindSpec, PackFile, Problem, hint
from antq_extract.vocabulary import Vocabulary, visible


def brought_kinds(
    files: Iterable[PackFile], vocabularies: Mapping[str, Vocabulary], problems: list[Problem]
) -> Iterator[tuple[str, Kind]]:
    """The kinds of fact that packs bring, by name."""
    seen: dict[str, str] = dict.fromkeys(kinds.CORE, "the tool itself")
    ones: dict[str, str] = {kind.removesuffix("s"): kind for kind in kinds.CORE}
    for file in files:
        spec = file.spec.kind
        if spec is None:
            continue
        try:
            if spec.name in seen or not kinds.may_name_a_kind(spec.name):
                taken = seen.get(spec.name, "the tool itself")
                raise KeyError(("name",), f"the kind {spec.name} is taken by {taken}; give it another name")
            if spec.one in ones:
                raise KeyError(("one",), f"{spec.one} is the name of a fact of {ones[spec.one]}; give it another")
            seen_here = visible(file, vocabularies)
            yield spec.name, _kind(spec, seen_here)
            seen[spec.name] = file.name
            ones[spec.one] = spec.name
        except KeyError as error:
            way, message = error.args
            problems.append(Problem(file.place("kind", *way), "", message))


def _kind(spec: KindSpec, seen: Vocabulary) -> Kind:
    fields = []
    for name, given in spec.fields.items():
        if not kinds.may_name_a_field(name):
            raise KeyError(("fields", name), f"the field name {name} is taken; give the field another")
        try:
            read = converter(given.convert, seen.maps)
        except KeyError as error:
            raise KeyError(("fields", name, "convert"), error.args[0]) from error
        fields.append(FactField(name, given.title, read, given.required, given.default))
        if not fields[-1].default_fits():
            raise KeyError(("fields", name, "default"), f"{given.default!r} is no value that {given.convert} gives")
    for name in spec.key:
        if name not in spec.fields:
            raise KeyError(("key",), f"key names {name}, which is no field{hint(name, spec.fields)}")
    return Kind(spec.name, spec.one, spec.title, spec.key or tuple(spec.fields), spec.yields_to, tuple(fields))
