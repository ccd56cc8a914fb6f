"""Saved web pages. All people, places, sites and events are invented."""

import base64
import json
import logging
import os
import subprocess
import sys

import pytest

from antq_extract.document import Metadata
from antq_extract.errors import InputError
from antq_extract.webpages import read_html, read_mht

LEAD = "Ngày 17/10, Công an xã Tân Mỹ phối hợp với Công an huyện Bình Lâm bắt giữ hai đối tượng trộm cắp tài sản."
PROSE = (
    "Theo điều tra ban đầu, khoảng 23 giờ ngày 16/10/2023, hai đối tượng đã lẻn vào nhà ông Lê Văn Bình để lấy trộm "
    "một xe máy và nhiều tài sản có giá trị khác."
)
MORE = "Chủ tịch UBND huyện Bình Lâm đã tặng giấy khen cho 2 tập thể và 5 cá nhân có thành tích xuất sắc."
TITLE = "Công an xã Tân Mỹ bắt giữ hai đối tượng trộm xe"
URL = "https://baosonglam.example/an-ninh/bat-giu-1234.html"

NEWSPAPER = f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{TITLE} - Báo Sông Lam</title>
<meta property="og:site_name" content="Báo Sông Lam"><meta property="og:title" content="{TITLE}">
<link rel="stylesheet" href="/a.css"><link rel="canonical" href="{URL}">
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "{TITLE}",
"datePublished": "2023-10-18T17:52:20+07:00", "dateModified": "2023-10-19T08:00:00+07:00",
"author": {{"@type": "Person", "name": "Minh Hà"}},
"publisher": {{"@type": "Organization", "name": "Báo Sông Lam"}}}}</script><script>var a = 1 < 2;</script></head>
<body><header><div class="today">Thứ Bảy, 04/10/2025</div>
<nav><ul><li><a href="/">Trang chủ</a></li><li><a href="/phap-luat">Pháp luật</a></li></ul></nav></header>
<main><ul class="breadcrumb"><li><a href="/">Trang chủ</a></li><li><a href="/an-ninh">An ninh</a></li></ul>
<article class="detail"><h1 class="title-detail">{TITLE}</h1>
<div class="meta"><span class="author">Minh Hà</span> <span class="date">18/10/2023 17:52</span></div>
<h2 class="sapo">{LEAD}</h2><div class="detail-content"><p>{PROSE}</p>
<figure><img src="a.jpg"><figcaption>Hai đối tượng tại cơ quan công an. Ảnh: CACC</figcaption></figure>
<p>Hiện vụ việc đang được tiếp tục<br>điều tra làm rõ.</p><h3>Khen thưởng kịp thời</h3><p>{MORE}</p>
<ul><li>Tập thể: Công an xã Tân Mỹ;</li><li>Cá nhân: Thiếu tá Phạm Văn Nam.</li></ul>
<table><tr><th>Đơn vị</th><th>Số vụ</th></tr><tr><td>Tân Mỹ</td><td>12</td></tr></table></div>
<div class="share"><a href="#">Facebook</a> <a href="#">Zalo</a></div>
<div class="tags">Từ khóa: <a href="/t/xe">trộm xe</a>, <a href="/t/ca">công an xã</a></div></article>
<div class="related-news"><h3>Tin liên quan</h3><ul>
<li><a href="/1">Bắt nhóm đánh bạc ở Tân Thành</a><span class="date">01/10/2023</span></li>
<li><a href="/2">Triệt phá đường dây ma túy</a></li></ul></div>
<div class="comment-box"><h3>Bình luận (1)</h3><div class="comment">Độc giả An: Cảm ơn các anh công an</div></div></main>
<footer><p>© 2025 Báo Sông Lam. Giấy phép ngày 01/02/2019. Tổng biên tập: Đỗ Văn Khoa.</p></footer></body></html>"""

PORTAL = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<title>Cổng thông tin điện tử tỉnh Hà Lam</title></head><body>
<form id="aspnetForm" method="post" action="/Pages/x.aspx"><input type="hidden" name="__VIEWSTATE" value="abcdef">
<table width="100%"><tr><td class="ms-nav"><table><tr><td><a href="/a">Giới thiệu</a></td></tr>
<tr><td><a href="/b">Tin tức</a></td></tr></table></td><td><table id="ctl00_Main">
<tr><td><span id="ctl00_lblTitle" class="TieuDe">Hội nghị tổng kết phong trào năm 2022</span></td></tr>
<tr><td><span class="NgayDang">Thứ Tư, 10/08/2022, 15:20 [GMT+7]</span></td></tr>
<tr><td><div class="NoiDung"><p class="MsoNormal"><b>{LEAD}</b></p><p class="MsoNormal">{PROSE}</p>
<p class="MsoNormal" align="center"><i>Quang cảnh Hội nghị</i></p><p class="MsoNormal">{MORE}</p>
<table border="1"><tr><td><p>STT</p></td><td><p>Đơn vị</p></td><td><p>Kết quả</p></td></tr>
<tr><td><p>1</p></td><td><p>Công an huyện Bình Lâm</p></td><td><p>95%</p></td></tr></table>
<p class="MsoNormal" align="right"><b>Tin, ảnh: Hoàng Lan</b></p></div></td></tr>
<tr><td><div class="TinKhac">Các tin khác<ul><li><a href="/c">Công an huyện ra quân</a> (09/08/2022)</li>
<li><a href="/d">Diễn tập phòng cháy</a> (05/08/2022)</li></ul></div></td></tr></table></td></tr></table></form>
<div id="footer">Bản quyền thuộc Cổng thông tin điện tử tỉnh Hà Lam. Trưởng ban biên tập: Lê Văn Tám</div></body></html>"""


def page(head="", before="", body=None, charset="utf-8"):
    """A page with little but an article in it."""
    prose = f"<p>{LEAD}</p><p>{PROSE}</p><p>{MORE}</p>" if body is None else body
    return f"<html><head><meta charset={charset}>{head}</head><body><div>{before}<article>{prose}</article></div></body></html>"


def json_ld(**fields):
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


def meta(**fields):
    return "".join(f'<meta property="{key.replace("__", ":")}" content="{value}">' for key, value in fields.items())


def said(head="", before="", data=None):
    return read_html("x.html", data or page(head, before).encode())[2]


def refusal(data, read=read_html):
    with pytest.raises(InputError) as caught:
        read("x.html", data)
    return caught.value.code, str(caught.value)


# --- whole pages --------------------------------------------------------------------------------------------------


def test_a_newspaper_page():
    body, encoding, found = read_html("x.html", NEWSPAPER.encode())
    assert body.split("\n\n") == [
        LEAD,
        PROSE,
        "Hai đối tượng tại cơ quan công an. Ảnh: CACC",
        "Hiện vụ việc đang được tiếp tục\nđiều tra làm rõ.",
        "Khen thưởng kịp thời",
        MORE,
        "Tập thể: Công an xã Tân Mỹ;",
        "Cá nhân: Thiếu tá Phạm Văn Nam.",
        "Đơn vị\tSố vụ",
        "Tân Mỹ\t12",
    ]
    assert encoding == "utf-8"
    assert found == Metadata(TITLE, "2023-10-18T17:52:20+07:00", ("Minh Hà",), "Báo Sông Lam", URL)


def test_a_portal_of_tables_without_markup_for_machines():
    body, _, found = read_html("x.html", PORTAL.encode())
    assert body.split("\n\n") == [
        LEAD,
        PROSE,
        "Quang cảnh Hội nghị",
        MORE,
        "STT\tĐơn vị\tKết quả",
        "1\tCông an huyện Bình Lâm\t95%",
        "Tin, ảnh: Hoàng Lan",
    ]
    assert found == Metadata("Hội nghị tổng kết phong trào năm 2022", "2022-08-10T15:20+07:00")


# --- what the page says of itself ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "before", "published"),
    [
        (json_ld(datePublished="2023-10-18T17:52:20+07:00"), "", "2023-10-18T17:52:20+07:00"),
        (json_ld(datePublished="2023-10-18T17:52+0700"), "", "2023-10-18T17:52+07:00"),
        (json_ld(datePublished="2023-10-18T10:52:20.123Z"), "", "2023-10-18T10:52:20Z"),
        (json_ld(datePublished="2023-10-18 17:52"), "", "2023-10-18T17:52+07:00"),
        (json_ld(datePublished="2023-10-18"), "", "2023-10-18"),
        (json_ld(datePublished="2023-10-18T00:00:00"), "", "2023-10-18"),  # no clock, and no midnight either
        (json_ld(datePublished="0001-01-01T00:00:00"), "", None),
        (json_ld(datePublished="2023-02-30"), "", None),
        (json_ld(datePublished=["2023-10-18"]), "", None),
        (json_ld(dateModified="2023-10-18"), "", None),
        ('<script type="application/ld+json">{"datePublished": "2023-10-18", }</script>', "", "2023-10-18"),
        (
            f'<script type="application/ld+json">{json.dumps({"@graph": [{"@type": "WebSite"}, {"@type": ["NewsArticle"], "datePublished": "2023-10-18"}]})}</script>',
            "",
            "2023-10-18",
        ),
        (
            json_ld(datePublished="2023-10-18") + meta(article__published_time="2023-10-18T17:52:20+07:00"),
            "",
            "2023-10-18T17:52:20+07:00",
        ),
        (
            json_ld(datePublished="2023-10-18") + meta(article__published_time="2023-10-20T17:52:20+07:00"),
            "",
            "2023-10-18",
        ),
        (meta(article__published_time="2023-10-18T17:52:20+07:00"), "", "2023-10-18T17:52:20+07:00"),
        (meta(article__modified_time="2023-10-18T17:52:20+07:00"), "", None),
        ('<meta itemprop="datePublished" content="18/10/2023 17:52">', "", "2023-10-18T17:52+07:00"),
        ('<meta name="pubdate" content="10/08/2023">', "", "2023-08-10"),  # the day goes first in Vietnam
        ('<meta name="pubdate" content="10/08/2023 5:52:20 PM">', "", None),  # here it may not
        ('<meta name="pubdate" content="10/08/2023 5:52:20 CH">', "", "2023-08-10"),
        ('<meta name="copyright" content="2023">', "", None),
        ('<link rel="canonical" href="https://a.example/2023/10/18/bai-viet">', "", "2023-10-18"),
        ("", f'<div><h1>{TITLE}</h1><time datetime="2023-10-18T17:52">hôm qua</time></div>', "2023-10-18T17:52+07:00"),
        ("", f"<div><h1>{TITLE}</h1><span>Thứ tư, 10/8/2023 | 17h52</span></div>", "2023-08-10T17:52+07:00"),
        ("", f"<div><span>17:52 10-08-2023</span><h1>{TITLE}</h1></div>", "2023-08-10T17:52+07:00"),
        ("", f"<div><h1>{TITLE}</h1><span>10/8/2023</span><span>12/8/2023</span></div>", None),  # which?
        ("", f"<div><h1>{TITLE}</h1><ul><li>10/8/2023</li></ul></div>", None),  # other news
        ("", f"<div>10/8/2023</div><div><div><div><div><div><h1>{TITLE}</h1></div></div></div></div></div>", None),
        ("", "", None),
    ],
)
def test_the_date(head, before, published):
    assert said(head, before).published == published


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        (json_ld(author={"@type": "Person", "name": "Minh Hà"}), ("Minh Hà",)),
        (json_ld(author=[{"name": "Minh Hà"}, {"name": "Trần An"}]), ("Minh Hà", "Trần An")),
        (json_ld(author="Minh Hà - Trần An"), ("Minh Hà - Trần An",)),
        (json_ld(author={"@type": "Organization", "name": "Báo Sông Lam"}), ("Báo Sông Lam",)),
        (json_ld(author={"name": "toasoan@songlam.example"}), ()),
        (json_ld(author={"name": ["Minh Hà"]}), ()),
        (
            json_ld(author={"name": "songlam.vn"}) + '<meta name="author" content="Minh Hà, Trần An">',
            ("Minh Hà, Trần An",),
        ),
        (meta(og__site_name="Sông Lam Mới") + '<meta name="author" content="SÔNG LAM MỚI">', ()),
        (meta(article__author="https://www.facebook.com/songlam"), ()),
        ('<meta name="author" content="Tin, ảnh: Minh Hà và Trần An">', ("Tin, ảnh: Minh Hà và Trần An",)),
    ],
)
def test_bylines_are_taken_as_printed(head, authors):
    assert said(head).authors == authors


@pytest.mark.parametrize(
    ("head", "before", "headline"),
    [
        (meta(og__title=f"{TITLE} | Báo Sông Lam", og__site_name="Báo Sông Lam"), "", TITLE),
        (meta(og__title=f"{TITLE} - songlam.vn"), "", TITLE),
        (meta(og__title="Tân Mỹ: Bắt &amp;quot;trùm&amp;quot; trộm xe"), "", 'Tân Mỹ: Bắt "trùm" trộm xe'),
        ("<title>Cổng thông tin điện tử huyện Bình Lâm</title>", f'<div class="title">{TITLE}</div>', TITLE),
        (meta(og__title="Sông Lam", og__site_name="Sông Lam") + json_ld(headline=TITLE), "", TITLE),
        ("", f"<h1>{TITLE}</h1>", TITLE),
        (f"<title>{TITLE} - Báo Sông Lam</title>", "", TITLE),
        ("", "", None),
    ],
)
def test_the_headline(head, before, headline):
    assert said(head, before).headline == headline


@pytest.mark.parametrize(
    ("head", "url"),
    [
        (f'<link rel="canonical" href="{URL}">', URL),
        ('<link rel="canonical" href="https://a.example/">' + meta(og__url=URL), URL),
        ('<link rel="canonical" href="https://a.example/">', "https://a.example/"),
        ('<link rel="canonical" href="/tin/1.html">', None),
        (meta(og__url="javascript:alert(1)"), None),
        (meta(og__url="https://[broken"), None),
        ('<link rel="alternate" href="https://a.example/feed">', None),
    ],
)
def test_the_address(head, url):
    assert said(head).url == url


def test_the_publisher_of_json_ld():
    assert said(json_ld(publisher={"name": "Báo Sông Lam"})).publisher == "Báo Sông Lam"
    assert said(json_ld(publisher="Báo Sông Lam")).publisher == "Báo Sông Lam"


def test_the_headline_is_not_in_the_body():
    title = meta(og__title=TITLE)
    text = f"<p>An ninh</p><p>{TITLE.upper()}.</p><p>{LEAD}</p><p>{PROSE}</p><p>{MORE}</p>"
    assert read_html("x", page(title, body=text).encode())[0].split("\n\n") == ["An ninh", LEAD, PROSE, MORE]
    text = f"<p>{TITLE} máy của người dân trên địa bàn huyện.</p><p>{PROSE}</p><p>{MORE}</p>"
    assert read_html("x", page(title, body=text).encode())[0].startswith(f"{TITLE} máy")


# --- encodings ----------------------------------------------------------------------------------------------------

VNI = (
    "Ñaïi hoäi thi ñua yeâu nöôùc laàn thöù naêm cuûa xaõ Taân Thaïnh ñaõ thaønh coâng toát ñeïp trong ngaøy hoâm qua."
)
TCVN3 = "§¹i héi thi ®ua yªu n\xad\xedc lÇn thø n¨m cña x· T©n Th¹nh ®· thµnh c«ng tèt ®Ñp trong ngµy h«m qua."
UNICODE = "Đại hội thi đua yêu nước lần thứ năm của xã Tân Thạnh đã thành công tốt đẹp trong ngày hôm qua."


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (page().encode(), "utf-8"),
        (page().encode("utf-8-sig"), "utf-8"),
        (page(charset="iso-8859-1").encode(), "utf-8"),  # what the bytes are goes before what the page says
        (page().encode("utf-16"), "utf-16"),
    ],
)
def test_encodings(data, encoding):
    body, found, _ = read_html("x", data)
    assert (body, found) == ("\n\n".join([LEAD, PROSE, MORE]), encoding)


def test_a_declared_encoding():
    text = page(body=f"<p>{'“Thi đua” là yêu nước, yêu nước thì phải thi đua. ' * 5}</p>", charset="windows-1258")
    body, encoding, _ = read_html("x", text.replace("ư", "ư").encode("cp1258", "ignore"))
    assert body.startswith("“Thi đua” là yêu n")
    assert encoding == "windows-1258"


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1252", "x-user-defined", "idna", "hex", "utf-8"])
@pytest.mark.parametrize(("text", "font"), [(VNI, "vni"), (TCVN3, "tcvn3")])
def test_old_fonts(label, text, font):
    html = page(meta(og__title=text[:-1]), body=f"<p>{text} {text}</p>", charset=label)
    body, encoding, found = read_html("x", html.encode("cp1252"))
    assert (body, encoding, found.headline) == (f"{UNICODE} {UNICODE}", font, UNICODE[:-1])


def test_soft_hyphens_go_and_controls_do_no_harm():
    body = read_html("x", page(body=f"<p>Công\xad an\0 {PROSE}</p>").encode())[0]
    assert body == f"Công an {PROSE}"


# --- MHT ----------------------------------------------------------------------------------------------------------


def mht(html, headers="Snapshot-Content-Location: https://a.example/tin/1.html\r\n", part="", charset="utf-8"):
    encoded = base64.encodebytes(html.encode(charset)).decode()
    return (
        f"From: <Saved by Blink>\r\n{headers}MIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="----x"\r\n\r\n'
        "------x\r\nContent-Type: text/css\r\n\r\np {}\r\n"
        f'------x\r\nContent-Type: text/html; charset="{charset}"\r\n{part}Content-Transfer-Encoding: base64\r\n\r\n'
        f"{encoded}\r\n------x--\r\n"
    ).encode()


@pytest.mark.parametrize(
    ("data", "url"),
    [
        (mht(page()), "https://a.example/tin/1.html"),
        (mht(page(), headers="", part="Content-Location: https://b.example/2\r\n"), "https://b.example/2"),
        (mht(page(f'<link rel="canonical" href="{URL}">')), URL),
        (mht(page('<link rel="canonical" href="/tin/3.html">')), "https://a.example/tin/3.html"),
        (mht(page(), headers=""), None),
        (mht(page(), headers="Snapshot-Content-Location: file:///C:/tin.html\r\n"), None),
    ],
)
def test_mht(data, url):
    body, encoding, found = read_mht("x.mht", data)
    assert (body, encoding, found.url) == ("\n\n".join([LEAD, PROSE, MORE]), "utf-8", url)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n\x1a\n\0\0",
        b"Content-Type: text/plain\r\n\r\nabc",
        b"Content-Type: multipart/related; boundary=x\r\n\r\n--x\r\n\r\n--x--",
        b"Content-Type: text/plain; " + b'a="' * 1_000_000,
        b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (i, i) for i in range(1000)),
    ],
    ids=range(6),
)
def test_mht_without_a_page(data):
    assert refusal(data, read_mht)[0] == "not-text"


# --- hostile input ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "no-article"),
        (" \n", "no-article"),
        ("\0" * 1000, "no-article"),
        ("<html><body><nav><a href=/a>Trang chủ</a></nav></body></html>", "no-article"),
        ("<!-- " * 10_000, "no-article"),
        ("<html><body><p>" + " ".join(f"a{i}" for i in range(10)), "no-article"),
        ("<html><body>" + "<div>" * 100_000 + "Tin", "no-article"),
        ("<p " + " ".join(f"a{i}=1" for i in range(300_000)) + ">", "no-article"),
        ("<html><body>" + "<p>Tin" * 40_000, "too-long"),
        ("<" * 5_000_000, "too-long"),
    ],
    ids=range(10),
)
def test_pages_without_an_article(text, code):
    assert refusal(text.encode())[0] == code


def test_bytes_that_are_no_text():
    assert refusal(bytes(range(128, 256)) * 100)[0] == "not-text"


@pytest.mark.parametrize(
    "text",
    [
        "<" * 1_000_000,
        page(body="<div class=title>" * 200 + "Công an xã bắt, " * 20_000),
        page(json_ld()[:-9] + "[" * 200_000 + "</script>"),
        page('<script type="application/ld+json">' + '{"author":' * 100_000 + "</script>"),
        page(body=f"<p>{LEAD}<p>{PROSE}" + "<b><i>" * 5000),
        page(body="<table><tr><td>" * 300 + PROSE),
        page(body="<ul><li>" * 300 + PROSE),
        page('<script type="application/ld+json">[[], 1, null, {"@type": 3, "@graph": 5, "author": [[]]}]</script>'),
    ],
    ids=range(8),
)
def test_hostile_pages_with_text(text):
    assert read_html("x", text.encode())[0]


def test_nothing_is_printed(capfd):
    for text in (NEWSPAPER, "<p>", page(json_ld()[:-20])):
        try:
            read_html("x", text.encode())
        except InputError:
            logging.getLogger("trafilatura").error("said aloud")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("zone", ["Asia/Ho_Chi_Minh", "America/Los_Angeles"])
def test_the_time_zone_of_the_machine_does_not_matter(zone):
    script = "import sys; from antq_extract.webpages import read_html; print(read_html('x', sys.stdin.buffer.read())[2].published)"
    run = [sys.executable, "-c", script]
    done = subprocess.run(run, input=PORTAL.encode(), capture_output=True, check=True, env={**os.environ, "TZ": zone})
    assert done.stdout.split() == [b"2022-08-10T15:20+07:00"]
    assert done.stderr == b""


def test_the_libraries_are_not_loaded_with_the_module():
    script = (
        "import sys, antq_extract.webpages; sys.exit(any(m in sys.modules for m in ('trafilatura', 'lxml', 'email')))"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
