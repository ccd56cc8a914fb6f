"""The words of pages, Vietnamese or English: names of kinds, fields, values and checks, and how values are written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from antq_extract.pages import asset

Language = Literal["vi", "en"]

_SHARES = {"ratios": ("value", "low")}  # fields that are a share of one, by kind
_PLACES = ("text", "start", "end", "rule", "mentions")  # of a fact, no part of what it says
_USUAL = ("calendar", "gregorian")  # goes without saying
_MOMENT = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}:[0-9]{2}).*)?")
_WEEKDAY = "weekday"  # the check whose values are words


class Labels:
    """The words of one language, out of ``web/vi.json`` or ``web/en.json``; what has no word there keeps its name."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._texts: Mapping[str, Any] = json.loads(asset(f"{language}.json"))

    def text(self, part: str, name: str, **values: object) -> str:
        """Return a text of a part, such as ``explain``, with values put into it; numbers are written as the language has them."""
        shown = {key: value if isinstance(value, str) else self.number(value) for key, value in values.items()}
        template: str = self._texts[part][name]
        return template.format(**shown) if shown else template

    def kind(self, kind: str) -> str | None:
        """Return what a kind of facts is called, by its name in the record; None for one of the user's packs."""
        found: Mapping[str, str] = self._texts["kinds"].get(kind, {})
        return found.get("name")

    def sign(self, kind: str) -> str | None:
        """Return the letter that stands for a kind; None for one of the user's packs."""
        found: Mapping[str, str] = self._texts["kinds"].get(kind, {})
        return found.get("sign")

    def field(self, name: str) -> str:
        """Return the name of a field."""
        return str(self._texts["fields"].get(name, name))

    def word(self, field: str, value: str) -> str:
        """Return the word for a value of a field that has a fixed set of them, else the value."""
        return str(self._texts["words"].get(field, {}).get(value, value))

    # --- values -----------------------------------------------------------------------------------------------------

    def number(self, value: object) -> str:
        """Return a number with its thousands parted: ``1.686`` and ``97,6`` in Vietnamese."""
        if not isinstance(value, int | float):
            return str(value)
        shown = f"{value:,}" if isinstance(value, int) else f"{value:,.6f}".rstrip("0").rstrip(".")
        return shown.translate(str.maketrans(",.", ".,")) if self.language == "vi" else shown

    def moment(self, edtf: str) -> str:
        """Return a day, with or without its time, as people write it; anything else as it is."""
        found = _MOMENT.fullmatch(edtf)
        if not found:
            return edtf
        year, month, day, time = found.groups()
        shown = f"{day}/{month}/{year}" if self.language == "vi" else f"{year}-{month}-{day}"
        return f"{shown} {time}" if time else shown

    def values(self, kind: str, fact: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Yield what a fact says, as pairs of a field's name and its value in words; nothing empty, nothing twice."""
        for name, value in fact.items():
            if name in _PLACES or value in (None, False, "", [], ()) or (name, value) == _USUAL:
                continue
            if name.startswith("normalized_") and value == fact.get(name.removeprefix("normalized_")):
                continue
            share = name in _SHARES.get(kind, ())
            yield self.field(name), f"{self.number(round(100 * value, 4))} %" if share else self.value(name, value)

    def value(self, field: str, value: Any) -> str:  # noqa: ANN401 - whatever a record holds
        """Return a value of a field in words: lists parted by semicolons, units with what they are called now."""
        if isinstance(value, bool):
            return str(self._texts["yes" if value else "no"])
        if isinstance(value, str):
            return self.word(field, value)
        if isinstance(value, list | tuple):
            return "; ".join(self.value(field, part) for part in value)
        if isinstance(value, Mapping):
            return self.post(value) if "label" in value else self.unit(value)
        return self.number(value)

    def unit(self, unit: Mapping[str, Any]) -> str:
        """Return an administrative unit's name, with its successors and what it was inferred from."""
        name = str(unit.get("name") or "")
        now = ", ".join(heir["name"] for heir in unit.get("successors") or () if heir["name"] != name)
        shown = self._texts["now"].format(name=name, now=now) if now else name
        word = unit.get("inferred_from")
        return self._texts["from"].format(name=shown, word=self.word("inferred_from", word)) if word else shown

    def post(self, post: Mapping[str, Any]) -> str:
        """Return a post as printed, in full where that is something else, and the province that it belongs to."""
        label, full, province = post["label"], post.get("normalized_label"), post.get("province")
        shown = f"{label} = {full}" if full and full != label else label
        return f"{shown} [{self.unit(province)}]" if province else shown

    # --- checks -----------------------------------------------------------------------------------------------------

    def check(self, name: str) -> str:
        """Return what a check is called."""
        return str(self._texts["checks"].get(name, {}).get("name", name))

    def outcome(self, check: Mapping[str, Any]) -> str:
        """Return what a check of a record found, in words; its message where the language has none for it."""

        def shown(value: object) -> str:
            if check["id"] == _WEEKDAY:
                return self.word(_WEEKDAY, str(value))
            return self.moment(value) if isinstance(value, str) else self.number(value)

        template = self._texts["checks"].get(check["id"], {}).get(check["status"])
        if template is None:
            return str(check["message"])
        return str(template.format(expected=shown(check["expected"]), actual=shown(check["actual"])))
