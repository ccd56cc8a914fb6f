"""What an article's carrier says of it beside its text: headline, date, authors, address."""

import pytest

from antq_extract import pipeline
from antq_extract.document import Document, Metadata

BODY = (
    "Sáng 20/4, Công an huyện Tân Khê phối hợp với UBND xã Đồng Phú Hạ ra mắt mô hình camera an ninh. Bà con các thôn đã"
    " góp công, góp của để mua đèn chiếu sáng và gắn camera ở đầu ngõ."
)
HEAD = "Xã Đồng Phú Hạ ra mắt mô hình “Camera an ninh”"
OTHER = "Công an huyện Tân Khê làm việc với các xã"
CLOCK = "Chủ nhật, 21/04/2024 | 19:40"
STAMP = "2024-04-21T19:40:00+07:00"


def page(*parts):
    return "\n\n".join(parts)


@pytest.fixture(scope="module")
def read(rulebook):
    def run(source, option=None, **meta):
        document = Document("bai.html", source, meta=Metadata(**meta))
        return pipeline.extract(document, rulebook, published=option)

    return run


@pytest.mark.parametrize(
    ("head", "rest"),
    [
        (HEAD, (CLOCK, BODY)),
        (HEAD, (BODY,)),
        (HEAD, (OTHER, CLOCK, BODY)),
        (HEAD, (OTHER, BODY)),
        ("Tin vắn", (OTHER, CLOCK, BODY)),
        ("Tin vắn", ()),
        ("Mới!", (BODY,)),
        ("Menu", (BODY,)),
        ("21/04/2024", (BODY,)),
        (BODY, (BODY,)),
        (f"{BODY} {BODY}", (BODY,)),
        ("date 2024-04 Xã hội tin mới trong ngày (TKO) - Sáng", (BODY,)),
        ("Họp lúc 8:00; rồi:", (BODY,)),
    ],
)
def test_the_headline_that_is_known(read, head, rest):
    record = read(page(head, *rest), headline=head)
    assert record.article.headline == head


def test_without_a_headline_that_is_known_the_page_is_asked(read):
    assert read(page(HEAD, CLOCK, BODY), published="2024-04-21").article.headline == HEAD
    assert read(page(HEAD, CLOCK, BODY), url="https://bao.example/1").article.headline == HEAD


@pytest.mark.parametrize(
    ("printed", "known", "published", "role", "event"),
    [
        # nothing is printed
        (None, "2024-04-21", "2024-04-21", None, "2024-04-20"),
        (None, "2024-04-21T19:40", STAMP, None, "2024-04-20"),
        (None, "2024-04-21T12:40:00Z", STAMP, None, "2024-04-20"),
        (None, "2022", "2022", None, "2022-04-20"),
        (None, "2022-05", "2022-05", None, "2022-04-20"),
        (None, None, None, None, "XXXX-04-20"),
        # one day: whichever is finer
        (CLOCK, None, STAMP, "published", "2024-04-20"),
        (CLOCK, "2024-04-21", STAMP, "published", "2024-04-20"),
        (CLOCK, "2024-04", STAMP, "published", "2024-04-20"),
        (CLOCK, "2024", STAMP, "published", "2024-04-20"),
        ("21/04/2024", "2024-04-21T19:40", STAMP, "published", "2024-04-20"),
        ("21/04/2024", "2024-04-21T18:30:00Z", "2024-04-22T01:30:00+07:00", "page", "2024-04-20"),
        ("22/04/2024", "2024-04-21T18:30:00Z", "2024-04-22T01:30:00+07:00", "published", "2024-04-20"),
        # another day: the text's clock is the page's
        (CLOCK, "2023-05-02", "2023-05-02", "page", "2023-04-20"),
        (CLOCK, "2023-05-02T08:00", "2023-05-02T08:00:00+07:00", "page", "2023-04-20"),
        (CLOCK, "2024-04-22", "2024-04-22", "page", "2024-04-20"),
        (CLOCK, "2023", "2023", "page", "2023-04-20"),
    ],
)
def test_the_date_that_is_known(read, printed, known, published, role, event):
    record = read(page(HEAD, *([printed] if printed else []), BODY), headline=HEAD, published=known)
    assert record.article.date_published == published
    assert [fact.role for fact in record.dates if fact.role in ("published", "page")] == ([role] if role else [])
    assert [fact.edtf for fact in record.dates if fact.role == "event"] == [event]


def test_a_date_of_the_carrier_wins_over_that_of_the_option(read):
    assert read(BODY, "2022-05-01", published="2023-05-02").article.date_published == "2023-05-02"
    assert read(BODY, "2022-05-01", url="https://bao.example/1").article.date_published == "2022-05-01"


@pytest.mark.parametrize(
    ("meta", "fields"),
    [
        ({}, (("Lò Văn Tám",), "TKO", "https://bao.example/trong-bai")),
        ({"authors": ("Vi An", "Y Bình")}, (("Vi An", "Y Bình"), "TKO", "https://bao.example/trong-bai")),
        ({"publisher": "Báo Tân Khê"}, (("Lò Văn Tám",), "Báo Tân Khê", "https://bao.example/trong-bai")),
        ({"url": "https://bao.example/1"}, (("Lò Văn Tám",), "TKO", "https://bao.example/1")),
    ],
)
def test_authors_publisher_and_address(read, meta, fields):
    source = page(HEAD, CLOCK, f"(TKO) - {BODY}", "Lò Văn Tám", "https://bao.example/trong-bai")
    article = read(source, **meta).article
    assert (article.authors, article.publisher, article.url) == fields


def test_offsets_count_in_the_source_with_its_headline(read):
    source = page(HEAD, BODY)
    for fact in read(source, headline=HEAD).dates:
        assert source[fact.start : fact.end] == fact.text
