"""Publication dates as people and machines write them, to EDTF."""

from __future__ import annotations

import re
from datetime import date, datetime

from antq_extract.errors import UsageError

_ISO = re.compile(
    r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}"
    r"(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?:Z|[+-](?:0[0-9]|1[0-4]):?[0-9]{2})?)?)?)?"
)
_FRACTION = re.compile(r"[.,][0-9]+")
_PLAIN_ZONE = re.compile(r"(T.*[+-][0-9]{2})([0-9]{2})$")


def published(text: str) -> str:
    """Return the EDTF form of a publication date; raise :class:`UsageError` if it is none.

    ``2023``, ``2023-10``, ``2023-10-18`` and ``2023-10-18T17:52[:20][+07:00]`` stay as they are, but for fractions of
    a second and a zone without its colon; anything else is read as Vietnamese, day before month (``18/10/2023``), and
    must name at least a month and a year.
    """
    iso = text.strip().replace(" ", "T", 1)
    try:
        if not _ISO.fullmatch(iso):
            return _vietnamese_date(text)
        iso = _PLAIN_ZONE.sub(r"\1:\2", _FRACTION.sub("", iso))
        date.fromisoformat(f"{iso}-01-01"[:10])
        if "T" in iso:
            datetime.fromisoformat(iso)
    except ValueError:
        raise UsageError(f"{text!r} is no calendar date; write 2023-10-18 or 18/10/2023") from None
    return iso


def _vietnamese_date(text: str) -> str:
    """Return EDTF for a date in Vietnamese; raise ValueError if it is none or depends on today's date."""
    from dateparser.date import DateDataParser

    settings = {
        "DATE_ORDER": "DMY",
        "PREFER_LOCALE_DATE_ORDER": False,
        "PREFER_DAY_OF_MONTH": "first",
        "REQUIRE_PARTS": ["month", "year"],
        "PARSERS": ["absolute-time"],
        "RETURN_TIME_AS_PERIOD": True,
    }
    data = DateDataParser(languages=["vi"], settings=settings).get_date_data(text)
    moment: datetime | None = data.date_obj
    if moment is None:
        raise ValueError(text)
    numbers = [int(digits) % 100 for digits in re.findall("[0-9]+", text)]
    month_first = (moment.month, moment.day, moment.year % 100)
    if moment.day > 12 and month_first in zip(numbers, numbers[1:], numbers[2:], strict=False):
        raise ValueError(text)  # dateparser reads 10/25/2023 by swapping day and month
    if data.period == "time":
        return moment.isoformat(timespec="seconds" if moment.second else "minutes")
    return moment.date().isoformat()[: 7 if data.period == "month" else 10]
