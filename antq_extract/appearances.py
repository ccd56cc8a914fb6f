"""Where officials appear: what one article says of one person, ready to be compared with what others say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

from antq_extract.standing import Standing, Unit, code, height, now_code, standing

_LOOKS_BACK: Final = 366  # days before the last one that an undated article names: such an event is no news in it


class Held(NamedTuple):
    """A post that an article gives a person."""

    label: str
    organization: str | None
    province: str | None
    province_code: str | None
    province_now: str | None
    province_now_code: str | None
    standing: Standing


class Appearance(NamedTuple):
    """A person in an article.

    ``article`` is the caller's number of the article, ``official`` the place in the record's list, ``record`` the
    record's id, ``path`` and ``url`` what the analyst knows the article by. ``date`` is the publication date or else
    the first event day, an EDTF day, month or year. ``home`` is the code of the article's province, ``home_now`` that
    of the one that took its place, ``before`` whether that was still to come.
    """

    article: int
    official: int
    record: str
    path: str
    url: str | None
    name: str
    rank: str | None
    height: int | None
    date: str | None
    day: int | None
    home: str
    home_now: str
    home_name: str | None
    before: bool
    posts: tuple[Held, ...]


def appearances(article: int, record: Mapping[str, Any]) -> list[Appearance]:
    """Return the officials of a record, a dict as JSON has it; missing places count as unknown."""
    about = record["article"]
    home: Unit | None = about.get("province")
    when = _date(record)
    index = record["source"]["index"]
    path = f"{record['source']['path']}#{index}" if index else record["source"]["path"]
    return [
        Appearance(
            article=article,
            official=number,
            record=record["id"],
            path=path,
            url=about.get("url"),
            name=official["normalized_name"],
            rank=official["normalized_rank"],
            height=height(official["normalized_rank"]),
            date=when,
            day=day_number(when),
            home=code(home),
            home_now=now_code(home),
            home_name=home["name"] if home else None,
            before=bool(home and home.get("successors")),
            posts=tuple(_held(post, about) for post in official["posts"]),
        )
        for number, official in enumerate(record["officials"])
    ]


def _held(post: Mapping[str, Any], about: Mapping[str, Any]) -> Held:
    found = standing(post, about)
    province: Unit | None = post.get("province") or about.get("province")
    if code(province) != found.place.code:  # a post of the whole country, or of a province that no register has
        province = None
    heirs = (province or {}).get("successors") or ([province] if province else [])
    heir = heirs[0] if len(heirs) == 1 else {}
    return Held(
        label=post["normalized_label"],
        organization=post["organization"],
        province=province["name"] if province else None,
        province_code=province.get("code") if province else None,
        province_now=heir.get("name"),
        province_now_code=heir.get("code"),
        standing=found,
    )


def _date(record: Mapping[str, Any]) -> str | None:
    """Return the day (or month, or year) on which an article tells what it tells, None if it only looks back."""
    published = record["article"].get("date_published")
    if published and "X" not in published and "/" not in published:
        return str(published[:10])
    known = [
        (found["edtf"][:10], found["role"] == "event")
        for found in record["dates"]
        if "X" not in found["edtf"] and found["granularity"] in ("day", "minute", "second")
    ]
    latest = max((day_number(day) or 0 for day, _ in known), default=0)
    return next((day for day, is_event in known if is_event and latest - (day_number(day) or 0) <= _LOOKS_BACK), None)


@lru_cache(maxsize=1 << 14)
def day_number(edtf: str | None) -> int | None:
    """Return the first day of an EDTF day, month or year as a number that goes up by one a day; None if there is none."""
    if not edtf:
        return None
    year, month, day = (*map(int, edtf.split("-")), 1, 1)[:3]
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return None
