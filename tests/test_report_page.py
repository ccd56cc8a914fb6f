"""The page of a report in a real browser: filters, the way from a figure to its sentence, keyboard, both languages."""

import json
import re
from contextlib import contextmanager

import pytest
from click.testing import CliRunner

from antq_extract.cli import cli
from tests import browser, report_articles

pytest.importorskip("vl_convert")


@pytest.fixture(scope="module")
def chromium():
    with browser.chromium() as running:
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the page in both languages."""
    made = tmp_path_factory.mktemp("report")
    report_articles.write(made / "bao")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(made)
        for args in (
            ("--with-text", "-o", "records.jsonl", "bao"),
            ("report", "records.jsonl", "-o", "vi.html"),
            ("report", "records.jsonl", "--lang", "en", "-o", "en.html"),
        ):
            result = CliRunner().invoke(cli, args)
            assert result.exit_code == 0, result.stderr
    return made


@contextmanager
def opened(chromium, path, **options):
    """Open a page and wait until all is drawn; it must have asked for nothing, and told of no error."""
    with browser.opened(chromium, path, **options) as page:
        page.wait_for_selector("body[data-ready]")
        page.wait_for_selector("#events .chart svg", state="attached")
        yield page


@pytest.fixture
def page(chromium, folder):
    with opened(chromium, folder / "vi.html") as shown:
        yield shown


def value(page, tile):
    return page.inner_text(f"#tile-{tile} .value")


def totals(page, *names):
    return {name: value(page, name) for name in names}


def rows(page, section, title):
    """Return the rows of the table below a chart, as texts."""
    card = page.locator(f"#{section} .card", has=page.locator("h3", has_text=re.compile(f"^{re.escape(title)}$")))
    return [
        [cell.strip() for cell in row.locator("th, td").all_text_contents()] for row in card.locator("tbody tr").all()
    ]


def marked(page):
    """Return what is marked in the dialog, and the sentences that it is in."""
    page.wait_for_selector("dialog[open] article")
    quotes = page.locator("dialog blockquote")
    return [
        (quote.locator("mark").all_text_contents(), quote.locator("p").first.inner_text()) for quote in quotes.all()
    ]


def filtered(page, **fields):
    for name, text in fields.items():
        field = page.locator(f"#f-{name}")
        field.select_option(label=text) if field.evaluate("f => f.tagName") == "SELECT" else field.fill(text)


def test_totals_count_copies_repeats_and_tellings_once(page):
    assert totals(page, "articles", "recipients", "ratios", "events", "officials", "coverage", "checks") == {
        "articles": "6",
        "recipients": "88",  # 11 + 22 of one ceremony, 10, 40, 5
        "ratios": "6",
        "events": "5",
        "officials": "2",
        "coverage": "1",
        "checks": "1",
    }
    assert page.inner_text("#tile-articles .note") == "không kể 1 bản trùng"
    assert page.inner_text("#span") == "6 bài, đăng từ 08/02/2023 đến 06/10/2025; 1 bài không rõ ngày đăng"


def test_awards_by_province_have_one_row_on_both_sides_of_a_merger_or_two(page):
    assert rows(page, "awards", "Theo tỉnh, thành phố") == [
        ["Hưng Yên", "50", "10", "40"],
        ["Lạng Sơn", "33", "11", "22"],
        ["(không rõ tỉnh)", "5", "5", ""],
    ]
    filtered(page, names="lúc đăng bài")
    assert rows(page, "awards", "Theo tỉnh, thành phố") == [
        ["Thái Bình (nay là Hưng Yên)", "40", "", "40"],
        ["Lạng Sơn", "33", "11", "22"],
        ["Hưng Yên (từ 7/2025)", "10", "10", ""],
        ["(không rõ tỉnh)", "5", "5", ""],
    ]


def test_ratios_are_a_part_and_a_whole_and_percentages_stand_apart(page):
    assert rows(page, "ratios", "Theo tiêu chí") == [
        ["xã đạt tiêu chuẩn “An toàn về an ninh trật tự”", "181", "200", "90,5 %", "1"],
        ["bản không còn trộm cắp", "11", "13", "84,6 %", "1"],
    ]
    assert ["(không nêu tiêu chí)", "95 %", "95 %", "95 %", "1"] in rows(page, "ratios", "Không cộng được")


def test_a_province_changes_every_figure(page):
    filtered(page, place="Hưng Yên")
    assert totals(page, "articles", "recipients", "ratios", "events", "officials", "coverage", "checks") == {
        "articles": "2",
        "recipients": "50",
        "ratios": "3",
        "events": "2",
        "officials": "0",
        "coverage": "0",
        "checks": "1",
    }
    assert rows(page, "awards", "Theo tỉnh, thành phố") == [["Hưng Yên", "50", "10", "40"]]
    assert page.inner_text("#state") == "Số liệu của 2 trên 6 bài, 9 dữ kiện. Bộ lọc: Hưng Yên."
    page.click("#f-reset")
    browser.expect(page.locator("#tile-recipients .value")).to_have_text("88")


def test_a_period_changes_every_figure_and_says_what_has_no_date(page):
    filtered(page, **{"from": "2024-01-01", "to": "2024-12-31"})
    assert totals(page, "articles", "recipients", "checks", "coverage") == {
        "articles": "1",
        "recipients": "40",
        "checks": "1",
        "coverage": "0",
    }
    assert page.inner_text("#state").endswith(
        "1 bài không rõ ngày bị bỏ ra ngoài. Bộ lọc: Từ ngày 01/01/2024; Đến ngày 31/12/2024."
    )
    filtered(page, **{"from": "2023-02-08", "to": "2023-02-08"})
    assert totals(page, "articles", "recipients", "coverage") == {"articles": "2", "recipients": "33", "coverage": "1"}


def test_kinds_of_facts_come_and_go(page):
    page.uncheck("#f-kinds input[value=awards]")
    assert page.locator("#awards").is_hidden()
    assert (value(page, "recipients"), value(page, "ratios")) == ("0", "6")
    for kind in ("ratios", "events", "officials", "others.quantities"):
        page.uncheck(f"#f-kinds input[value='{kind}']")
    assert totals(page, "articles", "ratios", "events", "checks") == {
        "articles": "1",
        "ratios": "0",
        "events": "0",
        "checks": "1",
    }


def test_what_the_filters_leave_is_told_to_screen_readers(page):
    assert page.get_attribute("#state", "aria-live") == "polite"
    filtered(page, place="Lạng Sơn")
    assert page.inner_text("#state").startswith("Số liệu của 2 trên 6 bài")


def test_a_total_leads_to_its_sentences(page):
    page.click("#tile-recipients")
    found = marked(page)
    assert (["40 cá nhân"], "Giám đốc Công an tỉnh Thái Bình tặng Bằng khen cho 40 cá nhân.") in found
    assert sorted(mark for marks, _ in found for mark in marks) == [
        "10 tập thể",
        "11 tập thể",
        "22 cá nhân",
        "40 cá nhân",
        "5 tập thể",
    ]
    page.click("#source-close")
    assert page.locator("#source").is_hidden()


def test_a_cell_of_a_table_leads_to_its_sentence(page):
    page.locator("#awards .twin").first.locator("summary").click()
    page.get_by_role("row", name="Hưng Yên").first.get_by_role("button", name="50").click()
    assert sorted(mark for marks, _ in marked(page) for mark in marks) == ["10 tập thể", "40 cá nhân"]


def test_a_bar_leads_to_its_sentence(page):
    page.locator("#ratios .chart").first.get_by_role("button", name="11/13").click()
    assert marked(page) == [(["11/13 bản"], "Đến nay, 11/13 bản không còn trộm cắp.")]


def test_a_bar_of_the_timeline_leads_to_its_events(page):
    page.locator("#events .chart").get_by_role("button", name="05/2024: 1", exact=True).click()
    assert [marks for marks, _ in marked(page)] == [["Sáng 10/5/2024"]]


def test_a_failed_check_is_a_click_from_its_sentence(page):
    page.locator("#checks tbody").get_by_role("button").click()
    assert marked(page) == [(["450/500 hộ"], "Cả tỉnh có 450/500 hộ, đạt 95%.")]
    assert page.inner_text("dialog .remarks") == "tính ra 90 %, nhưng bài ghi 95 %"


def test_figures_that_differ_stand_side_by_side(page):
    cells = page.locator("#coverage tbody tr").first.locator("th, td").all_text_contents()
    assert cells[0].startswith("Giấy khen · tập thể")
    assert cells[1:] == ["11 tập thể", "12 tập thể", "khác nhau"]
    page.locator("#coverage").get_by_role("button", name="12 tập thể").click()
    assert [marks for marks, _ in marked(page)] == [["12 tập thể"]]
    assert (
        page.locator("dialog .meta").last.inner_text() == "bao/bao-b/tong-ket.txt · Bản trùng: bao/bao-c/tong-ket.txt"
    )


def test_an_official_has_posts_over_time_and_the_articles(page):
    row = page.locator("#officials tbody tr", has_text="Lò Văn Tám")
    assert row.locator("th, td").all_text_contents() == [
        "Lò Văn Tám",
        "Đại tá 08/02/2023",
        "Giám đốc Công an tỉnh Lạng Sơn · Lạng Sơn · 08/02/2023",
        "2 bài",
    ]
    row.get_by_role("button", name="2 bài").click()
    assert [marks for marks, _ in marked(page)] == [["Đại tá Lò Văn Tám"], ["Đại tá Lò Văn Tám"]]
    assert "cùng chức vụ" in page.inner_text("#source-list")


def test_an_article_has_all_its_facts_marked(page):
    page.fill("#articles input", "thai binh ho tu quan")  # without marks
    page.locator("#articles tbody").get_by_role("button").click()
    assert [marks for marks, _ in marked(page)] == [
        ["90 % hộ"],
        ["Sáng 10/5/2024"],
        ["450/500 hộ", "95%"],
        ["40 cá nhân"],
    ]


def test_searches_turn_pages_over(page):
    assert page.locator("#articles tbody tr").count() == 6
    page.fill("#articles input", "nothing has this")
    assert page.inner_text("#articles .turning [role=status]") == "Không có gì khớp với bộ lọc."


def test_what_an_article_holds_harms_nothing(page):
    assert page.title() == "Báo cáo dữ kiện báo chí"
    assert page.locator("img").count() == 0
    page.fill("#articles input", "owned")
    assert report_articles.HOSTILE in page.inner_text("#articles tbody")
    page.locator("#articles tbody").get_by_role("button").click()
    ((_, headline), (marks, sentence)) = marked(page)
    assert report_articles.HOSTILE in headline
    assert sentence.startswith("Sáng 15/3/2023, ông </script><script>")
    assert marks[-1] == "5 tập thể"  # behind a character of two UTF-16 units
    assert (page.title(), page.locator("img").count()) == ("Báo cáo dữ kiện báo chí", 0)


def test_the_keyboard_reaches_figures_and_comes_back(page):
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "tile-articles"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert len(marked(page)) == 4
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "tile-recipients"


def test_the_keyboard_walks_along_a_chart(page):
    chart = page.locator("#awards .chart").first
    assert chart.locator("[tabindex='0']").count() == 1
    chart.locator("[tabindex='0']").focus()
    names = []
    for _ in range(3):
        names.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
        page.keyboard.press("ArrowDown")
    assert names == ["Hưng Yên: 10 tập thể", "Hưng Yên: 40 cá nhân", "Lạng Sơn: 11 tập thể"]
    page.keyboard.press("Enter")
    assert [marks for marks, _ in marked(page)] == [["22 cá nhân"]]


def test_every_chart_has_a_table_with_the_same_figures(page):
    charts = page.locator(".chart")
    assert charts.count() == 7
    for chart in charts.all():
        assert chart.locator("xpath=following-sibling::details[1]").locator("table tbody tr").count() > 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [browser.DESK, browser.PHONE], ids=["desk", "phone"])
def test_it_is_accessible_and_fits(chromium, folder, scheme, size):
    with opened(chromium, folder / "vi.html", size=size, color_scheme=scheme) as page:
        assert browser.sideways(page) == 0
        for twin in page.locator("details").all():
            twin.evaluate("d => d.open = true")
        assert browser.findings(page) == []
        assert browser.sideways(page) == 0
        page.click("#tile-recipients")
        page.wait_for_selector("dialog[open] mark")
        assert browser.findings(page) == []
        assert browser.sideways(page) == 0


ODD = {
    "lang-son.txt": """Công an tỉnh Lạng Sơn tổng kết phong trào

08/02/2023 16:05

Sáng 8/2/2023, Giám đốc Công an tỉnh tặng Giấy khen cho 11 tập thể. Thủ tướng Chính phủ tặng Bằng khen cho 2 cá nhân.
""",
    "thai-binh.txt": """Công an tỉnh Thái Bình tổng kết phong trào

10/05/2024 16:05

Sáng 10/5/2024, Giám đốc Công an tỉnh tặng Giấy khen cho 4 tập thể, trao 7 Giấy khen. Thủ tướng Chính phủ tặng Bằng khen cho 3 cá nhân.
""",
    "khong-nam.txt": "Sáng 8/2, bản Nà Lươm họp. Đến nay đạt 90%, có nơi đạt 95%, 50% hoặc 94%. Số vụ giảm từ 5 - 8%.\n",
}


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    """A page with issuers of two provinces, a day without a year, and a pack's kind that is called events."""
    made = tmp_path_factory.mktemp("odd")
    report_articles.write(made / "odd", ODD)
    run = CliRunner()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(made)
        records = [json.loads(line) for line in run.invoke(cli, ["--with-text", "odd"]).stdout.splitlines()]
        bearer = next(record for record in records if "thai-binh" in record["source"]["path"])
        start = bearer["text"].index("Thủ tướng")
        fact = {"text": "Thủ tướng", "start": start, "end": start + 9, "rule": "own-events.all"}
        bearer["facts"]["events"] = [fact]
        (day,) = next(record for record in records if "khong-nam" in record["source"]["path"])["dates"]
        assert day["edtf"] == "XXXX-02-08"
        day["role"] = "event"
        (made / "odd.jsonl").write_text("".join(map("{}\n".format, map(json.dumps, records))), encoding="utf-8")
        assert run.invoke(cli, ["report", "odd.jsonl", "-o", "odd.html"]).exit_code == 0
    return made / "odd.html"


def test_issuers_are_those_of_their_province(chromium, odd):
    with opened(chromium, odd) as page:
        assert rows(page, "awards", "Theo nơi khen thưởng") == [
            ["Giám đốc Công an tỉnh · Lạng Sơn", "11", "11", ""],
            ["Thủ tướng Chính phủ", "5", "", "5"],
            ["Giám đốc Công an tỉnh · Hưng Yên", "4", "4", ""],
        ]
        filtered(page, names="lúc đăng bài")
        names = [row[0] for row in rows(page, "awards", "Theo nơi khen thưởng")]
        assert names[2] == "Giám đốc Công an tỉnh · Thái Bình (nay là Hưng Yên)"


def test_awards_that_are_counted_themselves_are_told_apart_in_a_bar(chromium, odd):
    with opened(chromium, odd) as page:
        card = page.locator("#awards .card", has=page.locator("h3", has_text="Theo hình thức"))
        assert card.locator("svg text", has_text="phần thưởng").all_text_contents() == ["15 + 7 phần thưởng"]


def test_a_day_without_a_year_stands_beside_the_timeline(chromium, odd):
    with opened(chromium, odd) as page:
        assert value(page, "events") == "3"
        assert rows(page, "events", "Các sự kiện, mới nhất trước")[2] == [
            "Sáng 8/2",
            "(không có tiêu đề) khong-nam.txt",
            "",
        ]
        page.get_by_role("button", name="1 mốc nằm ngoài biểu đồ").click()
        assert marked(page) == [(["Sáng 8/2"], "Sáng 8/2, bản Nà Lươm họp.")]
        page.keyboard.press("Escape")
        chart = page.locator("#events .chart")
        assert chart.get_by_role("button").count() == 2  # a month without events leads nowhere


def test_the_median_of_an_even_number_lies_between_two(chromium, odd):
    with opened(chromium, odd) as page:
        assert rows(page, "ratios", "Không cộng được") == [["(không nêu tiêu chí)", "50 %", "92 %", "95 %", "4"]]
        assert rows(page, "ratios", "Tăng và giảm") == [["Giảm", "5 %", "6,5 %", "8 %", "1"]]  # of a range both ends
        page.locator("#ratios").get_by_role("button", name="92 %").click()
        assert [marks for marks, _ in marked(page)] == [["90%", "94%"]]


def test_a_pack_may_call_its_kind_as_the_report_calls_one(chromium, odd):
    with opened(chromium, odd) as page:
        assert page.locator("#f-kinds label").all_inner_texts()[-1] == "events"
        assert (value(page, "events"), value(page, "others-events")) == ("3", "1")
        page.uncheck("#f-kinds input[value='others.events']")
        assert value(page, "events") == "3"
        assert page.locator("#tile-others-events").count() == 0
        assert page.inner_text("#state").endswith("Bộ lọc: không gồm: events.")


def test_a_total_of_nothing_leads_nowhere(chromium, odd):
    with opened(chromium, odd) as page:
        assert value(page, "officials") == "0"
        assert page.locator("#tile-officials").is_disabled()


def test_checks_that_hold_are_those_of_the_articles_left(chromium, odd):
    with opened(chromium, odd) as page:
        every = page.inner_text("#tile-checks .note")
        filtered(page, place="Hưng Yên")
        assert (every, page.inner_text("#tile-checks .note")) == ("trên 2 phép đối chiếu", "trên 1 phép đối chiếu")
        page.uncheck("#f-kinds input[value=checks]")
        assert page.inner_text("#tile-checks .note") == "trên 0 phép đối chiếu"


def test_it_prints_its_figures_without_its_controls(page):
    page.emulate_media(media="print")
    assert page.locator("#f-place").is_hidden()
    assert page.locator("#tile-recipients").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.pdf().startswith(b"%PDF")


def test_in_english(chromium, folder):
    with opened(chromium, folder / "en.html") as page:
        assert (page.get_attribute("html", "lang"), page.title()) == ("en", "What the articles report")
        assert (
            page.inner_text("#span")
            == "6 articles, published from 8 Feb 2023 to 6 Oct 2025; 1 without a publication date"
        )
        assert page.inner_text("#tile-checks .note") == "of 15 checks"
        page.locator("#officials").get_by_role("button", name="1 article", exact=True).first.click()
        page.wait_for_selector("dialog[open] article")
        assert page.inner_text("#source-sum") == "1 fact in 1 article"
        page.keyboard.press("Escape")
        assert ["xã đạt tiêu chuẩn “An toàn về an ninh trật tự”", "181", "200", "90.5%", "1"] in rows(
            page, "ratios", "By criterion"
        )
        page.locator("#checks tbody").get_by_role("button").click()
        page.wait_for_selector("dialog[open] article")
        assert page.inner_text("dialog .remarks") == "90 % by its figures, but printed 95 %"


@pytest.mark.parametrize("text", [None, "Hôm nay trời đẹp.\n"], ids=["no record", "no fact"])
def test_a_report_of_nothing_says_so(chromium, tmp_path, text):
    records = CliRunner().invoke(cli, ("-",), input=text).stdout if text else ""
    result = CliRunner().invoke(cli, ("report", "-", "-o", str(tmp_path / "r.html")), input=records)
    assert result.exit_code == 0
    with browser.opened(chromium, tmp_path / "r.html") as page:
        page.wait_for_selector("body[data-ready]")
        assert (value(page, "articles"), value(page, "recipients")) == ("1" if text else "0", "0")
        assert page.locator("#awards .chart").count() == 0
        assert "Không có gì khớp với bộ lọc." in page.inner_text("#awards")
