"""The page of ``explain --html``: what stands in it, and what it does in a browser."""

import json
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from browser import DESK, PHONE, chromium, expect, findings, opened, sideways

from antq_extract import emit
from antq_extract.explain_article import Article, Origin
from antq_extract.explain_page import frame, whole
from antq_extract.labels import Labels

SAMPLES = Path(__file__).parent.parent / "samples"
HOSTILE = "<script>alert(1)</script> <img src=x onerror=alert(2)> \"'&amp;& </p></a> ${1} \\u003c"

KINDS = {
    "dates": "dates",
    "ratios": "ratios",
    "awards": "awards",
    "officials": "officials",
    "places": "places",
    "documents": "Cited documents",
    "quantities": "Counted things",
    "sums": "Sums of money",
}
TEXT = (
    "Xã Đông Khê khen 😀 9 người\n\n\tNgày 8/2/2023, Đại tá Lò Văn Tám trao Giấy khen\r\ncho 3 tập thể và 6 cá nhân.\n\n\n"
    "Năm 2022 có 11/13 bản, đạt 90%; ông Tám nói: 5 tỷ đồng.\n"
)


def place(words, rule="r.one", source=TEXT, nth=0):
    start = [found.start() for found in re.finditer(re.escape(words), source)][nth]
    return {"text": words, "start": start, "end": start + len(words), "rule": rule}


def record(source=TEXT, path="bai/a.txt", headline="Xã Đông Khê khen 9 người", url=None, **lists):
    """Return a record as it is written; ``facts`` are those of the kinds that packs bring."""
    empty = dict.fromkeys(("dates", "ratios", "awards", "officials", "places", "checks"), ())
    about = {"headline": headline, "date_published": "2023-02-09T16:29:00+07:00", "authors": ["A", "B"]}
    about |= {"publisher": None, "url": url}
    made = {"id": "sha256:0", "source": {"path": path, "index": 0}, "article": about, "facts": {}} | empty | lists
    return json.loads(json.dumps(made))


def nested():
    """A record in which facts lie in one another and overlap, with a check of each status."""
    whole_date = {"edtf": "2023-02-08", "granularity": "day", "role": "event", "calendar": "gregorian"}
    ratio = {"numerator": 11, "denominator": 13, "value": 0.84615, "unit": "bản"}
    percent = {"numerator": None, "denominator": None, "value": 0.9, "unit": None}
    award = {"qualifier": "exact", "awards": ["Giấy khen"], "issuers": []}
    post = {"label": "Giám đốc", "normalized_label": "Giám đốc", "role": "Giám đốc", "organization": None}
    person = {"name": "Lò Văn Tám", "normalized_name": "Lò Văn Tám", "rank": "Đại tá", "posts": [post]}
    mentions = [place("Đại tá Lò Văn Tám trao Giấy khen\r\ncho 3 tập thể"), place("ông Tám", "r.two")]
    passed = {"id": "ratio-bounds", "status": "pass", "expected": 13, "actual": 11, "message": "11/13 bản: 11 is not"}
    failed = {"id": "percent-of-fraction", "status": "fail", "expected": 84.62, "actual": 90}
    failed |= {"message": "11/13 bản: 84.62 % by its figures, printed 90%"}
    return record(
        dates=[place("Ngày 8/2/2023") | whole_date, place("Năm 2022 có 11") | whole_date],
        ratios=[place("11/13 bản") | ratio, place("90%") | percent],
        awards=[
            place("3 tập thể") | award | {"count": 3, "recipient_type": "collective", "unit": "tập thể"},
            place("6 cá nhân") | award | {"count": 6, "recipient_type": "individual", "unit": "cá nhân"},
        ],
        officials=[person | {"mentions": mentions}],
        places=[place("Xã Đông Khê") | {"level": "commune", "name": "Xã Đông Khê", "code": None}],
        facts={
            "documents": [],
            "quantities": [place("9 người") | {"value": 9, "qualifier": "exact", "unit": "người"}],
            "sums": [place("5 tỷ đồng", "sums.dong") | {"amount": 5000000000}],
        },
        checks=[passed, failed],
    )


def hostile():
    text = f"{HOSTILE}\n\nCó 11/13 bản {HOSTILE}.\n"
    ratio = place("11/13 bản", "r.<b>&", text) | {"numerator": 11, "denominator": 13, "value": 0.84615, "unit": HOSTILE}
    odd = place(HOSTILE, "r.one", text) | {"edtf": HOSTILE, "role": "mention"}
    check = {"id": "x<i>", "status": "fail", "expected": 1, "actual": 2, "message": HOSTILE}
    lists = {"ratios": [ratio], "dates": [odd], "checks": [check]}
    return record(text, f"bai/{HOSTILE}.txt", HOSTILE, "javascript:alert(3)", **lists), text


ORIGINS = {
    "r.one": Origin("one.toml:7", "The first rule"),
    "r.two": Origin("one.toml:9", "The second rule"),
    "r.<b>&": Origin("<b>&.toml:1", HOSTILE),
}


def articles(*pairs, language="vi"):
    shared = frame(Labels(language), KINDS, ORIGINS)
    return shared, [Article(shared, row, text, f"a{number}") for number, (row, text) in enumerate(pairs, 1)]


def made(*pairs, language="vi"):
    shared, found = articles(*pairs, language=language)
    return whole(shared, found)


# --- without a browser --------------------------------------------------------------------------------------------


VOID = {"meta", "link", "input", "img", "br"}  # elements without an end


class Tree(HTMLParser):
    """A page's elements, each with its attributes and its whole text, and whether every one is closed in its turn."""

    def __init__(self, markup):
        super().__init__()
        self.found, self.open = [], []
        self.feed(markup)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        element = (tag, dict(attrs), [])
        self.found.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        for _, _, text in self.open:
            text.append(data)

    def all(self, tag=None, **attributes):
        return [
            (found, "".join(text))
            for name, found, text in self.found
            if tag in (None, name) and all(value in (found.get(key) or "").split() for key, value in attributes.items())
        ]

    def one(self, tag=None, **attributes):
        (found,) = self.all(tag, **attributes)
        return found


@pytest.fixture(scope="module")
def tree():
    return Tree(made((nested(), TEXT)).decode())


def test_the_text_is_whole(tree):
    (text,) = [words for found, words in tree.all("div") if found.get("class") == "text"]
    assert text == TEXT
    assert [words for _, words in tree.all("p")[1:5]] == [
        "Xã Đông Khê khen 😀 9 người\n\n",
        "\tNgày 8/2/2023, Đại tá Lò Văn Tám trao Giấy khen\r\n",
        "cho 3 tập thể và 6 cá nhân.\n\n\n",
        "Năm 2022 có 11/13 bản, đạt 90%; ông Tám nói: 5 tỷ đồng.\n",
    ]


def test_marks_are_of_the_words_of_facts(tree):
    shown = [
        (words, found["class"], found["data-n"], found.get("tabindex"))
        for found, words in tree.all("a", **{"class": "m"})
    ]
    assert shown == [
        ("Xã Đông Khê", "m k4", "Đ1", None),
        ("9 người", "m k6", "S2", None),
        ("Ngày 8/2/2023", "m k0", "N3", None),
        ("Đại tá Lò Văn Tám trao Giấy khen", "m k3", "C4", None),
        ("cho ", "m k3", "", "-1"),  # the same fact in the next paragraph
        ("3 tập thể", "m k2 o3", "K5", None),  # an award inside of a mention
        ("6 cá nhân", "m k2", "K6", None),
        ("Năm 2022 có ", "m k0", "N7", None),
        ("11", "m k1 o0", "T8", None),  # where a date and a ratio overlap
        ("/13 bản", "m k1", "", None),
        ("90%", "m k1", "T9", None),
        ("ông Tám", "m k3", "C4", None),
        ("5 tỷ đồng", "m k7", "U10", None),  # S is taken
    ]


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_samples_are_whole_and_every_fact_is_marked(path, facts, rulebook):
    source = path.read_bytes().decode("utf-8-sig")
    kinds = dict.fromkeys((*emit.KINDS, *(kind.name for kind in rulebook.kinds)), "")
    row = emit.record_row(facts(source), kinds)
    tree = Tree(whole(shared := frame(Labels("vi"), kinds, {}), [Article(shared, row, source, "a1")]).decode())
    assert [words for found, words in tree.all("div") if found.get("class") == "text"] == [source]
    marked = Counter()
    for found, words in tree.all("a", **{"class": "m"}):
        for number in found["data-p"].split():
            marked[number] += len(words.replace("\r\n", ""))
    every = [fact for kind in kinds for fact in (row[kind] if kind in row else row["facts"][kind])]
    places = [place for fact in every for place in fact.get("mentions", [fact])]
    assert sorted(marked.values()) == sorted(len(place["text"].replace("\r\n", "")) for place in places)


def test_marks_tell_what_they_are_without_javascript(tree):
    found, _ = tree.all("a", **{"class": "o3"})[0]
    assert found["title"] == (
        "K5 · Khen thưởng · r.one · Độ chính xác: chính xác; Hình thức: Giấy khen; Số lượng: 3; Đối tượng: tập thể; "
        "Đơn vị: tập thể | C4 · Cán bộ · r.one · Tên: Lò Văn Tám; Cấp bậc: Đại tá; Chức vụ: Giám đốc"
    )
    assert tree.one(id=found["href"][1:])[1].startswith("K5 Khen thưởng")


def test_every_link_leads_somewhere(tree):
    ids = [found["id"] for _, found, _ in tree.found if "id" in found]
    assert len(ids) == len(set(ids))
    links = [found["href"] for found, _ in tree.all("a")]
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    assert [link for link in links if not link.startswith("#")] == []


def test_a_card_tells_values_places_rules_and_checks(tree):
    _, card = tree.one(id="a1f7")
    assert card == (
        "T8 Tỷ lệTử số11Mẫu số13Giá trị84,615 %Đơn vịbản“11/13 bản” Luật r.one The first rule one.toml:7"
        "✓ khớp Phần không lớn hơn toàn thể: 11 không lớn hơn 13"
        "✗ không khớp Phần trăm của phân số: tính ra 84,62 %, nhưng bài ghi 90 %"
    )
    _, card = tree.one(id="a1f3")
    assert card.count("Luật ") == 2
    assert "“ông Tám” Luật r.two The second rule one.toml:9" in card


def test_checks_that_failed_come_first_and_lead_to_their_marks(tree):
    (checks,) = [words for found, words in tree.all("ul") if found.get("class") == "checks"]
    assert checks == (
        "✗ không khớp Phần trăm của phân số: tính ra 84,62 %, nhưng bài ghi 90 % – “11/13 bản” · “90%”"
        "✓ khớp Phần không lớn hơn toàn thể: 11 không lớn hơn 13 – “11/13 bản”"
    )


def test_one_article_has_no_index(tree):
    assert [words for _, words in tree.all("h1")] == ["Xã Đông Khê khen 9 người"]
    assert tree.all(id="index") == []


def test_the_legend_has_the_kinds_that_there_are(tree):
    labels = [" ".join(words.split()) for found, words in tree.all("label") if "switch" in found["class"]]
    assert labels == [
        "N Mốc thời gian 2",
        "T Tỷ lệ 2",
        "K Khen thưởng 2",
        "C Cán bộ 1",
        "Đ Địa danh 1",
        "S Số lượng 1",
        "U Sums of money 1",
    ]


def test_a_page_without_facts_has_no_switches():
    (header,) = [
        found for found, _ in Tree(made((record(), TEXT)).decode()).all("header") if found["class"] == "legend"
    ]
    assert "hidden" in header


def test_a_page_in_english():
    tree = Tree(made((nested(), TEXT), language="en").decode())
    assert tree.all("html")[0][0]["lang"] == "en"
    assert tree.one(id="a1f7")[1].startswith("R8 RatiosPart11Whole13Value84.615 %Unitbản“11/13 bản” Rule r.one")


def test_several_articles_have_an_index():
    second = record("Không có gì.", "bai/b.txt", None, "https://bao.example/b?x=1&y=2")
    second["source"]["index"] = 3
    tree = Tree(made((nested(), TEXT), (second, "Không có gì.")).decode())
    assert [words for _, words in tree.all("h1")] == ["Dữ kiện trong 2 bài"]
    assert [" ".join(words.split()) for found, words in tree.all("li") if "data-article" in found] == [
        "Xã Đông Khê khen 9 người 09/02/2023 16:29 · bai/a.txt N Mốc thời gian 2T Tỷ lệ 2K Khen thưởng 2C Cán bộ 1"
        "Đ Địa danh 1S Số lượng 1U Sums of money 1✗ 1 không khớp",
        "“Không có gì.” 09/02/2023 16:29 · bai/b.txt#3",
    ]
    assert [found["href"] for found, _ in tree.all("a", rel="noreferrer")] == ["https://bao.example/b?x=1&y=2"]


def test_hostile_words_are_escaped():
    row, text = hostile()
    markup = made((row, text), (row, text)).decode()
    tree = Tree(markup)
    assert [name for name, _, _ in tree.found if name in ("img", "b", "i")] == []
    assert Counter(name for name, _, _ in tree.found)["script"] == 1
    assert [found["href"] for found, _ in tree.all("a") if not found["href"].startswith("#")] == []
    assert [words for found, words in tree.all("div") if found.get("class") == "text"] == [text, text]
    assert [words for _, words in tree.all("h2")][1:] == [HOSTILE, HOSTILE]


def test_more_kinds_than_letters_of_their_own():
    kinds = {f"{letter}s": "-" for letter in "abcdefghijklmnopqrstuvwxyz"} | {"aa": "-", "ab": "-"}
    signs = [kind.sign for kind in frame(Labels("vi"), KINDS | kinds, {}).kinds]
    assert len(set(signs)) == len(signs) == len(KINDS) + 28
    assert all(sign.isalpha() for sign in signs)


# --- in a browser -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Pages on disk by name: one article, several with a hostile one."""
    folder = tmp_path_factory.mktemp("pages")
    other = record("Huyện Vũ Thư họp.\n", "bai/vu-thu.txt", "Một ngày hội")
    several = [(nested(), TEXT), hostile(), (other, "Huyện Vũ Thư họp.\n")]
    for name, pairs in {"one": [(nested(), TEXT)], "several": several}.items():
        Path(folder, f"{name}.html").write_bytes(made(*pairs))
    return folder


def mark(page, words):
    return page.locator("a.m", has_text=re.compile(f"^{re.escape(words)}$"))


def note(page):
    """Return the words of the note, None where there is none."""
    element = page.locator("#note")
    return element.inner_text() if element.is_visible() else None


def focused(page):
    return page.evaluate("document.activeElement.textContent")


def test_the_text_of_a_page_is_that_of_the_source(browser, pages):
    with opened(browser, pages / "one.html") as page:
        shown = page.locator(".text").evaluate("element => element.textContent")
        assert shown == TEXT.replace("\r\n", "\n")


def test_hostile_words_are_shown_and_do_nothing(browser, pages):
    with opened(browser, pages / "several.html") as page:
        assert page.locator("#a2 h2").inner_text() == HOSTILE
        assert page.locator("#a2 .text").evaluate("element => element.textContent") == hostile()[1]
        assert page.locator("main img, main script").count() == 0
        mark(page, "11/13 bản").hover()  # in the first article a date overlaps it
        assert HOSTILE in note(page)


def test_a_script_that_gets_in_does_not_run(browser, pages, tmp_path):
    broken = tmp_path / "broken.html"
    markup = (pages / "one.html").read_text(encoding="utf-8")
    broken.write_text(markup.replace("<main>", "<main><script>document.title = 'run'</script>"), encoding="utf-8")
    with pytest.raises(AssertionError, match="Content Security Policy"), opened(browser, broken) as page:
        assert page.title() == "Xã Đông Khê khen 9 người"


def test_hovering_shows_rule_values_and_checks(browser, pages):
    with opened(browser, pages / "one.html") as page:
        assert note(page) is None
        mark(page, "90%").hover()
        assert [line for line in note(page).split("\n") if line] == [
            "T9 Tỷ lệ",
            "Giá trị",
            "90 %",
            "“90%”",
            "Luật r.one The first rule one.toml:7",
            "✗ không khớp Phần trăm của phân số: tính ra 84,62 %, nhưng bài ghi 90 %",
        ]
        page.locator("#note").hover()  # the pointer may go there
        page.wait_for_timeout(300)
        assert note(page)
        page.locator("h1").hover()
        page.locator("#note").wait_for(state="hidden")


def test_the_note_of_a_mention_has_its_own_rule(browser, pages):
    with opened(browser, pages / "one.html") as page:
        mark(page, "ông Tám").hover()
        assert "r.two" in note(page)
        assert "r.one" not in note(page)


def test_the_note_tells_of_all_facts_at_a_place(browser, pages):
    with opened(browser, pages / "one.html") as page:
        mark(page, "3 tập thể").focus()
        assert [line for line in note(page).split("\n") if re.match("[A-Z][0-9]", line)] == [
            "K5 Khen thưởng",
            "C4 Cán bộ",
        ]


def test_the_note_is_described_to_screen_readers_and_closed_by_escape(browser, pages):
    with opened(browser, pages / "one.html") as page:
        found = mark(page, "6 cá nhân")
        found.focus()
        assert page.locator("#note").get_attribute("role") == "tooltip"
        assert found.get_attribute("aria-describedby") == "note"
        assert found.get_attribute("title") is None  # it would say the same again
        page.keyboard.press("Escape")
        assert note(page) is None
        assert found.get_attribute("aria-describedby") is None
        assert focused(page) == "6 cá nhân"


def test_the_note_stays_inside_of_the_window(browser, pages):
    with opened(browser, pages / "one.html", size=PHONE) as page:
        for element in page.locator("a.m").all():
            element.focus()
            box = page.locator("#note").bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= PHONE["width"]
        assert sideways(page) == 0


def test_the_keyboard_walks_through_the_facts(browser, pages):
    stops = ["Xã Đông Khê", "9 người", "Ngày 8/2/2023", "Đại tá Lò Văn Tám trao Giấy khen", "3 tập thể"]
    with opened(browser, pages / "one.html") as page:
        page.keyboard.press("Tab")
        assert focused(page) == "Đến bài viết"
        page.keyboard.press("Enter")
        walked = []
        for _ in stops:
            page.keyboard.press("Tab")
            walked.append(focused(page))
        assert walked == stops
        page.keyboard.press("ArrowLeft")
        assert focused(page) == stops[3]
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        assert focused(page) == "6 cá nhân"
        page.keyboard.press("End")
        assert focused(page) == "5 tỷ đồng"
        page.keyboard.press("ArrowRight")  # there is no further one
        assert focused(page) == "5 tỷ đồng"
        page.keyboard.press("Home")
        assert focused(page) == stops[0]
        assert note(page).startswith("Đ1 Địa danh")
        page.keyboard.press("Enter")
        assert page.url.endswith("#a1f0")
        assert page.locator("#a1f0").evaluate("element => element.matches(':target')")


def test_the_legend_switches_kinds(browser, pages):
    with opened(browser, pages / "one.html") as page:
        award, date = mark(page, "3 tập thể"), mark(page, "Ngày 8/2/2023")
        page.get_by_label("Khen thưởng").uncheck()
        assert award.get_attribute("class") == "m k3"  # it still is in the mention of an official
        assert award.get_attribute("href") == "#a1f3"
        assert mark(page, "6 cá nhân").get_attribute("class") == "m off"
        assert mark(page, "6 cá nhân").get_attribute("href") is None
        assert not page.locator("#a1f4").is_visible()
        award.hover()
        assert note(page).startswith("C4 Cán bộ")
        assert "Khen thưởng" not in note(page)
        page.get_by_role("button", name="Ẩn hết").click()
        assert page.locator("a.m:not(.off)").count() == 0
        date.hover()
        assert note(page) is None
        page.get_by_role("button", name="Hiện hết").click()
        assert page.locator("a.m.off").count() == 0
        assert award.get_attribute("class") == "m k2 o3"
        assert award.get_attribute("href") == "#a1f4"


def test_a_link_to_a_mark_that_is_switched_off_switches_it_on(browser, pages):
    with opened(browser, pages / "one.html") as page:
        page.get_by_label("Tỷ lệ").uncheck()
        page.locator(".checks a", has_text="90%").click()
        assert page.get_by_label("Tỷ lệ").is_checked()
        expect(mark(page, "90%")).to_be_focused()
        assert note(page).startswith("T9 Tỷ lệ")


def test_a_check_leads_to_its_mark(browser, pages):
    with opened(browser, pages / "one.html", size=PHONE) as page:
        page.locator(".checks a", has_text="90%").click()
        found = mark(page, "90%")
        assert found.evaluate("element => element.matches(':target')")
        expect(found).to_be_focused()
        expect(found).to_be_in_viewport()


def test_a_finger_first_sees_the_note_then_follows(browser, pages):
    with opened(browser, pages / "one.html", size=PHONE, has_touch=True) as page:
        mark(page, "6 cá nhân").tap()
        assert note(page).startswith("K6 Khen thưởng")
        assert not page.url.endswith("#a1f5")
        mark(page, "6 cá nhân").tap()
        assert page.url.endswith("#a1f5")
        page.locator("h1").tap()
        assert note(page) is None


@pytest.mark.parametrize(
    ("words", "left", "told"),
    [
        ("dong khe", [1], "1 trên 3 bài"),
        ("VŨ thư", [3], "1 trên 3 bài"),  # in the text
        ("bai/vu-thu.txt", [3], "1 trên 3 bài"),
        ("không đâu", [], "0 trên 3 bài"),
        ("", [1, 2, 3], ""),
    ],
)
def test_the_index_is_filtered(browser, pages, words, left, told):
    with opened(browser, pages / "several.html") as page:
        page.get_by_role("searchbox").fill("x")
        page.get_by_role("searchbox").fill(words)
        shown = page.locator("#index ol > li").evaluate_all(
            "all => all.filter(li => li.checkVisibility()).map(li => li.dataset.article)"
        )
        assert shown == [f"a{number}" for number in left]
        assert page.locator("#filtered").inner_text() == told


def test_the_index_leads_to_articles_and_they_back(browser, pages):
    with opened(browser, pages / "several.html") as page:
        page.get_by_role("link", name="Xã Đông Khê khen 9 người").click()
        assert page.url.endswith("#a1")
        expect(page.locator("#a1 h2")).to_be_in_viewport()
        legend, headline = page.locator(".legend").bounding_box(), page.locator("#a1 h2").bounding_box()
        assert headline["y"] >= legend["y"] + legend["height"]  # the legend does not cover it
        page.locator("#a1").get_by_role("link", name="Về danh mục").click()
        assert page.url.endswith("#index")


def test_links_reach_marks_in_the_last_of_many_articles(browser, tmp_path):
    path = tmp_path / "many.html"
    path.write_bytes(made(*[(nested(), TEXT)] * 40))
    with opened(browser, path) as page:
        page.locator("#index a").last.click()
        expect(page.locator("#a40 h2")).to_be_in_viewport()
        page.locator("#a40 .checks a", has_text="90%").click()
        found = mark(page.locator("#a40"), "90%")
        expect(found).to_be_focused()
        expect(found).to_be_in_viewport()
        assert note(page).startswith("T9 Tỷ lệ")


def test_a_page_can_be_read_without_javascript(browser, pages):
    with opened(browser, pages / "several.html", java_script_enabled=False) as page:
        assert page.locator("#a1 .text").inner_text().startswith("Xã Đông Khê khen 😀 9 người")
        assert mark(page, "90%").get_attribute("title").startswith("T9 · Tỷ lệ · r.one · Giá trị: 90 %")
        assert not page.locator(".legend input").first.is_visible()
        assert page.locator(".legend .kind").first.is_visible()
        assert not page.locator("#filter").is_visible()
        mark(page, "90%").click()
        assert page.url.endswith("#a1f8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("name", ["one", "several"])
def test_pages_are_accessible_and_fit(browser, pages, name, size, scheme):
    with opened(browser, pages / f"{name}.html", size=size, color_scheme=scheme) as page:
        mark(page, "3 tập thể").focus()
        assert note(page)
        assert findings(page) == []
        assert sideways(page) == 0


def test_dark_is_dark(browser, pages):
    for scheme, bright in (("light", True), ("dark", False)):
        with opened(browser, pages / "one.html", color_scheme=scheme) as page:
            colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
            assert (sum(map(int, re.findall("[0-9]+", colour)[:3])) > 380) is bright


def test_paper_has_colours_and_no_notes(browser, pages):
    with opened(browser, pages / "one.html", color_scheme="dark") as page:
        mark(page, "3 tập thể").focus()
        page.emulate_media(media="print")
        assert note(page) is None
        assert not page.locator(".legend input").first.is_visible()
        assert page.locator(".legend .kind").first.is_visible()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        drawn = mark(page, "3 tập thể").evaluate(
            "e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).printColorAdjust]"
        )
        assert drawn[0] != "rgba(0, 0, 0, 0)"
        assert drawn[1] == "exact"
