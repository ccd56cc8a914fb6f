"""Which facts a check is about."""

import pytest

from antq_extract.concerned import concerned
from antq_extract.emit import KINDS, record_row


@pytest.fixture
def named(facts):
    """Return a function from a text to its checks: id, status, and the words of the facts that they compare."""

    def run(text, **options):
        row = record_row(facts(text, **options), KINDS)
        return [
            (check["id"], check["status"], [row[kind][number]["text"] for kind, number in concerns])
            for check, concerns in zip(row["checks"], concerned(row), strict=True)
        ]

    return run


def test_part_and_whole(named):
    assert named("Có 11/13 bản và 25/20 xã đạt chuẩn.") == [
        ("ratio-bounds", "pass", ["11/13 bản"]),
        ("ratio-bounds", "fail", ["25/20 xã"]),
    ]


def test_a_percentage_and_its_fraction(named):
    assert named("Cả xã có 450/500 hộ, đạt 95%.") == [
        ("ratio-bounds", "pass", ["450/500 hộ"]),
        ("percent-of-fraction", "fail", ["450/500 hộ", "95%"]),
    ]


def test_like_checks_are_of_the_facts_in_their_order(facts):
    row = record_row(facts("Năm nay có 11/13 bản sạch. Năm trước cũng có 11/13 bản sạch."), KINDS)
    assert [check["id"] for check in row["checks"]] == ["ratio-bounds", "ratio-bounds"]
    assert concerned(row) == [(("ratios", 0),), (("ratios", 1),)]


def test_a_total_and_its_parts(named):
    text = "Khen thưởng 9 tập thể, cá nhân\n\nCông an tỉnh tặng Giấy khen cho 3 tập thể và 6 cá nhân.\n"
    assert named(text) == [("award-total", "pass", ["9 tập thể, cá nhân", "3 tập thể", "6 cá nhân"])]


def test_a_total_that_is_wrong(named):
    text = "Khen thưởng 10 tập thể, cá nhân\n\n09/12/2023 | 10:20\n\nCông an tỉnh tặng Giấy khen cho 3 tập thể và 6 cá nhân.\n"
    assert named(text) == [("award-total", "fail", ["10 tập thể, cá nhân", "3 tập thể", "6 cá nhân"])]


def test_a_weekday_and_the_day_of_the_event(named):
    text = "Bản Nà Lươm giữ yên\n\nThứ Hai, 09/12/2023 | 10:20\n\nSáng 8/12, Công an xã tổ chức họp bản.\n"
    assert named(text) == [
        ("weekday", "fail", ["Thứ Hai, 09/12/2023 | 10:20"]),
        ("event-before-publication", "pass", ["Sáng 8/12", "Thứ Hai, 09/12/2023 | 10:20"]),
    ]


def test_a_check_without_a_place(facts):
    row = dict(record_row(facts("Có 11/13 bản sạch."), KINDS))
    row["checks"] = [{"id": "rule-timeout", "status": "fail", "expected": 1, "actual": "a.b", "message": "a.b was"}]
    assert concerned(row) == [()]


def test_a_check_that_fits_no_fact(facts):
    row = dict(record_row(facts("Có 11/13 bản sạch."), KINDS)) | {"ratios": []}
    assert concerned(row) == [()]


def test_every_check_of_the_samples_but_a_timeout_has_its_facts(facts):
    from pathlib import Path

    count = 0
    for path in sorted(Path(__file__).parent.parent.joinpath("samples").glob("*.txt")):
        row = record_row(facts(path.read_bytes().decode("utf-8-sig")), KINDS)
        for check, found in zip(row["checks"], concerned(row), strict=True):
            assert found, (path.name, check)
            count += 1
    assert count > 50
