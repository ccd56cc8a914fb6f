"""What a web page says of its article, as :class:`Metadata`: markup for machines before what is only printed.

JSON-LD and microdata: https://schema.org/NewsArticle; ``og:`` names: https://ogp.me; ``dc.`` names: Dublin Core. A date
that is only printed is taken where it stands alone near the headline: a wrong date would be worse than none. Nothing
here depends on the day or the place where it runs.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit

from antq_extract.document import Metadata
from antq_extract.edtf import VIETNAM

Element = Any  # of lxml, which has no types

_MAX_JSON = 500_000  # characters of a script of JSON-LD
_ARTICLE_TYPE = re.compile(r"(?:Article|BlogPosting|Report)$")
_JSON_DATE = re.compile(r'"datePublished"\s{0,9}:\s{0,9}"([^"]{8,40})"')  # in JSON that is broken elsewhere
_DATE_FIELDS = (
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish_date",
    "publish-date",
    "published_time",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "datecreated",
)
_ADDRESS = re.compile(r"@|://|^\S+\.\w+$")  # of the paper, in an author's place
_AUTHOR_FIELDS = ("author", "article:author", "dc.creator", "dcterms.creator")
_FEW = 3  # elements in one that is a headline or a date
_NEAR = 4  # levels of markup around the headline in which its printed date stands
_NOT_IN_DATE = ("a", "div", "h1", "h2", "h3", "li", "p", "td")
_NOT_OVER_DATE = ("a", "aside", "footer", "li", "nav")
_NEAR_TEXT = 80  # characters of an element that prints the date

_ISO = re.compile(
    r"(?<![0-9])(?P<year>[0-9]{4})[-/](?P<month>[0-9]{1,2})[-/](?P<day>[0-9]{1,2})(?![0-9])"
    r"(?:[T ]+(?P<clock>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)(?:[.,][0-9]+)?\s?(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_DAY_FIRST = re.compile(r"(?<![0-9/.])(?P<day>[0-9]{1,2})([/.-])(?P<month>[0-9]{1,2})\2(?P<year>[0-9]{4})(?![0-9])")
_CLOCK = re.compile(
    r"(?<![0-9:/.+-])(?P<hour>[0-9]{1,2})(?:[:hg]|\sgiờ\s)(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?"
)
_HALVES = re.compile(r"(?<![^\W\d_])(?:(?P<english>[AP]M)|SA|CH)(?!\w)", re.IGNORECASE)
_URL_DATE = re.compile(r"/((?:19|20)[0-9]{2})/([0-9]{1,2})/([0-9]{1,2})/")
_ZONE = re.compile(r"([+-](?:0[0-9]|1[0-4])):?([0-5][0-9])")
_YEARS = range(1995, 2100)  # of the web; programs write 0001 or 1970 for no date

_TITLE_CLASS = re.compile(r"title|tieu_?-?de|headline", re.IGNORECASE)
_TITLE_LENGTH = range(20, 300)  # characters
_BEFORE_SITE = re.compile(r"\s+[|\-–—•·:]+\s+")


def read(tree: Element, location: str | None) -> Metadata:
    """Return what a page says of its article; ``location`` is where the page was saved from, if known.

    ``tree`` is the root of an lxml tree. Raise nothing: what is missing, broken or doubtful is left out.
    """
    scripts = ["".join(script.itertext())[:_MAX_JSON] for script in tree.iter("script")]
    article = _article(scripts)
    said = _said(tree)
    url = _url(tree, said, location)
    publisher = _text(said.get("og:site_name")) or _text(_named(article.get("publisher")))
    title, byline = _guessed(tree)
    titles = [said.get("og:title"), article.get("headline"), said.get("twitter:title"), _titled(tree), title]
    headline = _headline(titles, publisher)
    published = _published(scripts, article, said, tree) or _beside(tree, headline) or _dated_url(url)
    authors = _authors([*_listed(article.get("author")), *map(said.get, _AUTHOR_FIELDS)], publisher)
    return Metadata(headline, published, authors or _authors([byline], publisher), publisher, url)


def brief(element: Element, most: int) -> str:
    """Return the text in an element on one line, or ``""`` if it is longer than ``most`` characters."""
    pieces: list[str] = []
    length = 0
    for piece in element.itertext():
        said = " ".join(piece.split())
        length += len(said) + 1
        if length > most + 1:
            return ""
        pieces.append(said if piece[:1].strip() else f" {said}")
        if not piece[-1:].strip():
            pieces.append(" ")
    return " ".join("".join(pieces).split())


def plain_words(text: str) -> list[str]:
    """Return the words of a text in lower case: what makes two spellings of a headline the same."""
    return re.findall(r"\w+", text.lower())


def _text(value: object) -> str | None:
    """Return a text of one line, or None if it is none."""
    if not isinstance(value, str):
        return None
    line = html.unescape(html.unescape(value)) if "&" in value else value
    return " ".join(line.split()) or None


# --- markup for machines ------------------------------------------------------------------------------------------


def _said(tree: Element) -> dict[str, str]:
    """Return what the ``meta`` elements and the elements of microdata say, by their names in lower case."""
    found: dict[str, str] = {}
    for element in tree.iter():
        key = element.get("property") or element.get("name") or element.get("itemprop")
        value = element.get("content") or element.get("datetime")
        if key and value and value.strip() and (element.tag == "meta" or element.get("itemprop")):
            found.setdefault(key.strip().lower(), value.strip())
    return found


def _article(scripts: list[str]) -> Mapping[str, Any]:
    """Return the first object of JSON-LD that is an article, else the first that has a publication date."""
    objects = [found for script in scripts for found in _objects(script)]
    for found in objects:
        if any(isinstance(kind, str) and _ARTICLE_TYPE.search(kind) for kind in _listed(found.get("@type"))):
            return found
    return next((found for found in objects if "datePublished" in found), {})


def _objects(script: str) -> Iterator[Mapping[str, Any]]:
    try:
        value = json.loads(script, strict=False)
    except (ValueError, RecursionError):
        return
    for top in _listed(value):
        if isinstance(top, dict):
            yield top
            yield from (inner for inner in _listed(top.get("@graph")) if isinstance(inner, dict))


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _named(value: object) -> object:
    """Return the name of a person or organisation of JSON-LD; organisations are no authors, but that is seen later."""
    value = _listed(value)[0] if _listed(value) else None
    return value.get("name") if isinstance(value, dict) else value


def _guessed(tree: Element) -> tuple[str | None, str | None]:
    """Return the title and the byline that trafilatura finds in the page."""
    from copy import deepcopy

    from trafilatura.metadata import extract_metadata

    bare = deepcopy(tree)
    for script in list(bare.iter("script")):
        script.drop_tree()  # JSON-LD was read, and trafilatura's own reader takes quadratic time where it is broken
    dates = {"extensive_search": False, "original_date": True, "max_date": "2099-12-31"}  # not today's, which changes
    try:
        found = extract_metadata(bare, date_config=dates)
    except Exception:  # whatever a page's markup provokes in the library; the rest of the fields stays
        return None, None
    return found.title, found.author


def _url(tree: Element, said: Mapping[str, str], location: str | None) -> str | None:
    """Return the page's address: one with a path before one that names the site alone."""
    canonical = [_joined(location or "", link.get("href") or "") for link in tree.iter("link")][:1]
    found = [url for url in (*canonical, said.get("og:url"), location) if url and _is_web(url)]
    return next((url for url in found if urlsplit(url).path.strip("/")), found[0] if found else None)


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:  # a host in brackets that is no address
        return ""


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and not re.search(r"[\s\x00-\x1f<>\"]", url)


# --- headline and authors -----------------------------------------------------------------------------------------


def _headline(candidates: list[object], publisher: str | None) -> str | None:
    """Return the first candidate that is more than the site's name, without that name behind it."""
    site = plain_words(publisher or "")
    for candidate in map(_text, candidates):
        if candidate and plain_words(candidate) not in ([], site):
            *parts, last = _BEFORE_SITE.split(candidate)
            name = plain_words(last)
            if parts and (name == site or re.fullmatch(r"\S+\.(?:vn|com|net|org)", last.strip())):
                return candidate[: candidate.rindex(last)].rstrip(" |-–—•·:")
            return candidate
    return None


def _titled(tree: Element) -> str | None:
    """Return the text of the first element that its name says is the title: portals write no markup for machines."""
    for element in tree.iter("h1", "h2", "h3", "div", "span", "p", "td"):
        if _TITLE_CLASS.search(f"{element.get('id')} {element.get('class')}") and len(element) <= _FEW:
            text = brief(element, _TITLE_LENGTH.stop)
            if len(text) in _TITLE_LENGTH and _none(element.iterancestors("a", "li", "nav")):
                return text
    return None


def _authors(candidates: list[object], publisher: str | None) -> tuple[str, ...]:
    """Return the bylines of the first kind of candidate that has some, as printed; who is a person is seen later."""
    found: list[str] = []
    for candidate in candidates:
        line = _text(_named(candidate))
        if line and not _ADDRESS.search(line) and plain_words(line) != plain_words(publisher or ""):
            if found and not isinstance(candidate, dict):
                break
            found.append(line)
    return tuple(dict.fromkeys(found))


# --- the date -----------------------------------------------------------------------------------------------------


def _published(scripts: list[str], article: Mapping[str, Any], said: Mapping[str, str], tree: Element) -> str | None:
    """Return the date for machines: the first that is one, or one of the same day that has the clock too."""
    broken = [match[1] for script in scripts if (match := _JSON_DATE.search(script))]
    dated = (element for element in tree.iter("span", "time", "div") if element.get("itemprop") == "datePublished")
    marked = [brief(element, _NEAR_TEXT) for element in dated]
    candidates = [article.get("datePublished"), *map(said.get, _DATE_FIELDS), *broken, *marked[:1]]
    days = [day for candidate in candidates if isinstance(candidate, str) and (day := _edtf(candidate))]
    return next((day for day in days if "T" in day and day[:10] == days[0][:10]), days[0] if days else None)


def _beside(tree: Element, headline: str | None) -> str | None:
    """Return the date that stands alone, as the only one, in the markup around the headline."""
    sought = plain_words(headline or "")
    element = None
    for holder in tree.iter("h1", "h2", "h3", "div", "span", "p", "td"):
        if _holds(holder, sought) and (element is None or element in holder.iterancestors()):
            element = holder  # the innermost of the first
    for _ in range(_NEAR):
        element = None if element is None else element.getparent()
        if element is None or element.tag in {"body", "html"}:
            return None
        days = {day for text in _short_texts(element) if (day := _edtf(text))}
        if days:
            return max(days, key=len) if len({day[:10] for day in days}) == 1 else None
    return None


def _holds(element: Element, words: list[str]) -> bool:
    return bool(words) and len(element) <= _FEW and plain_words(brief(element, _TITLE_LENGTH.stop)) == words


def _short_texts(element: Element) -> Iterator[str]:
    """Yield the texts of the elements that may print a date: not headings, links, lists, prose."""
    for inner in element.iter("div", "span", "time", "p", "em", "i", "td"):
        if inner.get("datetime"):
            yield inner.get("datetime")
        elif _none(inner.iterdescendants(*_NOT_IN_DATE)) and _none(inner.iterancestors(*_NOT_OVER_DATE)):
            yield brief(inner, _NEAR_TEXT)


def _none(elements: Iterator[Element]) -> bool:
    return next(elements, None) is None


def _dated_url(url: str | None) -> str | None:
    found = _URL_DATE.search(url or "")
    return _day(*found.groups()) if found else None


def _edtf(text: str) -> str | None:
    """Return the EDTF form of a date, with the clock if it has one: ISO 8601 or day first, in Vietnam's zone."""
    found = _ISO.search(text[:200])
    if found:
        day = _day(found["year"], found["month"], found["day"])
        clock, zone = found["clock"], found["zone"]
    else:
        found = _DAY_FIRST.search(text[:200])
        half = _HALVES.search(text[:200])
        if not found or (half and half["english"]):
            return None  # an English program's clock: the month may come first
        day = _day(found["year"], found["month"], found["day"])
        time = None if half else _CLOCK.search(text[: found.start()] + " " + text[found.end() : 200])
        clock, zone = time and ":".join(part for part in time.groups() if part), None
    moment = clock and _moment(clock, zone)
    return day and day + (moment or "")


def _day(year: str, month: str, day: str) -> str | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found.isoformat() if found.year in _YEARS else None


def _moment(clock: str, zone: str | None) -> str | None:
    """Return a clock and its zone as EDTF has them; None for midnight, which stands for no clock, and what is none."""
    parts = [int(part) for part in clock.split(":")]
    if not any(parts) or any(part > most for part, most in zip(parts, (23, 59, 59), strict=False)):
        return None
    offset = _ZONE.fullmatch(zone or VIETNAM)
    written = "Z" if zone == "Z" else "".join([offset[1], ":", offset[2]]) if offset else VIETNAM
    return "T" + ":".join(f"{part:02d}" for part in parts) + written
