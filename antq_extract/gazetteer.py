"""The administrative units of Vietnam on both sides of the reform of 1 July 2025, with their official codes.

Until then there were 63 provinces with districts and communes, since then there are 34 with communes alone. Names and
codes are those of the National Statistics Office, from the package ``vietnamadminunits``, which also says which units
took the place of which. Its older map is that of the first half of 2025: units that were merged away before are not in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from functools import cached_property, lru_cache
from importlib.util import find_spec
from itertools import chain, takewhile
from pathlib import Path
from typing import Any, Literal, NamedTuple

from antq_extract.converters import key

REFORM = "2025-07-01"
"""The first day of the map of 34 provinces without districts."""

_RENAMED = {("old", "46"): ("2025-01-01", "Thừa Thiên Huế")}
"""Provinces that the older map has by a new name, with its first day and the name of before. Source: 175/2024/QH15."""

Map = Literal["old", "new"]
Level = Literal["province", "district", "commune"]
KINDS: Mapping[Level, tuple[str, ...]] = {
    "district": ("huyện ", "quận ", "thị xã ", "thành phố "),
    "commune": ("xã ", "phường ", "thị trấn ", "đặc khu "),
}
"""What the names of districts and communes begin with; provinces have their bare names."""


class Place(NamedTuple):
    """A unit of one of the maps: its name as records have it, its code, and those of its province and district.

    A province is its own province; provinces and communes of the new map have no district, which is then empty.

    ``successors`` are name and code of the units of the new map that took the place of one of the old: of a province
    one, of a commune those it was divided among, of a district none.
    """

    time: Map
    name: str
    code: str
    province: str
    district: str
    successors: tuple[tuple[str, str], ...]


class Gazetteer:
    """Units by name. ``text`` holds them all, in the form that :func:`load` makes: a line a name."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.find = lru_cache(maxsize=1 << 13)(self._find)

    @cached_property
    def _lines(self) -> dict[str, str]:
        return dict(line.split("\t", 1) for line in self.text.splitlines())

    def _find(self, time: Map, level: Level, name: str) -> tuple[Place, ...]:
        """Return the units of that name, which several provinces may have.

        ``name`` is a :func:`~antq_extract.converters.key`, with the unit's kind before it: "huyện vũ thư".
        """
        line = self._lines.get(f"{time} {level} {name}")
        return tuple(_place(time, *unit.split("|")) for unit in line.split("\t")) if line else ()

    @cached_property
    def provinces(self) -> Mapping[tuple[Map, str], Place]:
        """The provinces of both maps by map and code; their lines come first."""
        heads = takewhile(lambda line: " province " in line, self.text.splitlines())
        places = [_place(_time(line), *line.split("\t")[1].split("|")) for line in heads]
        return {(place.time, place.code): place for place in places}

    @staticmethod
    def name(place: Place, day: str | None) -> str:
        """Return what a unit was called on a day (EDTF; None: today)."""
        since, before = _RENAMED.get((place.time, place.code), ("", ""))
        return before if day and day < since else place.name

    def province(self, place: Place, time: Map) -> Place:
        """Return the province that a unit lies in; in that of the new map, also if it is a unit of the old one."""
        province = self.provinces[place.time, place.province]
        return self.provinces[time, province.successors[0][1]] if province.time == "old" and time == "new" else province

    def current(self, place: Place, time: Map) -> Place | None:
        """Return what a unit is on a map: itself, its successor, or None where there is none or more than one.

        A unit without a code, which no map has, is itself.
        """
        if place.time == time or not place.code or time == "old":
            return place
        if place.code == place.province:
            return self.province(place, time)
        if len(place.successors) != 1:
            return None
        name, code = place.successors[0]
        return Place(time, name, code, self.province(place, time).code, "", ())


def _time(line: str) -> Map:
    return "old" if line.startswith("old") else "new"


def _place(time: Map, name: str, code: str, province: str, district: str, *heirs: str) -> Place:
    return Place(time, name, code, province, district, tuple(zip(heirs[::2], heirs[1::2], strict=True)))


@lru_cache(maxsize=1)
def load() -> Gazetteer:
    """Return the gazetteer, out of its package: that takes some tenths of a second, so that runs keep it with their rules."""
    import sqlite3

    folder = _folder()
    unit = "provinceShort, provinceCode, provinceKey, ward, wardCode, wardKey"
    database = sqlite3.connect(f"{(folder / 'dataset.db').as_uri()}?mode=ro&immutable=1", uri=True)
    with closing(database):
        database.row_factory = sqlite3.Row
        new = list(map(dict, database.execute(f"SELECT {unit} FROM admin_units")))  # noqa: S608 - own names
        district = "district, districtCode, districtKey"
        old = list(map(dict, database.execute(f"SELECT {unit}, {district} FROM admin_units_legacy")))  # noqa: S608
    conversion = json.loads((folder / "converter_2025.json").read_text(encoding="utf-8"))
    heirs = _heirs(old, new, conversion)
    lines: dict[str, dict[str, None]] = {}
    for level, place in (*_units("old", old, heirs), *_units("new", new, {})):
        fields = (place.name, place.code, place.province, place.district, *chain(*place.successors))
        lines.setdefault(f"{place.time} {level} {key(place.name)}", {})["|".join(fields)] = None
    ordered = sorted(lines, key=lambda name: " province " not in name)
    return Gazetteer("\n".join("\t".join((name, *lines[name])) for name in ordered))


def _folder() -> Path:
    """Where the package has its data. It is not imported, which would load its geometry (numpy, shapely) for nothing."""
    package = find_spec("vietnamadminunits")
    if package is None or package.origin is None:
        raise ImportError("the package vietnamadminunits is not installed")
    return Path(package.origin).with_name("data")


def _units(
    time: Map, rows: Iterable[Mapping[str, Any]], heirs: Mapping[str, tuple[tuple[str, str], ...]]
) -> Iterator[tuple[Level, Place]]:
    """Yield each unit that rows of communes name, the same one again and again."""
    for row in rows:
        province, district = row["provinceCode"], row.get("districtCode") or ""
        yield "province", Place(time, row["provinceShort"], province, province, "", heirs.get(province, ()))
        if district:
            yield "district", Place(time, row["district"], district, province, district, ())
        if row["ward"]:
            yield (
                "commune",
                Place(time, row["ward"], row["wardCode"], province, district, heirs.get(row["wardCode"], ())),
            )


def _heirs(
    old: Iterable[Mapping[str, Any]],
    new: Iterable[Mapping[str, Any]],
    conversion: Mapping[str, Any],
) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return by code what took the place of each unit: one province, one commune or several."""
    names = {row["provinceKey"]: (row["provinceShort"], row["provinceCode"]) for row in new}
    communes = {(row["provinceKey"], row["wardKey"]): (row["ward"], row["wardCode"]) for row in new}
    into = {part: names[whole] for whole, parts in conversion["DICT_PROVINCE"].items() for part in parts}
    heirs: dict[str, list[tuple[str, str]]] = {}
    for province, groups in conversion["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, parts in groups.items():
            for part in parts:
                heirs.setdefault(part, []).append(communes[province, commune])
    for province, divided in conversion["DICT_PROVINCE_WARD_DIVIDED"].items():
        for whole, pieces in divided.items():
            heirs.setdefault(whole, []).extend(communes[province, piece["newWardKey"]] for piece in pieces)
    found: dict[str, tuple[tuple[str, str], ...]] = {row["provinceCode"]: (into[row["provinceKey"]],) for row in old}
    for row in old:
        if row["ward"]:
            found[row["wardCode"]] = tuple(heirs["_".join((row["provinceKey"], row["districtKey"], row["wardKey"]))])
    return found
