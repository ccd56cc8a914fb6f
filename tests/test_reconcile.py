"""Checks: contradictions and confirmations that the text itself allows."""

import pytest

from antq_extract import reconcile


def compact(check):
    return (check.id, check.status, check.expected, check.actual)


HEAD = "Công an huyện Tân Khê khen thưởng {} tập thể, cá nhân xuất sắc\n\n28/12/2022 08:30\n\n"
BODY = (
    "Sáng 27/12, Công an huyện Tân Khê tổng kết phong trào thi đua. Dịp này, Trưởng Công an huyện tặng Giấy khen cho"
    " 4 tập thể, 7 cá nhân có thành tích."
)
ON_TIME = ("event-before-publication", "pass", "2022-12-28T08:30:00+07:00", "2022-12-27")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bà con rất vui.", []),
        # award-total
        (HEAD.format(11) + BODY, [("award-total", "pass", 11, 11), ON_TIME]),
        (HEAD.format(12) + BODY, [("award-total", "fail", 12, 11), ON_TIME]),
        (
            "Công an huyện khen thưởng 11 tập thể, cá nhân, trong đó có 4 tập thể, 7 cá nhân.",
            [("award-total", "pass", 11, 11)],
        ),
        # ratio-bounds
        ("Có 12/13 thôn có camera.", [("ratio-bounds", "pass", 13, 12)]),
        ("Có 13/13 thôn có camera.", [("ratio-bounds", "pass", 13, 13)]),
        ("Có 34.103/34.036 hộ ký cam kết.", [("ratio-bounds", "fail", 34036, 34103)]),
        # percent-of-fraction
        (
            "Có 2.846/2.911 hộ, đạt 97,8%.",
            [("ratio-bounds", "pass", 2911, 2846), ("percent-of-fraction", "pass", 97.77, 97.8)],
        ),
        (
            "Có 184/254 hộ, đạt 78,2%.",
            [("ratio-bounds", "pass", 254, 184), ("percent-of-fraction", "fail", 72.44, 78.2)],
        ),
        (
            "Có 77/84 vụ (91,7%) được làm rõ.",
            [("ratio-bounds", "pass", 84, 77), ("percent-of-fraction", "pass", 91.67, 91.7)],
        ),
        (
            "Có 2.846/2.911 hộ ký cam kết, đạt 97,8%.",
            [("ratio-bounds", "pass", 2911, 2846), ("percent-of-fraction", "pass", 97.77, 97.8)],
        ),
        (
            "Có 185/254 hộ góp tiền, đạt 78,2%.",
            [("ratio-bounds", "pass", 254, 185), ("percent-of-fraction", "fail", 72.83, 78.2)],
        ),
        (
            "Có 77/84 vụ được làm rõ (91,7%).",
            [("ratio-bounds", "pass", 84, 77), ("percent-of-fraction", "pass", 91.67, 91.7)],
        ),
        # another figure's percentage is not compared
        ("Có 12/13 thôn có camera; 64% hộ góp tiền.", [("ratio-bounds", "pass", 13, 12)]),
        # weekday
        ("Thứ Hai, ngày 15/8/2022, xã họp dân.", [("weekday", "pass", "Monday", "Monday")]),
        ("Thứ Ba, ngày 15/8/2022, xã họp dân.", [("weekday", "fail", "Monday", "Tuesday")]),
        ("Chủ nhật, ngày 14/8/2022, xã họp dân.", [("weekday", "pass", "Sunday", "Sunday")]),
        # event-before-publication
        (HEAD.format("các") + BODY, [ON_TIME]),
        (
            HEAD.format("các") + "Sáng 29/12/2022, Công an huyện Tân Khê tổ chức hội nghị tổng kết phong trào thi đua.",
            [("event-before-publication", "fail", "2022-12-28T08:30:00+07:00", "2022-12-29")],
        ),
    ],
)
def test_checks(facts, text, expected):
    assert [compact(check) for check in facts(text).checks] == expected


def test_a_failed_check_removes_nothing(facts):
    record = facts("Có 34.103/34.036 hộ ký cam kết.")
    assert [check.status for check in record.checks] == ["fail"]
    assert [fact.text for fact in record.ratios] == ["34.103/34.036 hộ"]


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("Có 12/13 thôn có camera.", ["12/13 thôn: 12 is not above 13"]),
        ("Có 14/13 thôn có camera.", ["14/13 thôn: 14 is above 13"]),
        ("Thứ Ba, ngày 15/8/2022, xã họp dân.", ["Thứ Ba, ngày 15/8/2022: 2022-08-15 is a Monday"]),
    ],
)
def test_messages(facts, text, messages):
    assert [check.message for check in facts(text).checks] == messages


def test_a_rule_that_was_stopped_is_a_failed_check():
    check = reconcile.timeout("a.b", 0.5)
    assert compact(check) == ("rule-timeout", "fail", 0.5, "a.b")
    assert check.message == "a.b was stopped after 0.5 s; facts may be missing or wrong"
