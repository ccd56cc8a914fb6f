"""The record contract as pydantic models; ``Record`` is validated before it is written.

Names follow schema.org NewsArticle (article), EDTF, ISO 8601-2 (dates), Popolo (officials) and the W3C Web Annotation
text position selector (``start``, ``end``). All positions are half-open ranges of Unicode code points of the source.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

SCHEMA_VERSION: Final = "1.0"

_DAY = r"[0-9X]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_MOMENT = rf"{_DAY}T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?(?:[+-](?:0[0-9]|1[0-4]):[0-5][0-9]|Z)?"
_POINT = rf"(?:{_MOMENT}|{_DAY}|[0-9X]{{4}}-(?:0[1-9]|1[0-2])|[0-9X]{{4}})"
EDTF_PATTERN = rf"^(?:{_POINT}|(?:{_POINT}|\.\.)/{_POINT}|{_POINT}/\.\.)$"

Share = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Anchored(_Model):
    """Anything with a place in the source and the rule that found it."""

    text: str = Field(min_length=1, description="The source at start–end, untouched.")
    start: int = Field(ge=0, description="First code point of the source.")
    end: int = Field(ge=1, description="One past the last code point of the source.")
    rule: str = Field(min_length=1, description="Id of the rule that found it.")

    @model_validator(mode="after")
    def _length_agrees(self) -> Self:
        if self.end - self.start != len(self.text):
            raise ValueError("text does not fill start–end")
        return self


class Heir(_Model):
    """A unit of the administrative map since 1 July 2025."""

    name: str = Field(min_length=1)
    code: str = Field(description="Of the National Statistics Office.")


Level = Literal["province", "district", "commune"]


class Unit(_Model):
    """An administrative unit as it was called on the article's day, and how it was inferred.

    Provinces have their bare name ("Thái Bình"), districts and communes their kind before it ("Huyện Vũ Thư").
    """

    name: str = Field(min_length=1)
    code: str | None = Field(
        None, description="Of the National Statistics Office; null where its register lacks the unit."
    )
    successors: tuple[Heir, ...] = Field(
        (), description="What took its place on 1 July 2025, for an article from before."
    )
    inferred_from: Literal[
        "headline", "text", "district", "commune", "publisher", "site", "issuer", "organization", "article"
    ]


class Source(_Model):
    """Where the article came from; no machine path."""

    path: str
    index: int = Field(ge=0, description="Place of the article in its file.")
    media_type: str
    encoding: str
    bytes: int = Field(ge=0, description="Size of the input, in bytes.")


class ArticleInfo(_Model):
    """Front matter, in the terms of schema.org NewsArticle."""

    headline: str | None = None
    date_published: str | None = Field(None, pattern=EDTF_PATTERN, description="EDTF.")
    authors: tuple[str, ...] = ()
    publisher: str | None = Field(None, description="Agency sign or site that the text names.")
    url: str | None = None
    province: Unit | None = None
    district: Unit | None = None
    commune: Unit | None = None


class DateFact(Anchored):
    """A calendar expression, normalised to EDTF; ``XXXX`` where the year cannot be known.

    A lunar date keeps its own year, month and day in the form of EDTF: they name no solar day.
    """

    edtf: str = Field(pattern=EDTF_PATTERN)
    calendar: Literal["gregorian", "lunar"] = "gregorian"
    granularity: Literal["year", "month", "day", "minute", "second", "interval"]
    part_of_day: Literal["morning", "noon", "afternoon", "evening", "night"] | None = None
    role: Literal["published", "page", "event", "mention"]
    inferred: bool = Field(description="True where the year comes from outside the expression.")


class RatioFact(Anchored):
    """A part of a whole: a fraction of counts, or a percentage."""

    low: Share | None = Field(None, description="Lower end of a range, as a share.")
    numerator: int | None = Field(None, ge=0)
    denominator: int | None = Field(None, ge=1)
    value: Share = Field(description="The share: 0.985 for 98,5%.")
    unit: str | None = None
    criterion: str | None = None
    period: str | None = Field(None, pattern=EDTF_PATTERN, description="EDTF of the period it holds for.")
    direction: Literal["increase", "decrease"] | None = None
    province: Unit | None = None
    district: Unit | None = None
    commune: Unit | None = None


class AwardFact(Anchored):
    """A counted recognition."""

    count: int = Field(ge=1)
    qualifier: Literal["exact", "over", "nearly", "about", "at_least"]
    recipient_type: Literal["collective", "individual", "collective_and_individual", "household", "award"]
    unit: str = Field(min_length=1)
    awards: tuple[str, ...]
    issuers: tuple[str, ...]
    province: Unit | None = None
    district: Unit | None = None
    commune: Unit | None = None


class Post(_Model):
    """A public post: the label as the text spells it, in one spelling for all articles, and its parts."""

    label: str = Field(min_length=1)
    normalized_label: str = Field(min_length=1, description="Abbreviations in full: PGĐ CATP is Phó Giám đốc …")
    role: str = Field(min_length=1)
    organization: str | None = None
    province: Unit | None = None
    district: Unit | None = None
    commune: Unit | None = None


class Official(_Model):
    """A person named together with a public post or a police or military rank."""

    name: str = Field(min_length=1)
    normalized_name: str = Field(min_length=1, description="In title case, tone marks as in hòa, thủy.")
    honorific_prefix: str | None = None
    rank: str | None = None
    normalized_rank: str | None = Field(None, description="As the law spells it.")
    posts: tuple[Post, ...]
    mentions: tuple[Anchored, ...] = Field(min_length=1)


class PlaceFact(Anchored):
    """An administrative unit, at the first place where the article names it."""

    level: Level
    name: str = Field(min_length=1, description="As in Unit.")
    code: str | None = None
    province: str | None = Field(None, description="Of a district or commune: the province it lies in.")
    province_code: str | None = None
    successors: tuple[Heir, ...] = ()


class Check(_Model):
    """A contradiction or confirmation that the text itself allows."""

    id: str
    status: Literal["pass", "fail"]
    expected: int | float | str
    actual: int | float | str
    message: str


class Facts(_Model):
    """Facts of the kinds that rule packs bring, by kind."""


class Record(_Model):
    """One article's facts."""

    schema_version: Literal["1.0"] = SCHEMA_VERSION
    id: str = Field(pattern=r"^sha256:[0-9a-f]{64}$", description="Digest of the decoded text.")
    source: Source
    article: ArticleInfo
    dates: tuple[DateFact, ...] = ()
    ratios: tuple[RatioFact, ...] = ()
    awards: tuple[AwardFact, ...] = ()
    officials: tuple[Official, ...] = ()
    places: tuple[PlaceFact, ...] = ()
    facts: Facts = Facts()
    checks: tuple[Check, ...] = ()
    text: str | None = Field(default=None, description="The source text, where it was asked for.")
