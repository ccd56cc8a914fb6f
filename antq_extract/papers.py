"""Of which province a paper or portal is, by its sign, its name or the host of its site."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import regex

from antq_extract.converters import key
from antq_extract.gazetteer import Map, Place
from antq_extract.places import namer
from antq_extract.rulebook import RuleBook

_NAMES = regex.compile(r"\p{Lu}\p{L}+(?:\s(?:-\s)?\p{Lu}\p{L}+)*")


class Papers:
    """Reads signs, names and hosts."""

    def __init__(self, rulebook: RuleBook) -> None:
        self._namer = namer(rulebook)
        self._agencies = rulebook.maps["places.agency"]
        self._hosts = {
            **{_plain(short): name for short, name in rulebook.maps["places.short_form"].items()},
            **{_plain(place.name): place.name for place in rulebook.gazetteer.provinces.values()},
            **rulebook.maps["places.host"],
        }
        self._parts = ("", *rulebook.lists["places.host_part"])

    def of_publisher(self, publisher: str, time: Map) -> Place | None:
        """Return the province of a sign or name: "QNO", "Báo Quảng Nam điện tử", "binhdinh.gov.vn"."""
        known = self._agencies.get(key(publisher))
        if known:
            return self._namer.province(known, time)
        named = (self._namer.province(name, time) for name in _ends(publisher))
        return next((place for place in named if place), None) or self.of_host(publisher, time)

    def of_host(self, host: str, time: Map) -> Place | None:
        """Return the province that a host names: baothaibinh.com.vn, congan.thaibinh.gov.vn, hanoimoi.vn."""
        for label in host.lower().replace("-", "").split(".") if "." in host else ():
            for part in self._parts:
                for rest in (label.removeprefix(part), label.removesuffix(part)):
                    if rest in self._hosts:
                        return self._namer.province(self._hosts[rest], time)
        return None


@lru_cache(maxsize=4)
def papers(rulebook: RuleBook) -> Papers:
    """Return the reader of a rule book."""
    return Papers(rulebook)


def _ends(publisher: str) -> Iterator[str]:
    """The names in a publisher's, and their ends: of "Báo Quảng Nam điện tử" that is "Quảng Nam", too."""
    for name in _NAMES.findall(publisher):
        words = name.split()
        for number in range(len(words)):
            yield " ".join(words[number:])


def _plain(name: str) -> str:
    """Return a name as hosts have it: small letters without marks and blanks."""
    letters = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return "".join(letter for letter in letters if letter.isascii() and letter.isalnum())
