"""Articles of several papers on one event: which belong together, and what they say of its figures."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antq_extract import coverage
from antq_extract.figures import compared, told

LS, CB, TB, HY = ("20", "Lạng Sơn", "20"), ("04", "Cao Bằng", "04"), ("34", "Thái Bình", "33"), ("33", "Hưng Yên", "33")
NOW = {"33": "Hưng Yên", "20": "Lạng Sơn", "04": "Cao Bằng"}
DAY = "2023-02-08"


def unit(province, date):
    if province is None:
        return None
    code, name, now = province
    heirs = [{"name": NOW[now], "code": now}] if date < "2025-07-01" else []
    return {"name": name, "code": code, "successors": heirs, "inferred_from": "text"}


def award(count, kind="collective", name="Giấy khen", issuer="Giám đốc Công an tỉnh", qualifier="exact", unit=None):
    words = unit or {"collective": "tập thể", "individual": "cá nhân"}[kind]
    text = f"{count} {words}"
    return {
        "count": count, "qualifier": qualifier, "recipient_type": kind, "unit": words, "awards": [name],
        "issuers": [issuer] if issuer else [], "text": text, "start": 5, "end": 5 + len(text),
    }  # fmt: skip


def ratio(numerator, denominator, criterion="đạt chuẩn", unit="xã", value=None, period=None, direction=None):
    value = numerator / denominator if value is None else value
    return {
        "numerator": numerator, "denominator": denominator, "value": value, "low": None, "unit": unit,
        "criterion": criterion, "period": period, "direction": direction, "text": f"{numerator}/{denominator}",
        "start": 9, "end": 14,
    }  # fmt: skip


def record(
    number, province=LS, *, day=DAY, part=None, headline=None, names=(), awards=(), ratios=(), published=None, **inside
):
    date = published or day
    dates = [{"role": "event", "granularity": "day", "edtf": day, "part_of_day": part}] if day else []
    return {
        "id": f"sha256:{hashlib.sha256(str(number).encode()).hexdigest()}",
        "source": {"path": f"d/{number}.txt", "index": 0},
        "article": {
            "headline": headline,
            "date_published": date,
            "publisher": None,
            "url": None,
            "province": unit(province, date),
            **{
                level: {"name": inside[level], "code": None, "successors": [], "inferred_from": "text"}
                for level in ("district", "commune")
                if level in inside
            },
        },
        "dates": dates,
        "officials": [{"normalized_name": name, "normalized_rank": None, "posts": []} for name in names],
        "awards": list(awards),
        "ratios": list(ratios),
    }


def covered(records):
    return coverage.coverage(coverage.story(number, row) for number, row in enumerate(records))


def groups(records):
    return sorted(sorted(one.articles) for one in covered(records))


A, B, C, D = "Lò Văn Tám", "Quàng Thị Bảy", "Hứa Văn Lãm", "Tạ Đăng Khoa"
HEAD = "Khen thưởng 33 tập thể, cá nhân trong phong trào bảo vệ an ninh"
LIKE = "Công an tỉnh khen thưởng 33 tập thể, cá nhân trong phong trào bảo vệ an ninh"
OTHER = "Ra mắt mô hình camera an ninh ở vùng biên"

CASES = {
    # --- together
    "officials and figures": (
        [record(0, names=[A, B], awards=[award(25)]), record(1, names=[B, A], awards=[award(25)])],
        [[0, 1]],
    ),
    "officials and headline": ([record(0, names=[A], headline=HEAD), record(1, names=[A], headline=LIKE)], [[0, 1]]),
    "a commune and officials": (
        [record(0, names=[A, B], commune="Xã Tân Lập"), record(1, names=[A, B], commune="Xã Tân Lập")],
        [[0, 1]],
    ),
    "one official and a figure": ([record(0, names=[A], awards=[award(25)]), record(1, names=[A], awards=[award(25)])], [[0, 1]]),
    "one official and half of the headline": (
        [record(0, names=[A], headline="Xe tải đâm sập cầu ở xã Tân Lập"), record(1, names=[A], headline="Xe tải nặng đâm sập cầu ở Tân Lập")],
        [[0, 1]],
    ),
    "the same headline": ([record(0, headline=HEAD), record(1, headline=HEAD)], [[0, 1]]),
    "many officials": ([record(0, names=[A, B, C, D]), record(1, names=[A, B, C, D])], [[0, 1]]),
    "three papers": (
        [record(n, names=[A, B], awards=[award(25)], headline=HEAD) for n in range(3)],
        [[0, 1, 2]],
    ),
    "a paper that does not name the province": (
        [record(0, None, names=[A, B], awards=[award(25), award(41, "individual")]), record(1, names=[A, B], awards=[award(25), award(41, "individual")])],
        [[0, 1]],
    ),
    "after the merger one paper has the old name": (
        [record(0, TB, day="2025-06-30", names=[A, B], awards=[award(25)]), record(1, HY, day="2025-06-30", published="2025-07-01", names=[A, B], awards=[award(25)])],
        [[0, 1]],
    ),
    # --- apart
    "another day": ([record(0, names=[A, B], awards=[award(25)]), record(1, names=[A, B], awards=[award(25)], day="2023-02-09")], []),
    "another province": ([record(0, names=[A, B], awards=[award(25)]), record(1, CB, names=[A, B], awards=[award(25)])], []),
    "day and province alone": ([record(0, headline=HEAD), record(1, headline=OTHER)], []),
    "one official alone": ([record(0, names=[A], headline=HEAD), record(1, names=[A], headline=OTHER)], []),
    "one official and a figure of another issuer": (
        [record(0, names=[A], awards=[award(25)]), record(1, names=[A], awards=[award(25, issuer="Chủ tịch UBND huyện")])],
        [],
    ),
    "one official and a figure where no province is told": (
        [record(0, None, names=[A], awards=[award(25)]), record(1, names=[A], awards=[award(25)])],
        [],
    ),
    "a small figure alone": ([record(0, awards=[award(3)]), record(1, awards=[award(3)])], []),
    "another commune": (
        [record(0, names=[A, B], headline=HEAD, commune="Xã Tân Lập"), record(1, names=[A, B], headline=HEAD, commune="Xã Yên Sơn")],
        [],
    ),
    "another district": (
        [record(0, headline=HEAD, names=[A, B], district="Huyện Tân Khê"), record(1, headline=HEAD, names=[A, B], district="Huyện Phú Thạch")],
        [],
    ),
    "morning and afternoon": (
        [record(0, names=[A, B], awards=[award(25)], part="morning"), record(1, names=[A, B], awards=[award(25)], part="afternoon")],
        [],
    ),
    "two provinces that were merged later": (
        [record(0, TB, names=[A, B], awards=[award(25)]), record(1, HY, names=[A, B], awards=[award(25)])],
        [],
    ),
    "no day": ([record(0, day=None, published=DAY, headline=HEAD), record(1, day=None, published=DAY, headline=HEAD)], []),
    "two events of one day": (
        [
            record(0, names=[A, B], awards=[award(25)], headline=HEAD),
            record(1, names=[A, B], awards=[award(25)], headline=LIKE),
            record(2, names=[A, C], ratios=[ratio(15, 20)], headline=OTHER),
            record(3, names=[A, C], ratios=[ratio(15, 20)], headline=f"{OTHER} hôm nay"),
        ],
        [[0, 1], [2, 3]],
    ),
    "a survey of the day joins no two events": (
        [
            record(0, names=[A, B], awards=[award(25)], commune="Xã Tân Lập"),
            record(1, names=[A, B, C, D], awards=[award(25), award(12)]),
            record(2, names=[C, D], awards=[award(12)], commune="Xã Yên Sơn"),
        ],
        [[0, 1]],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("records", "expected"), CASES.values(), ids=CASES)
def test_which_articles_belong_together(records, expected):
    assert groups(records) == expected


def test_what_is_said_of_an_event():
    records = [
        record(0, names=[A, B], awards=[award(25)], headline=HEAD, published="2023-02-10", commune="Xã Tân Lập"),
        record(1, names=[B, A], awards=[award(23)], headline=LIKE, published="2023-02-09", commune="Xã Tân Lập"),
        record(2, names=[C]),
    ]
    records.append({**records[1], "source": {"path": "d/copy.txt", "index": 0}})
    (found,) = covered(records)
    assert found == (
        f"2023-02-08-lang-son-{hashlib.sha256(records[1]['id'].encode()).hexdigest()[:8]}",
        DAY, "Lạng Sơn", "20", "Lạng Sơn", "20", "Giám đốc Công an tỉnh", (1, 0), ((3, 1),),
        (
            ("date", DAY),
            ("province", "Lạng Sơn"),
            ("commune", "Xã Tân Lập"),
            ("officials", f"{A}; {B}"),
            ("headline", "khen thưởng 33 tập thể cá nhân trong phong trào bảo vệ an ninh"),
            ("organizer", "Giám đốc Công an tỉnh"),
        ),
        (("award", "Giấy khen · tập thể · Giám đốc Công an tỉnh", ((1, 23, "23 tập thể", 5, 15), (0, 25, "25 tập thể", 5, 15)), False),),
    )  # fmt: skip
    assert {why.code for why in found.why} <= set(coverage.WHY)


def test_copies_alone_are_no_event():
    row = record(0, names=[A, B], awards=[award(25)], headline=HEAD)
    assert covered([row, row, row]) == ()


def test_an_event_of_two_days_is_one():
    rows = [record(n, names=[A, B], awards=[award(25)], headline=HEAD) for n in range(2)]
    for row in rows:
        row["dates"].append({**row["dates"][0], "edtf": "2023-02-09"})
    assert [(one.date, one.articles) for one in covered(rows)] == [(DAY, covered(rows)[0].articles)]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        # (awards or ratios of each article), (values, agree) of each figure
        ([[award(25)], [award(25)]], [([25, 25], True)]),
        ([[award(25)], [award(23)]], [([25, 23], False)]),
        ([[award(25)], [award(25)], [award(23)]], [([25, 25, 23], False)]),
        ([[award(25)], [award(25, "individual")]], []),
        ([[award(25)], [award(25, unit="đơn vị")]], [([25, 25], True)]),
        ([[award(25)], [award(23, unit="đơn vị")]], []),
        ([[award(25)], [award(25, issuer="Chủ tịch UBND tỉnh")]], []),
        ([[award(25)], [award(25, name="Bằng khen")]], []),
        ([[award(25)], [award(23, issuer="Chủ tịch UBND tỉnh")]], []),
        ([[award(25)], [award(23, issuer=None)]], [([25, 23], False)]),
        ([[award(25)], [award(23, issuer="Giám đốc Công an tỉnh Lạng Sơn")]], [([25, 23], False)]),
        # of two of a kind the equal ones belong together, and what is left over does
        ([[award(25), award(4)], [award(4), award(25)]], [([4, 4], True), ([25, 25], True)]),
        ([[award(25), award(4)], [award(25), award(5)]], [([4, 5], False), ([25, 25], True)]),
        ([[award(25), award(4)], [award(6)]], []),  # which of the two is it?
        # how exact
        ([[award(30, qualifier="over")], [award(33)]], [([30, 33], True)]),
        ([[award(30, qualifier="over")], [award(29)]], [([30, 29], False)]),
        ([[award(30, qualifier="nearly")], [award(28)]], [([30, 28], True)]),
        ([[award(30, qualifier="nearly")], [award(31)]], [([30, 31], False)]),
        ([[award(30, qualifier="about")], [award(31)]], [([30, 31], True)]),
        ([[award(30, qualifier="at_least")], [award(80)]], [([30, 80], False)]),
        ([[award(30, qualifier="over")], [award(40, qualifier="over")]], [([30, 40], False)]),
        # ratios
        ([[ratio(15, 20)], [ratio(15, 20)]], [([0.75, 0.75], True)]),
        ([[ratio(15, 20)], [ratio(16, 20)]], [([0.75, 0.8], False)]),
        ([[ratio(15, 20)], [ratio(None, None, value=0.75)]], [([0.75, 0.75], True)]),
        ([[ratio(1686, 1727)], [ratio(None, None, value=0.976)]], [([1686 / 1727, 0.976], True)]),
        ([[ratio(15, 20)], [ratio(None, None, value=0.7)]], [([0.75, 0.7], False)]),
        ([[ratio(15, 20)], [ratio(16, 20, criterion="có hộ nghèo")]], []),
        ([[ratio(15, 20)], [ratio(16, 20, unit="thôn")]], []),
        ([[ratio(15, 20, period="2022")], [ratio(16, 20, period="2023")]], []),
        ([[ratio(15, 20, criterion=None)], [ratio(16, 20, criterion=None)]], []),
        ([[ratio(15, 20, criterion=None)], [ratio(15, 20, criterion=None)]], [([0.75, 0.75], True)]),
        ([[ratio(None, None, value=0.1, direction="decrease")], [ratio(None, None, value=0.2, direction="decrease")]], []),
    ],
)  # fmt: skip
def test_figures_side_by_side(facts, expected):
    rows = {}
    for number, found in enumerate(facts):
        kind = "awards" if "count" in found[0] else "ratios"
        rows[number] = told(record(number, **{kind: found}))
    figures = compared(rows)
    assert [([value.value for value in figure.values], figure.agree) for figure in figures] == expected


ROWS = st.lists(
    st.builds(
        lambda province, names, awards, headline, day, part: (province, names, awards, headline, day, part),
        st.sampled_from([None, LS, CB, TB, HY]),
        st.lists(st.sampled_from([A, B, C, D]), unique=True, max_size=4),
        st.lists(st.integers(1, 40), max_size=3),
        st.sampled_from([None, HEAD, LIKE, OTHER]),
        st.sampled_from([DAY, "2023-02-09", None]),
        st.sampled_from([None, "morning", "afternoon"]),
    ),
    max_size=9,
)


@settings(max_examples=200, deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_articles_does_not_matter(rows, random):
    stories = [
        coverage.story(
            number,
            record(
                number,
                province,
                day=day,
                part=part,
                names=names,
                awards=map(award, counts),
                headline=headline,
                published=DAY,
            ),
        )
        for number, (province, names, counts, headline, day, part) in enumerate(rows)
    ]
    found = coverage.coverage(stories)
    random.shuffle(stories)
    assert coverage.coverage(stories) == found
    by_number = {story.article: story for story in stories}
    for one in found:
        provinces = {by_number[article].province for article in one.articles} - {""}
        assert len(one.articles) > 1
        assert len(provinces) <= 1
        assert all(one.date in by_number[article].days for article in one.articles)
        assert all(len({value.article for value in figure.values}) == len(figure.values) > 1 for figure in one.figures)
    assert len({one.id for one in found}) == len(found)
