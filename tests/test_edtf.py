"""Points of the calendar and their EDTF forms; the years that reports leave out."""

import re
from datetime import date

import pytest

from antq_extract.edtf import Evidence, Point, parse
from antq_extract.records import EDTF_PATTERN


@pytest.mark.parametrize(
    ("point", "edtf", "granularity"),
    [
        (Point(2023), "2023", "year"),
        (Point(1990, decade=True), "199X", "year"),
        (Point(2023, 2), "2023-02", "month"),
        (Point(2023, 2, 8), "2023-02-08", "day"),
        (Point(None, 8, 17), "XXXX-08-17", "day"),
        (Point(None, 8), "XXXX-08", "month"),
        (Point(2023, 2, 8, 16), "2023-02-08T16:00:00+07:00", "minute"),
        (Point(2023, 2, 8, 16, 29), "2023-02-08T16:29:00+07:00", "minute"),
        (Point(2023, 2, 8, 16, 29, 5), "2023-02-08T16:29:05+07:00", "second"),
        (Point(2023, 2, 8, 0, 0, 0, zone="+00:00"), "2023-02-08T00:00:00+00:00", "second"),
        (Point(800, 2), "0800-02", "month"),
    ],
)
def test_points(point, edtf, granularity):
    assert (point.edtf(), point.granularity()) == (edtf, granularity)
    assert re.fullmatch(EDTF_PATTERN, edtf)


@pytest.mark.parametrize(
    ("point", "local"),
    [(Point(2023, 2, 8, 16, 29, 5), "2023-02-08T16:29"), (Point(2023, 2, 8), "2023-02-08"), (Point(2023), "2023")],
)
def test_points_inside_an_interval(point, local):
    assert point.local() == local


@pytest.mark.parametrize(
    ("there", "here"),
    [
        ("2023-10-17T18:30:20Z", "2023-10-18T01:30:20+07:00"),
        ("2023-12-31T17:00+00:00", "2024-01-01T00:00:00+07:00"),
        ("2023-10-18T03:30+09:00", "2023-10-18T01:30:00+07:00"),
        ("2023-10-18T01:30", "2023-10-18T01:30:00+07:00"),
        ("2023-10-18", "2023-10-18"),
        ("2023-10", "2023-10"),
        ("9999-12-31T23:00Z", "9999-12-31T23:00:00+00:00"),
        ("0001-01-01T01:00+10:00", "0001-01-01T01:00:00+10:00"),
    ],
)
def test_moments_by_the_clock_of_vietnam(there, here):
    assert parse(there).in_vietnam().edtf() == here


@pytest.mark.parametrize(
    ("point", "possible"),
    [
        (Point(2023, 2, 28), True),
        (Point(2023, 2, 29), False),
        (Point(2024, 2, 29), True),
        (Point(None, 2, 29), True),
        (Point(None, 2, 30), False),
        (Point(2023, 4, 31), False),
        (Point(2023, 12, 31), True),
        (Point(2023, 12), True),
        (Point(2023), True),
    ],
)
def test_what_the_calendar_has(point, possible):
    assert point.possible() is possible


@pytest.mark.parametrize(
    ("point", "day"),
    [(Point(2023, 2, 8), date(2023, 2, 8)), (Point(None, 2, 8), None), (Point(2023, 2), None), (Point(2023), None)],
)
def test_days(point, day):
    assert point.as_date() == day


@pytest.mark.parametrize("edtf", ["2023", "2023-02", "2023-02-08", "2023-02-08T16:29:00+07:00"])
def test_parse_reads_what_edtf_writes(edtf):
    assert parse(edtf).edtf() == edtf


NOBODY = frozenset()


@pytest.mark.parametrize(
    ("published", "point", "way", "year"),
    [
        # the nearest such day on or before the publication
        ("2023-02-09", Point(None, 2, 8), "past", 2023),
        ("2023-02-09", Point(None, 2, 9), "past", 2023),
        ("2023-02-09", Point(None, 2, 10), "past", 2022),
        ("2023-02-09", Point(None, 12, 31), "past", 2022),
        ("2023-02-09", Point(None, 2), "past", 2023),
        ("2023-02-09", Point(None, 3), "past", 2022),
        ("2023-02", Point(None, 2, 28), "past", 2023),
        ("2023-02", Point(None, 3, 1), "past", 2022),
        ("2023", Point(None, 12, 31), "past", 2023),
        # on or after it
        ("2023-02-09", Point(None, 2, 9), "future", 2023),
        ("2023-02-09", Point(None, 2, 8), "future", 2024),
        ("2023-02-09", Point(None, 2), "future", 2023),
        ("2023-12-20", Point(None, 1, 15), "future", 2024),
        # where it is nearer
        ("2023-02-09", Point(None, 3, 1), "nearest", 2023),
        ("2023-02-09", Point(None, 12, 1), "nearest", 2022),
        ("2023-11-20", Point(None, 1, 15), "nearest", 2024),
        ("2023-11-20", Point(None, 9, 15), "nearest", 2023),
    ],
)
def test_the_year_from_the_publication(published, point, way, year):
    evidence = Evidence(parse(published), (), NOBODY)
    assert evidence.year_of(point, (), (), way) == year


@pytest.mark.parametrize(
    ("point", "near", "full", "beside", "year"),
    [
        (Point(None, 8, 17), [], [], [], None),
        # a full date near by, of the sentence or of the article
        (Point(None, 8, 17), [date(2021, 8, 20)], [], [], 2021),
        # elsewhere in the article, two full dates of a year vouch for it, or one of the same day
        (Point(None, 8, 17), [], [date(2021, 8, 20), date(2021, 9, 2)], [], 2021),
        (Point(None, 8, 17), [], [date(2021, 8, 17)], [], 2021),
        (Point(None, 8, 17), [], [date(2021, 8, 20)], [], None),
        (Point(None, 12, 28), [date(2022, 1, 5)], [], [], 2021),
        (Point(None, 1, 5), [date(2021, 12, 28)], [], [], 2022),
        (Point(None, 8, 17), [date(2021, 1, 20)], [], [], None),
        # the year named beside it, but for what looks back from the first months
        (Point(None, 8, 17), [], [], [2021], 2021),
        (Point(None, 1, 17), [], [], [2021], None),
        (Point(None, 10, 17), [], [], [2021, 2022], 2021),
        (Point(None, 3, 17), [], [], [2021, 2022], 2022),
        (Point(None, 8, 17), [], [], [2021, 2022], None),
        (Point(None, 8, 17), [], [], [2015, 2022], None),
    ],
)
def test_the_year_from_the_article(point, near, full, beside, year):
    evidence = Evidence(None, tuple(full), NOBODY)
    assert evidence.year_of(point, near, beside, "past") == year


def test_an_old_full_date_of_the_article_does_not_vouch_for_a_later_report():
    evidence = Evidence(None, (date(2015, 8, 20),), frozenset({2015, 2022}))
    assert evidence.year_of(Point(None, 8, 17), (), (), "past") is None
