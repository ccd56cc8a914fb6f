"""Officials over several articles: who is one person, who is not, and why."""

import hashlib
import json
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antq_extract import namesakes, people
from antq_extract.errors import UsageError
from antq_extract.standing import height, standing

# Provinces: code and name, each with what took its place.
LS, CB, HN = ("20", "Lạng Sơn", "20"), ("04", "Cao Bằng", "04"), ("01", "Hà Nội", "01")
TB, HY = ("34", "Thái Bình", "33"), ("33", "Hưng Yên", "33")
NOW = {"33": "Hưng Yên", "20": "Lạng Sơn", "04": "Cao Bằng", "01": "Hà Nội"}
REFORM = "2025-07-01"
NAME = "Nguyễn Văn Hùng"


def unit(province, date, inferred="text"):
    if province is None:
        return None
    code, name, now = province
    heirs = [{"name": NOW[now], "code": now}] if (date or "") < REFORM else []
    return {"name": name, "code": code, "successors": heirs, "inferred_from": inferred}


def inner(name, inferred="text"):
    return {"name": name, "code": None, "successors": [], "inferred_from": inferred} if name else None


def post(label, role, province=None, date=None):
    """A post as a record has it; the organisation is what stands behind the role. Without a province it says nothing of it."""
    return {
        "label": label,
        "normalized_label": label,
        "role": role,
        "organization": label[len(role) :].strip() or None,
        **({"province": unit(province, date, "organization"), "district": None, "commune": None} if province else {}),
    }


ROLES = [
    "Phó Trưởng phòng", "Trưởng phòng", "Phó Trưởng Công an", "Trưởng Công an", "Phó Giám đốc", "Giám đốc",
    "Phó Chủ tịch", "Chủ tịch", "Phó Bí thư", "Bí thư", "Ủy viên", "Thứ trưởng", "Bộ trưởng", "Cán bộ", "Thủ tướng", "Đội trưởng", "Trưởng ban", "Trưởng thôn",
]  # fmt: skip


def posts(labels, date):
    for label in filter(None, labels.split("; ")):
        label, _, where = label.partition(" @ ")
        bare = label.removeprefix("nguyên ")
        role = next(role for role in ROLES if bare.lower().startswith(role.lower()))
        province = {"Cao Bằng": CB, "Lạng Sơn": LS, "Thái Bình": TB, "Hưng Yên": HY, "Hà Nội": HN}.get(where)
        found = post(label, label[: len(label) - len(bare)] + role, province, date)
        yield {**found, "province": None} if where == "country" else found  # the record knows that it is elsewhere


def record(number, date, province, *officials, **inside):
    """A record with officials, each name, rank and posts ("A; B @ Lạng Sơn")."""
    return {
        "id": f"sha256:{hashlib.sha256(str(number).encode()).hexdigest()}",
        "source": {"path": f"d/{number}.txt", "index": 0},
        "article": {
            "date_published": date,
            "url": None,
            "headline": None,
            "publisher": None,
            "province": unit(province, date),
            **{level: inner(inside.get(level)) for level in ("district", "commune")},
        },
        "dates": [],
        "officials": [
            {"normalized_name": name, "normalized_rank": rank, "posts": list(posts(labels, date))}
            for name, rank, labels in officials
        ],
    }


def told(articles, names=NAME):
    """Return the people of articles given as (date, province, rank, posts[, places])."""
    records = [
        record(number, date, province, (names, rank, labels), **(more[0] if more else {}))
        for number, (date, province, rank, labels, *more) in enumerate(articles)
    ]
    return people.persons([one for number, row in enumerate(records) for one in people.appearances(number, row)])


def shares(persons):
    """Return the articles of each person, each with why it is of this person."""
    return sorted([(one.article, one.why) for one in person.articles] for person in persons)


GD, PGD, CT = "Giám đốc Công an tỉnh", "Phó Giám đốc Công an tỉnh", "Chủ tịch Ủy ban nhân dân tỉnh"
XA = "Trưởng Công an xã"

CASES = {
    # --- ties
    "the same post in one province": (
        [("2023-01-05", LS, "Đại tá", GD), ("2023-06-01", LS, "Đại tá", GD)],
        [[(0, "first"), (1, "same-post")]],
    ),
    "the same post in two provinces": (
        [("2023-01-05", LS, "Đại tá", GD), ("2023-06-01", CB, "Đại tá", GD)],
        [[(0, "first")], [(1, "first")]],
    ),
    "the post's own province counts, not the article's": (
        [("2023-01-05", LS, "Đại tá", GD), ("2023-06-01", CB, "Đại tá", f"{GD} Lạng Sơn @ Lạng Sơn")],
        [[(0, "first"), (1, "same-post")]],
    ),
    "a deputy who becomes head": (
        [("2021-03-01", LS, "Thượng tá", PGD), ("2023-06-01", LS, "Đại tá", GD)],
        [[(0, "first"), (1, "succession")]],
    ),
    "a head before the deputy is another": (
        [("2021-03-01", LS, "Đại tá", GD), ("2023-06-01", LS, "Đại tá", PGD)],
        [[(0, "first")], [(1, "first")]],
    ),
    "papers that lag behind an appointment": (
        [("2023-06-01", LS, "Đại tá", GD), ("2023-06-10", LS, "Đại tá", PGD), ("2023-01-01", LS, "Đại tá", PGD)],
        [[(2, "first"), (0, "same-rank"), (1, "same-post")]],
    ),
    "same rank and organisation, whatever the role": (
        [("2023-01-05", LS, "Thiếu tá", "Cán bộ Công an tỉnh"), ("2023-06-01", LS, "Thiếu tá", "Cán bộ Công an tỉnh Lạng Sơn")],
        [[(0, "first"), (1, "same-rank")]],
    ),
    "rank and file of another rank": (
        [("2023-01-05", LS, "Thiếu úy", "Cán bộ Công an tỉnh"), ("2023-06-01", LS, "Trung tá", "Cán bộ Công an tỉnh")],
        [[(0, "first")], [(1, "first")]],
    ),
    "from a department to the head of its police": (
        [("2021-01-05", LS, "Thượng tá", "Trưởng phòng Tham mưu Công an tỉnh"), ("2023-06-01", LS, "Đại tá", PGD)],
        [[(0, "first"), (1, "succession")]],
    ),
    "a department with and without its police": (
        [("2021-01-05", LS, "Thượng tá", "Trưởng phòng Tham mưu Công an tỉnh"), ("2021-06-01", LS, None, "Trưởng phòng Tham mưu")],
        [[(0, "first"), (1, "same-post")]],
    ),
    "leaders of one province": (
        [("2021-01-05", LS, None, "Phó Chủ tịch Ủy ban nhân dân tỉnh"), ("2023-06-01", LS, None, "Phó Bí thư Tỉnh ủy")],
        [[(0, "first"), (1, "same-unit")]],
    ),
    "party and state posts told apart by articles": (
        [("2023-01-05", LS, None, f"Phó Bí thư Tỉnh ủy; {CT}"), ("2023-02-01", LS, None, CT), ("2023-03-01", LS, None, "Phó Bí thư Tỉnh ủy")],
        [[(0, "first"), (1, "same-post"), (2, "same-post")]],
    ),
    "two spellings of one office": (
        [("2023-01-05", LS, None, "Giám đốc Sở Giáo dục và Đào tạo"), ("2023-02-01", LS, None, "Giám đốc Sở Giáo dục - Đào tạo Lạng Sơn")],
        [[(0, "first"), (1, "same-post")]],
    ),
    "a former post": (
        [("2019-01-05", LS, "Đại tá", GD), ("2024-06-01", LS, None, f"nguyên {GD}")],
        [[(0, "first"), (1, "former-post")]],
    ),
    "from one province to another by an article that names both": (
        [
            ("2019-01-05", LS, "Thượng tá", f"{PGD} Lạng Sơn @ Lạng Sơn"),
            ("2021-03-01", CB, "Đại tá", f"{GD} Cao Bằng @ Cao Bằng; nguyên {PGD} Lạng Sơn @ Lạng Sơn"),
            ("2022-01-01", CB, "Đại tá", GD),
        ],
        [[(0, "first"), (1, "former-post"), (2, "same-post")]],
    ),
    "a ministry's post, whatever the province": (
        [("2021-01-05", LS, None, "Thứ trưởng Bộ Y tế"), ("2021-03-01", CB, None, "Thứ trưởng Bộ Y tế")],
        [[(0, "first"), (1, "national")]],
    ),
    "a ministry without the word": (
        [("2021-01-05", None, None, "Thứ trưởng Bộ Y tế"), ("2021-03-01", CB, None, "Thứ trưởng Y tế")],
        [[(0, "first"), (1, "national")]],
    ),
    "a ministry's post told in short, by two people": (
        [(None, None, None, "Thứ trưởng Bộ Y tế"), (None, CB, None, "Thứ trưởng"), (None, None, None, "Thứ trưởng Bộ Xây dựng")],
        [[(0, "first")], [(1, "first")], [(2, "first")]],
    ),
    "a department told in short, of two bodies": (
        [("2021-01-05", LS, None, "Trưởng phòng Tổ chức Sở Y tế"), ("2021-06-01", LS, None, "Trưởng phòng Tổ chức"), ("2021-07-05", LS, None, "Trưởng phòng Tổ chức Sở Nội vụ")],
        [[(0, "first")], [(1, "first")], [(2, "first")]],
    ),
    "a department told ever shorter": (
        [("2021-01-05", LS, None, "Trưởng phòng Tham mưu Công an tỉnh"), ("2021-06-01", LS, None, "Trưởng phòng Tham mưu"), ("2021-07-05", LS, None, "Trưởng phòng Tham mưu Công an")],
        [[(0, "first"), (1, "same-post"), (2, "same-post")]],
    ),
    "a national body where the article names a province and where it names none": (
        [("2021-01-05", LS, None, "Giám đốc Nhà máy Z10 @ country"), ("2021-03-01", None, None, "Giám đốc Nhà máy Z10")],
        [[(0, "first"), (1, "no-place")]],
    ),
    "a bare role of no place says nothing": (
        [("2021-01-05", LS, None, "Trưởng ban @ country"), ("2021-01-06", CB, None, "Trưởng ban @ country"), ("2021-01-06", None, None, "Trưởng ban")],
        [[(0, "first")], [(1, "first")], [(2, "first")]],
    ),
    "a ministry's post told in short": (
        [("2021-01-05", LS, None, "Thứ trưởng Bộ Y tế"), ("2021-03-01", CB, None, "Thứ trưởng")],
        [[(0, "first"), (1, "same-post")]],
    ),
    "from deputy minister to minister": (
        [("2019-01-05", None, None, "Thứ trưởng Bộ Y tế"), ("2021-03-01", None, None, "Bộ trưởng Bộ Y tế")],
        [[(0, "first"), (1, "succession")]],
    ),
    # --- communes and districts
    "two communes of one province": (
        [("2023-01-05", LS, "Thiếu tá", f"{XA} Tân Lập"), ("2023-02-05", LS, "Thiếu tá", f"{XA} Yên Sơn")],
        [[(0, "first")], [(1, "first")]],
    ),
    "a commune that the article names": (
        [("2023-01-05", LS, "Thiếu tá", f"{XA} Tân Lập"), ("2023-02-05", LS, "Thiếu tá", XA, {"commune": "Xã Tân Lập"})],
        [[(0, "first"), (1, "same-post")]],
    ),
    "a commune that no article names, one candidate": (
        [("2023-01-05", LS, "Thiếu tá", f"{XA} Tân Lập"), ("2023-02-05", LS, None, XA)],
        [[(0, "first"), (1, "no-place")]],
    ),
    "a commune that no article names, two candidates": (
        [("2023-01-05", LS, "Thiếu tá", f"{XA} Tân Lập"), ("2023-02-05", LS, "Đại úy", f"{XA} Yên Sơn"), ("2023-03-05", LS, None, XA)],
        [[(0, "first")], [(1, "first")], [(2, "first")]],
    ),
    "a commune that no article names, one rank": (
        [("2023-01-05", LS, "Thiếu tá", XA), ("2023-02-05", LS, "Thiếu tá", XA), ("2023-02-05", LS, "Đại úy", XA)],
        [[(0, "first"), (1, "same-rank")], [(2, "first")]],
    ),
    "communes of one name in two districts": (
        [("2023-01-05", LS, None, f"{XA} Tân Lập", {"district": "Huyện Phú Thạch"}), ("2023-02-05", LS, None, f"{XA} Tân Lập", {"district": "Huyện Tân Khê"})],
        [[(0, "first")], [(1, "first")]],
    ),
    "a commune of which one article names the district": (
        [("2023-01-05", LS, None, f"{XA} Tân Lập", {"district": "Huyện Phú Thạch"}), ("2023-02-05", LS, None, f"{XA} Tân Lập")],
        [[(0, "first"), (1, "same-post")]],
    ),
    "hamlets of one number": (
        [("2023-01-05", LS, None, "Trưởng thôn 2"), ("2023-02-05", LS, None, "Trưởng thôn 2")],
        [[(0, "first")], [(1, "first")]],
    ),
    "one hamlet": (
        [("2023-01-05", LS, None, "Trưởng thôn 2", {"commune": "Xã Tân Lập"}), ("2023-02-05", LS, None, "Trưởng thôn 2", {"commune": "Xã Tân Lập"})],
        [[(0, "first"), (1, "same-post")]],
    ),
    "communes of one name in two provinces": (
        [("2023-01-05", LS, None, f"{XA} Tân Lập"), ("2023-02-05", CB, None, f"{XA} Tân Lập")],
        [[(0, "first")], [(1, "first")]],
    ),
    # --- conflicts
    "two top posts at one time": (
        [("2023-01-05", LS, None, "Giám đốc Sở Y tế"), ("2023-01-05", LS, None, "Giám đốc Sở Công Thương")],
        [[(0, "first")], [(1, "first")]],
    ),
    "the secretary and the chairman at one time": (
        [("2023-01-05", LS, None, "Bí thư Tỉnh ủy"), ("2023-02-05", LS, None, CT), ("2023-03-05", LS, None, "Bí thư Tỉnh ủy")],
        [[(0, "first"), (2, "same-post")], [(1, "first")]],
    ),
    "a lower rank later": (
        [("2021-01-05", LS, "Đại tá", PGD), ("2023-01-05", LS, "Trung tá", PGD)],
        [[(0, "first")], [(1, "first")]],
    ),
    "a rank that nobody reaches so soon": (
        [("2021-01-05", LS, "Thiếu úy", "Cán bộ Công an tỉnh"), ("2022-01-05", LS, "Đại tá", PGD)],
        [[(0, "first")], [(1, "first")]],
    ),
    "no chain over a third joins what conflicts": (
        [
            ("2023-01-05", LS, "Đại tá", PGD),
            ("2023-01-05", CB, "Đại tá", PGD),
            ("2023-02-05", HN, None, f"{PGD} Lạng Sơn @ Lạng Sơn"),
            ("2023-02-06", HN, None, f"{PGD} Cao Bằng @ Cao Bằng"),
            ("2023-02-07", LS, None, ""),
        ],
        [[(0, "first"), (2, "same-post"), (4, "only-one")], [(1, "first"), (3, "same-post")]],
    ),
    # --- nothing but a name
    "a bare name with one candidate in the province": (
        [("2023-01-05", LS, "Đại tá", GD), ("2023-02-05", LS, None, ""), ("2023-02-05", CB, None, "")],
        [[(0, "first"), (1, "only-one")], [(2, "first")]],
    ),
    "a bare name with two candidates": (
        [("2023-01-05", LS, None, "Giám đốc Sở Y tế"), ("2023-01-05", LS, None, CT), ("2023-02-05", LS, None, "")],
        [[(0, "first")], [(1, "first")], [(2, "first")]],
    ),
    "a bare name without a province": (
        [("2023-01-05", LS, "Đại tá", GD), ("2023-02-05", None, None, "")],
        [[(0, "first")], [(1, "first")]],
    ),
    "a rank alone that does not fit": (
        [("2023-01-05", LS, "Đại tá", GD), ("2023-02-05", LS, "Thiếu úy", "")],
        [[(0, "first")], [(1, "first")]],
    ),
    "a post without a province, of one person": (
        [("2023-01-05", LS, "Đại tá", GD), ("2023-02-05", None, "Đại tá", GD)],
        [[(0, "first"), (1, "no-place")]],
    ),
    "a post without a province, of two": (
        [("2023-01-05", LS, "Đại tá", GD), ("2023-01-06", CB, "Đại tá", GD), ("2023-02-05", None, "Đại tá", GD)],
        [[(0, "first")], [(1, "first")], [(2, "first")]],
    ),
    # --- the mergers of 2025
    "one person on both sides of a merger": (
        [("2025-03-01", TB, "Đại tá", PGD), ("2025-08-01", HY, "Đại tá", PGD)],
        [[(0, "first"), (1, "merger")]],
    ),
    "two before, one after": (
        [("2025-03-01", TB, "Đại tá", PGD), ("2025-03-01", HY, "Đại tá", PGD), ("2025-08-01", HY, "Đại tá", PGD)],
        [[(0, "first")], [(1, "first")], [(2, "first")]],
    ),
    "two provinces before they were merged": (
        [("2024-03-01", TB, "Đại tá", PGD), ("2024-08-01", HY, "Đại tá", PGD)],
        [[(0, "first")], [(1, "first")]],
    ),
    "a province that was not merged": (
        [("2025-03-01", LS, "Đại tá", GD), ("2025-08-01", LS, "Đại tá", GD)],
        [[(0, "first"), (1, "merger")]],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("articles", "expected"), CASES.values(), ids=CASES)
def test_who_is_one_person(articles, expected):
    assert shares(told(articles)) == expected


def test_names_are_compared_without_case_and_placement_of_marks():
    found = [
        record(0, "2023-01-05", LS, ("Hòa Văn Thúy", None, GD)),
        record(1, "2023-01-06", LS, ("Hoà Văn Thuý", None, GD)),
    ]
    persons = people.persons([one for n, row in enumerate(found) for one in people.appearances(n, row)])
    assert shares(persons) == [[(0, "first"), (1, "same-post")]]


def test_two_of_a_name_in_one_article_are_two():
    row = record(0, "2023-01-05", LS, (NAME, "Thiếu tá", f"{XA} Tân Lập"), (NAME, "Thiếu tá", f"{XA} Tân Lập"))
    assert shares(people.persons(people.appearances(0, row))) == [[(0, "first")], [(0, "first")]]
    ids = [person.id for person in people.persons(people.appearances(0, row))]
    assert ids[1] == f"{ids[0]}-2"


def test_a_copy_of_a_text_names_the_same_people():
    row = record(0, "2023-01-05", None, (NAME, None, ""), ("Lê Thị Hoa", "Đại tá", "Trưởng phòng Hậu cần"))
    persons = people.persons([*people.appearances(0, row), *people.appearances(5, row)])
    assert shares(persons) == [[(0, "first"), (5, "copy")]] * 2


HISTORY = [
    ("2025-08-01", HY, "Thiếu tướng", GD),
    ("2021-03-01", TB, "Thượng tá", f"{PGD} Thái Bình @ Thái Bình"),
    ("2023-06-01", TB, "Đại tá", GD),
    ("2023-09-01", TB, "Đại tá", f"{GD}; Ủy viên Ban Thường vụ Tỉnh ủy"),
    (None, TB, None, f"nguyên {PGD}"),
]


def test_a_history_of_ranks_and_posts():
    (person,) = told(HISTORY)
    assert (person.name, person.id) == (NAME, "nguyen-van-hung-ed35ba8b")
    assert person.ranks == (
        ("Thượng tá", "2021-03-01", "2021-03-01"),
        ("Đại tá", "2023-06-01", "2023-09-01"),
        ("Thiếu tướng", "2025-08-01", "2025-08-01"),
    )
    before, since = ("Thái Bình", "34", "Hưng Yên", "33"), ("Hưng Yên", "33", "Hưng Yên", "33")
    assert person.posts == (
        (f"{PGD} Thái Bình", "Công an tỉnh Thái Bình", *before, "2021-03-01", "2021-03-01", False, (1, 4)),
        (GD, "Công an tỉnh", *before, "2023-06-01", "2023-09-01", False, (2, 3)),
        ("Ủy viên Ban Thường vụ Tỉnh ủy", "Ban Thường vụ Tỉnh ủy", *before, "2023-09-01", "2023-09-01", False, (3,)),
        (GD, "Công an tỉnh", *since, "2025-08-01", "2025-08-01", False, (0,)),
    )
    assert person.articles == (
        (1, 0, "first", "", None),
        (2, 0, "succession", "Công an tỉnh, Thái Bình", 1),
        (3, 0, "same-post", f"{GD}, Thái Bình", 2),
        (0, 0, "merger", f"{GD}, Hưng Yên", 2),
        (4, 0, "former-post", f"nguyên {PGD}, Thái Bình", 1),
    )


def test_a_post_is_held_until_articles_name_it_as_a_former_one():
    articles = [
        ("2019-01-05", LS, "Đại tá", GD),
        ("2020-01-05", LS, "Đại tá", GD),
        ("2024-06-01", LS, None, f"nguyên {GD}"),
    ]
    (person,) = told(articles)
    held = [(post.label, post.first, post.last, post.former, post.articles) for post in person.posts]
    assert held == [(GD, "2019-01-05", "2020-01-05", False, (0, 1, 2))]
    (person,) = told(articles[2:])
    assert [(post.label, post.first, post.former) for post in person.posts] == [(f"nguyên {GD}", "2024-06-01", True)]


@pytest.mark.parametrize(
    ("published", "dates", "expected"),
    [
        ("2024-03-01T08:00:00+07:00", [("2001-03-01", "day", "event")], "2024-03-01"),
        ("2024-03", [("2024-03-01", "day", "event")], "2024-03"),
        (None, [("2024-02-28", "day", "event"), ("2024-02-29", "day", "event")], "2024-02-28"),
        (None, [("2024-02-28T08:30:00+07:00", "minute", "event")], "2024-02-28"),
        (None, [("2001-03-01", "day", "event"), ("2012-07-27", "day", "mention")], None),  # a look back
        (None, [("2001-03-01", "day", "event"), ("2012-07-27", "day", "event")], "2012-07-27"),
        (None, [("XXXX-03-01", "day", "event"), ("2024-02-01", "day", "mention")], None),
        (None, [("2001", "year", "event"), ("2024-02-01/2024-02-03", "interval", "event")], None),
    ],
)  # fmt: skip
def test_the_day_of_an_article(published, dates, expected):
    row = record(0, published, LS, (NAME, None, GD))
    row["dates"] = [{"edtf": edtf, "granularity": granularity, "role": role} for edtf, granularity, role in dates]
    assert people.appearances(0, row)[0].date == expected


@pytest.mark.parametrize(
    ("labels", "province"),
    [("Giám đốc Công an tỉnh", "Lạng Sơn"), ("Giám đốc Công an tỉnh Hải Lâm", None), ("Thứ trưởng Bộ Y tế", None)],
)
def test_the_province_of_a_post(labels, province):
    (person,) = told([("2023-01-05", LS, None, labels)])
    assert person.posts[0].province == province


# --- the analyst's file -------------------------------------------------------------------------------------------

THREE = [
    ("2023-01-05", LS, "Đại tá", GD),
    ("2023-01-05", CB, "Đại tá", GD),
    ("2023-02-05", LS, "Đại tá", GD),
    ("2023-03-05", CB, "Đại tá", GD),
]


def with_file(tmp_path, articles, text):
    path = tmp_path / "people.toml"
    path.write_text(text, encoding="utf-8")
    records = [
        record(number, date, province, (NAME, rank, labels))
        for number, (date, province, rank, labels) in enumerate(articles)
    ]
    found = [one for number, row in enumerate(records) for one in people.appearances(number, row)]
    return people.persons(found, namesakes.load(path)), namesakes.load(path).idle(found)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (f'[[same]]\nname = "{NAME}"\nprovinces = ["Lạng Sơn", "Cao Bằng"]', [[0, 1, 2, 3]]),
        (f'[[same]]\nname = "{NAME.upper()}"\nprovinces = ["lạng sơn", "Cao Bằng"]\nnote = "moved"', [[0, 1, 2, 3]]),
        (f'[[same]]\nname = "{NAME}"\narticles = ["d/0.txt", "d/3.txt"]', [[0, 1, 2, 3]]),
        (f'[[apart]]\nname = "{NAME}"\narticles = ["d/0.txt", "d/2.txt"]', [[0], [1, 3], [2]]),
        (f'[[apart]]\nname = "{NAME}"\nprovinces = ["Lạng Sơn", "Cao Bằng"]', [[0, 2], [1, 3]]),
        (
            f'[[same]]\nname = "{NAME}"\nprovinces = ["Lạng Sơn", "Cao Bằng"]\n'
            f'[[apart]]\nname = "{NAME}"\narticles = ["d/0.txt", "d/3.txt"]',
            [[0, 1, 2], [3]],
        ),
    ],
)
def test_what_the_file_says_counts(tmp_path, entry, expected):
    persons, idle = with_file(tmp_path, THREE, entry)
    assert (sorted(sorted(one.article for one in person.articles) for person in persons), idle) == (expected, [])
    if entry.startswith("[[same]]\n") and "[[apart]]" not in entry:
        assert Counter(one.why for one in persons[0].articles)["told"] >= 1


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ('posts = ["Giám đốc Sở Y tế", "Phó Giám đốc Sở Y tế"]', [[0], [1]]),
        ('posts = ["giám đốc sở y tế", "Phó Giám đốc Sở Y tế, Lạng Sơn"]', [[0], [1]]),
        (f'articles = ["sha256:{hashlib.sha256(b"0").hexdigest()}", "d/1.txt"]', [[0], [1]]),
        ('provinces = ["Lạng Sơn"]\nposts = ["Giám đốc Sở Y tế"]', [[0, 1]]),  # the first article is in both parts
    ],
)
def test_parts_of_an_entry(tmp_path, part, expected):
    articles = [("2023-01-05", LS, None, "Phó Giám đốc Sở Y tế"), ("2024-01-05", LS, None, "Giám đốc Sở Y tế")]
    persons, _ = with_file(tmp_path, articles, f'[[apart]]\nname = "{NAME}"\n{part}')
    assert sorted(sorted(one.article for one in person.articles) for person in persons) == expected


def test_entries_that_fit_nobody_are_told(tmp_path):
    text = '[[same]]\nname = "Nguyễn Văn Hừng"\nprovinces = ["Lạng Sơn", "Cao Bằng"]\n\n'
    text += f'[[same]]\nname = "{NAME}"\nprovinces = ["Lạng Sơn", "Cà Mau"]\n'
    file = str(tmp_path / "people.toml")
    assert with_file(tmp_path, THREE, text)[1] == [
        f"{file}: [[same]] 1, line 1: no article names Nguyễn Văn Hừng",
        f"{file}: [[same]] 2, line 5: no article names {NAME} with cà mau",
    ]


NAMED = '[[same]]\nname = "A"\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name = ", "not valid TOML: Invalid value (at end of document)"),
        ("[other]", "'other' is none of [[same]] and [[apart]]"),
        ("[same]\nname = 'A'", "write [[same]] with two brackets, once for each entry"),
        (
            "[[same]]\nprovinces = ['A', 'B']",
            "[[same]] 1, line 1: name is missing; it is the person's name as the report shows it",
        ),
        (f"{NAMED}province = 'X'", "[[same]] 1, line 1: 'province' is none of name, provinces, posts, articles, note"),
        (f"{NAMED}provinces = 'X'", '[[same]] 1, line 1: provinces is a list of texts: provinces = ["…", "…"]'),
        (f"{NAMED}provinces = ['X']", "[[same]] 1, line 1: name two provinces, posts or articles at least"),
        (f"{NAMED}provinces = ['X', 'X']", "[[same]] 1, line 1: name two provinces, posts or articles at least"),
        (f"{NAMED}provinces = ['X', 'Y', 'X']", "[[same]] 1, line 1: the same province, post or article twice"),
        (
            f"{NAMED}provinces = ['X', 'Y']\n\n[[apart]]\nname = 'a'\nprovinces = ['Y', 'x']",
            "[[apart]] 1, line 5: says the contrary of [[same]] 1, line 1",
        ),
    ],
)
def test_a_file_with_a_fault_is_a_line(tmp_path, text, message):
    path = tmp_path / "people.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as error:
        namesakes.load(path)
    assert str(error.value) == f"{path}: {message}"


def test_a_file_as_windows_editors_write_it(tmp_path):
    path = tmp_path / "people.toml"
    path.write_bytes(b"\xef\xbb\xbf" + f'[[same]]\r\nname = "{NAME}"\r\nprovinces = ["A", "B"]\r\n'.encode())
    (entries,) = namesakes.load(path).entries.values()
    assert [(entry.kind, entry.name, [part.value for part in entry.parts]) for entry in entries] == [
        ("same", NAME, ["a", "b"])
    ]


@pytest.mark.parametrize(
    ("data", "message"), [(None, "No such file or directory"), (b"\xff\xfe", "not UTF-8 text")], ids=["none", "bytes"]
)
def test_a_file_that_cannot_be_read_is_a_line(tmp_path, data, message):
    path = tmp_path / "people.toml"
    if data:
        path.write_bytes(data)
    with pytest.raises(UsageError) as error:
        namesakes.load(path)
    assert str(error.value) == f"{path}: {message}"


# --- ids ----------------------------------------------------------------------------------------------------------


def test_an_id_stays_as_articles_are_added():
    articles = [("2023-01-05", LS, "Đại tá", PGD), ("2024-01-05", LS, "Đại tá", GD)]
    (first,) = told(articles[:1])
    (second,) = told(articles)
    (third,) = told([*articles, ("2022-01-05", LS, "Thượng tá", PGD), ("2024-02-05", LS, None, "")])
    assert first.id == second.id == third.id


def test_ids_are_kept_where_an_earlier_post_comes_to_light():
    (before,) = told([("2023-01-05", LS, "Đại tá", PGD), ("2023-02-05", LS, "Đại tá", PGD)])
    known = {(one.article, one.official, before.name): before.id for one in before.articles}
    articles = [("2023-01-05", LS, "Đại tá", PGD), ("2023-02-05", LS, "Đại tá", PGD)]
    articles += [
        ("2015-01-05", LS, "Thiếu tá", "Trưởng phòng Tham mưu Công an tỉnh"),
        ("2023-02-05", CB, "Đại tá", PGD),
    ]
    after = told(articles)
    kept = people.kept(after, known)
    mine = next(person for person in kept if len(person.articles) == 3)
    assert [person.id == before.id for person in after] != [person.id == before.id for person in kept]
    assert mine.id == before.id
    assert len({person.id for person in kept}) == 2


def test_of_two_that_were_one_the_larger_keeps_the_id():
    articles = [("2023-01-05", LS, None, CT), ("2023-01-06", CB, None, CT), ("2023-01-07", CB, None, CT)]
    known = {(number, 0, NAME): "one" for number in range(3)}
    kept = people.kept(told(articles), known)
    assert sorted((len(person.articles), person.id == "one") for person in kept) == [(1, False), (2, True)]


# --- properties ---------------------------------------------------------------------------------------------------

LABELS = ["", GD, PGD, CT, XA, f"{XA} Tân Lập", "Thứ trưởng Bộ Y tế", "Thứ trưởng", "Bí thư Tỉnh ủy", f"nguyên {GD}"]
LABELS += ["Trưởng phòng Tham mưu Công an tỉnh", f"{PGD} Cao Bằng @ Cao Bằng", f"{GD}; Ủy viên Ban Thường vụ Tỉnh ủy"]
DATES = st.one_of(
    st.none(), st.dates().map(str), st.sampled_from(["2023", "2023-05", "2023-05-01", "2025-06-30", "2025-07-01"])
)
ARTICLES = st.lists(
    st.tuples(
        DATES,
        st.sampled_from([None, LS, CB, TB, HY]),
        st.sampled_from([None, "Thiếu tá", "Thượng tá", "Đại tá", "Thiếu tướng"]),
        st.sampled_from(LABELS),
        st.sampled_from([NAME, "Lò Văn Tám"]),
    ),
    max_size=12,
)


def appearances(articles):
    records = [
        record(n, date, province, (name, rank, labels))
        for n, (date, province, rank, labels, name) in enumerate(articles)
    ]
    return [one for number, row in enumerate(records) for one in people.appearances(number, row)]


@settings(max_examples=200, deadline=None)
@given(ARTICLES, st.randoms(use_true_random=False))
def test_the_order_of_articles_does_not_matter(articles, random):
    found = appearances(articles)
    persons = people.persons(found)
    random.shuffle(found)
    assert people.persons(found) == persons
    assert sorted(one.article for person in persons for one in person.articles) == list(range(len(articles)))
    assert len({person.id for person in persons}) == len(persons)
    for person in persons:
        assert [one.why for one in person.articles].count("first") == 1
        assert {one.why for one in person.articles} <= set(people.WHY)
        assert {one.tied_to for one in person.articles} - {None} <= {one.article for one in person.articles}


@settings(max_examples=100, deadline=None)
@given(ARTICLES, ARTICLES)
def test_another_name_changes_nothing(articles, others):
    persons = people.persons(appearances(articles))
    more = [(*one[:4], "Quàng Thị Bảy") for one in others]
    both = people.persons(appearances([*articles, *more]))
    assert tuple(person for person in both if person.name != "Quàng Thị Bảy") == persons


# --- what a post says ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "role", "province", "expected"),
    [
        ("Giám đốc Công an tỉnh", "GĐ", LS, ("20", "province", "", "giám đốc công an", "công an")),
        ("Phó Giám đốc Công an tỉnh Lạng Sơn", "PGĐ", LS, ("20", "province", "", "phó giám đốc công an", "công an")),
        ("Giám đốc Công an Thành phố Hà Nội", "Giám đốc", HN, ("01", "province", "", "giám đốc công an", "công an")),
        ("Giám đốc Công an thành phố", "Giám đốc", HN, ("01", "province", "", "giám đốc công an", "công an")),
        ("Trưởng Công an thành phố", "Trưởng Công an", LS, ("20", "district", "", "trưởng công an thành phố", "công an thành phố")),
        ("Giám đốc Công an tỉnh Hải Lâm", "Giám đốc", LS, ("hải lâm", "province", "", "giám đốc công an", "công an")),
        ("Trưởng phòng Tham mưu", "Trưởng phòng", LS, ("20", "province", "", "trưởng phòng tham mưu", "phòng tham mưu")),
        ("Trưởng ban Dân vận Huyện ủy", "Trưởng Ban", LS, ("20", "district", "", "trưởng ban dân vận huyện ủy", "ban dân vận huyện ủy")),
        ("Bí thư Huyện ủy Krông Tlung", "Bí thư", LS, ("20", "district", "huyện krông tlung", "bí thư huyện ủy", "huyện ủy")),
        ("Phó Trưởng Công an xã Ia Prăng, huyện Chư Lâm", "Phó Trưởng CAX", LS, ("20", "commune", "xã ia prăng", "phó trưởng công an xã", "công an xã")),
        ("Chủ tịch Ủy ban nhân dân xã Ia Prăng huyện Chư Lâm", "CT", LS, ("20", "commune", "xã ia prăng", "chủ tịch ủy ban nhân dân xã", "ủy ban nhân dân xã")),
        ("Chủ nhiệm Hợp tác xã Tân Lập", "Chủ nhiệm", LS, ("20", "province", "", "chủ nhiệm hợp tác xã tân lập", "hợp tác xã tân lập")),
        ("Bộ trưởng Y tế", "Bộ trưởng", LS, ("*", "country", "", "bộ trưởng bộ y tế", "bộ y tế")),
        ("Phó Tổng cục trưởng Thống kê", "Phó Tổng cục trưởng", LS, ("*", "country", "", "phó tổng cục trưởng tổng cục thống kê", "tổng cục thống kê")),
        ("Giám đốc Trung tâm Kiểm định (TTKĐ) thuộc Sở Y tế", "Giám đốc", LS, ("20", "province", "", "giám đốc trung tâm kiểm định sở y tế", "trung tâm kiểm định sở y tế")),
        ("Bí thư Chi bộ bản Nà Pục", "Bí thư", LS, ("20", "commune", "", "bí thư chi bộ bản nà pục", "chi bộ bản nà pục")),
        ("Phó Trưởng phòng Nông nghiệp và Phát triển nông thôn", "Phó Trưởng phòng", LS, ("20", "province", "", "phó trưởng phòng nông nghiệp phát triển nông thôn", "phòng nông nghiệp phát triển nông thôn")),
        ("Tỉnh ủy viên", "Tỉnh ủy viên", LS, ("20", "province", "", "tỉnh ủy viên", "")),
        ("Thứ trưởng Bộ Công an", "Thứ trưởng", LS, ("*", "country", "", "thứ trưởng bộ công an", "bộ công an")),
        ("Trưởng đoàn đại biểu Quốc hội tỉnh", "Trưởng đoàn", LS, ("20", "province", "", "trưởng đoàn đại biểu quốc hội", "đoàn đại biểu quốc hội")),
        ("Cán bộ Phòng Cảnh sát quản lý hành chính về trật tự xã hội", "cán bộ", LS, ("20", "province", "", "cán bộ phòng cảnh sát quản lý hành chính về trật tự xã hội", "phòng cảnh sát quản lý hành chính về trật tự xã hội")),
    ],
)  # fmt: skip
def test_posts(label, role, province, expected):
    found = standing({"normalized_label": label, "role": role}, {"province": unit(province, "2023-01-01")})
    assert (found.place.code, found.place.level, found.place.unit, found.post, found.body) == expected


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ({}, ("20", "province")),
        (
            {"province": None},
            ("*", "country"),
        ),  # the record knows the article's province, and that it is not the post's
        ({"province": unit(CB, "2023-01-01", "organization")}, ("04", "province")),
        ({"province": unit(LS, "2023-01-01", "article")}, ("20", "province")),
    ],
)
def test_the_place_of_a_post_that_does_not_name_it(place, expected):
    held = {"normalized_label": "Chánh Văn phòng Hội Luật gia", "role": "Chánh Văn phòng", **place}
    found = standing(held, {"province": unit(LS, "2023-01-01")})
    assert (found.place.code, found.place.level) == expected


def test_ranks_go_up():
    ranks = ["Hạ sĩ", "Trung sĩ", "Thiếu úy", "Thượng úy", "Đại úy", "Thiếu tá", "Đại tá", "Thiếu tướng", "Đại tướng"]
    heights = [height(rank) for rank in ranks]
    assert heights == sorted(set(heights))
    assert (height("Phó Đô đốc"), height(None), height("Chánh tổng")) == (height("Trung tướng"), None, None)


def test_a_record_without_places_is_read_as_one_that_knows_none():
    row = record(0, "2023-01-05", None, (NAME, "Đại tá", GD))
    bare = json.loads(json.dumps(row))
    for level in ("province", "district", "commune"):
        del bare["article"][level]
    assert people.appearances(0, bare) == people.appearances(0, row)
