"""Front matter of a page as crawled: headline, clocks, bylines, agency sign, address, and where its foot begins."""

import pytest

from antq_extract import pipeline
from antq_extract.document import Document, Metadata

BODY = (
    "Sáng 20/4, Công an huyện Tân Khê phối hợp với UBND xã Đồng Phú Hạ ra mắt mô hình camera an ninh. Bà con các thôn đã"
    " góp công, góp của để mua đèn chiếu sáng và gắn camera ở đầu ngõ."
)
HEAD = "Xã Đồng Phú Hạ ra mắt mô hình “Camera an ninh”"
CLOCK = "Chủ nhật, 21/04/2024 | 19:40"
STAMP = "2024-04-21T19:40:00+07:00"


def page(*parts):
    return "\n\n".join(parts)


def article(record, *fields):
    return tuple(getattr(record.article, field) for field in fields)


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        (page(HEAD, CLOCK, BODY), HEAD),
        (page(HEAD, BODY), HEAD),
        (page("Trang chủ » Pháp luật » An ninh", HEAD, CLOCK, BODY), HEAD),
        (page("Thứ Hai, 06/05/2024, 08:15[GMT+7]", HEAD, CLOCK, BODY), HEAD),
        (page(HEAD, CLOCK, "2,305 lượt xem", BODY), HEAD),
        (page(CLOCK, HEAD, BODY), HEAD),
        (page(HEAD.replace("“Camera", "“Ca\u200bmera"), CLOCK, BODY), HEAD),
        (BODY, None),
    ],
)
def test_headline(facts, text, headline):
    assert article(facts(text), "headline") == (headline,)


@pytest.mark.parametrize(
    ("clock", "published"),
    [
        ("21/04/2024 19:40", STAMP),
        ("21/4/2024 19:40:12", "2024-04-21T19:40:12+07:00"),
        ("19:40, Chủ nhật, 21-4-2024", STAMP),
        ("Chủ nhật, 21/04/2024 - 19:40", STAMP),
        ("Chủ nhật, 21/04/2024, 19:40 (GMT+7)", STAMP),
        ("21/04/2024 07:40 PM", STAMP),
        ("21/04/2024 12:10 AM", "2024-04-21T00:10:00+07:00"),
        ("Ngày đăng: 21/04/2024", "2024-04-21"),
        ("Đăng ngày 21/04/2024 lúc 19:40", STAMP),
        ("21/04/2024", "2024-04-21"),
        ("2024-04-21T19:40:12+07:00", "2024-04-21T19:40:12+07:00"),
        ("2024-04-21 19:40:12", "2024-04-21T19:40:12+07:00"),
    ],
)
def test_publication_clock(facts, clock, published):
    record = facts(page(HEAD, clock, BODY))
    assert article(record, "headline", "date_published") == (HEAD, published)
    assert [fact.edtf for fact in record.dates if fact.role == "published"] == [published]
    assert [fact.edtf for fact in record.dates if fact.role == "event"] == ["2024-04-20"]


@pytest.mark.parametrize(
    ("text", "published", "others"),
    [
        (page("Thứ Hai, 06/05/2024, 08:15[GMT+7]", HEAD, CLOCK, BODY), STAMP, ["2024-05-06T08:15:00+07:00"]),
        (page("Hôm nay: 06/05/2024", HEAD, CLOCK, BODY), STAMP, ["2024-05-06"]),
        (page(HEAD, CLOCK, "In ngày: 06/05/2024", BODY), STAMP, ["2024-05-06"]),
        (
            page("24/11/2024, 11:02 |", "25/11/2024, 08:30 |", HEAD, CLOCK, BODY),
            STAMP,
            ["2024-11-24T11:02:00+07:00", "2024-11-25T08:30:00+07:00"],
        ),
        (page(HEAD, BODY), None, []),
    ],
)
def test_other_clocks_of_the_page(facts, text, published, others):
    record = facts(text)
    assert article(record, "date_published") == (published,)
    assert [fact.edtf for fact in record.dates if fact.role == "page"] == others


def test_the_publication_date_that_the_user_gives_stands_in_for_a_missing_one_only(facts):
    own = facts(page(HEAD, CLOCK, BODY), published="2020-01-01")
    given = facts(page(HEAD, BODY), published="2024-04-25")
    assert (own.article.date_published, given.article.date_published) == (STAMP, "2024-04-25")
    assert [fact.edtf for fact in given.dates] == ["2024-04-20"]


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("Hoài Phương", ("Hoài Phương",)),
        ("HOÀI PHƯƠNG", ("HOÀI PHƯƠNG",)),
        ("Bài, ảnh: THU HƯỜNG", ("THU HƯỜNG",)),
        ("Tin, ảnh: Thu Hường", ("Thu Hường",)),
        ("Tác giả: Thu Hường", ("Thu Hường",)),
        ("Thu Hường - Minh Trí", ("Thu Hường", "Minh Trí")),
        ("Thu Hường – Minh Trí", ("Thu Hường", "Minh Trí")),
        ("Thu Hường, Minh Trí", ("Thu Hường", "Minh Trí")),
        ("Thu Hường và Minh Trí", ("Thu Hường", "Minh Trí")),
        ("(Thu Hường)", ("Thu Hường",)),
        ("T.H", ("T.H",)),
        ("PV", ()),
        ("TTXVN", ()),
        ("Ảnh: Thu Hường", ()),
        ("Bà con thôn Suối Dựng", ()),
    ],
)
def test_bylines(facts, line, authors):
    assert article(facts(page(HEAD, CLOCK, BODY, line)), "authors") == (authors,)


@pytest.mark.parametrize(
    ("opening", "publisher"),
    [
        ("(ĐKO) - ", "ĐKO"),
        ("(ĐKO) – ", "ĐKO"),
        ("ĐKO - ", "ĐKO"),
        ("(baotankhe.vn) - ", "baotankhe.vn"),
        ("", None),
        ("(cũ) - ", None),
    ],
)
def test_agency_sign(facts, opening, publisher):
    assert article(facts(page(HEAD, CLOCK, opening + BODY)), "publisher") == (publisher,)


@pytest.mark.parametrize(
    ("line", "url"),
    [
        (
            "Link gốc: https://baotankhe.example/an-ninh/camera-8812.html",
            "https://baotankhe.example/an-ninh/camera-8812.html",
        ),
        ("https://baotankhe.example/8812", "https://baotankhe.example/8812"),
        ("Chia sẻ: https://www.facebook.com/sharer.php?u=8812", None),
    ],
)
def test_address(facts, line, url):
    assert article(facts(page(HEAD, CLOCK, BODY, line)), "url") == (url,)


@pytest.mark.parametrize(
    "heading", ["Tin liên quan", "Các tin khác", "Ý kiến bạn đọc (2)", "Tin mới hơn:", "Đọc nhiều"]
)
def test_nothing_is_taken_from_the_foot(facts, heading):
    foot = page(heading, "• Xã Bãi Lau có 3/5 thôn đạt chuẩn (18/04/2024)", "• UBND xã tặng Giấy khen cho 4 tập thể")
    record = facts(page(HEAD, CLOCK, BODY, "Hoài Phương", foot))
    assert [fact.edtf for fact in record.dates] == [STAMP, "2024-04-20"]
    assert (record.ratios, record.awards) == ((), ())
    assert record.article.authors == ("Hoài Phương",)


def test_a_foot_heading_before_the_body_is_a_menu(facts):
    record = facts(page("Tin mới", HEAD, CLOCK, BODY))
    assert article(record, "headline", "date_published") == (HEAD, STAMP)
    assert [fact.edtf for fact in record.dates] == [STAMP, "2024-04-20"]


def test_a_crawl_in_one_line(facts):
    record = facts(f"date 2024-04 Xã hội {HEAD} (ĐKO) - {BODY}")
    assert article(record, "headline", "date_published", "publisher") == (HEAD, "2024-04", "ĐKO")


@pytest.mark.parametrize(
    ("bylines", "authors"),
    [
        (("Minh Hà",), ("Minh Hà",)),
        (("Minh Hà", "Trần An", "Minh Hà"), ("Minh Hà", "Trần An")),
        (("Minh Hà - Trần An",), ("Minh Hà", "Trần An")),
        (("Tin, ảnh: Minh Hà và Trần An",), ("Minh Hà", "Trần An")),
        (("admin",), ()),
        (("SongLam",), ()),
        (("Theo Báo Sông Lam",), ()),
        (("Ban Biên tập",), ()),
    ],
)
def test_bylines_that_the_carrier_gives(rulebook, bylines, authors):
    document = Document("a.html", page(HEAD, BODY), meta=Metadata(headline=HEAD, authors=bylines))
    assert pipeline.extract(document, rulebook).article.authors == authors


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("Ra quân", "Ra quân"),
        ("Cổng thông tin điện tử huyện Bãi Lau", HEAD),
        ("Trang chủ", HEAD),
    ],
)
def test_the_title_that_the_carrier_gives(rulebook, title, headline):
    document = Document("a.html", page(title, HEAD, BODY), meta=Metadata(headline=title))
    assert pipeline.extract(document, rulebook).article.headline == headline
