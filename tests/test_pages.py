"""Pages of HTML: nothing that a page holds can end the element that holds it, and no script but its own may run."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import pytest

from antq_extract.pages import asset, page

HOSTILE = "</script><script>alert(1)</script><!-- <script> ]]> </STYLE ><img src=x onerror=alert(1)> & \"'"


class Elements(HTMLParser):
    """The elements of a page with their attributes and the text right inside of them."""

    def __init__(self, markup):
        super().__init__()
        self.found = []
        self.inside = False
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs), []))
        self.inside = True

    def handle_endtag(self, tag):
        self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.found[-1][2].append(data)

    def of(self, tag):
        return [(attributes, "".join(text)) for name, attributes, text in self.found if name == tag]


def made(title="Báo cáo", language="vi", body="<p>Chào</p>", styles=(), scripts=(), data=None, **options):
    return page(title, language, body, styles, scripts, data or {}, **options).decode()


def policy(markup):
    (content,) = [a["content"] for a, _ in Elements(markup).of("meta") if "http-equiv" in a]
    return dict(part.strip().split(" ", 1) for part in content.split(";"))


def test_a_page_is_whole():
    markup = made(styles=["b{}", "i{}"], scripts=["one()", "two()"], data={"d": '{"a": 1}'})
    elements = Elements(markup)
    assert markup.startswith("<!DOCTYPE html>\n")
    assert elements.of("html")[0][0] == {"lang": "vi"}
    assert elements.of("title")[0][1] == "Báo cáo"
    assert [text for _, text in elements.of("style")] == ["b{}", "i{}"]
    assert [(a.get("id"), text) for a, text in elements.of("script")] == [
        ("d", '{"a": 1}'),
        (None, "one()"),
        (None, "two()"),
    ]


def test_a_page_fetches_nothing():
    assert policy(made(scripts=["one()"])) == {
        "default-src": "'none'",
        "script-src": f"'sha256-{base64.b64encode(hashlib.sha256(b'one()').digest()).decode()}'",
        "style-src": "'unsafe-inline'",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_a_page_without_scripts_runs_none():
    assert policy(made())["script-src"] == "'none'"


def test_a_script_that_the_page_unpacks_may_run_too():
    digest = base64.b64encode(hashlib.sha256(b"two()").digest()).decode()
    allowed = policy(made(scripts=["one()"], unpacked=["two()"]))["script-src"].split()
    assert allowed == [*policy(made(scripts=["one()"]))["script-src"].split(), f"'sha256-{digest}'"]
    assert "two()" not in made(scripts=["one()"], unpacked=["two()"])


def test_the_title_is_escaped():
    markup = made(title=HOSTILE)
    assert "<title>&lt;/script&gt;&lt;script&gt;alert(1)" in markup
    assert Elements(markup).of("script") == []


def test_data_cannot_break_out():
    text = json.dumps({"a": HOSTILE})
    ((attributes, found),) = Elements(made(data={"d": text})).of("script")
    assert attributes == {"type": "application/json", "id": "d"}
    assert "<" not in found
    assert json.loads(found) == {"a": HOSTILE}


def test_base64_stays_as_it_is():
    text = base64.b64encode(bytes(range(256))).decode()
    assert f">{text}</script>" in made(data={"d": text})


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_script_cannot_break_out(line_end):
    script = f"const a = {json.dumps(HOSTILE)};{line_end}const b = `{HOSTILE}`;"
    markup = made(scripts=[script])
    ((_, found),) = Elements(markup).of("script")
    assert re.search("</script|<script|<!--", found, re.IGNORECASE) is None
    assert found.replace(r"\x3c", "<") == script.replace(line_end, "\n")
    digest = base64.b64encode(hashlib.sha256(found.encode()).digest()).decode()
    assert policy(markup)["script-src"] == f"'sha256-{digest}'"


def test_a_style_cannot_break_out():
    ((_, found),) = Elements(made(styles=[f'b::before {{ content: "{HOSTILE}" }}'])).of("style")
    assert re.search("</style", found, re.IGNORECASE) is None
    assert r"<\/STYLE >" in found


def test_what_is_no_character_is_replaced():
    assert b"<title>a?.txt</title>" in page("a\udce9.txt", "vi", "", (), (), {})


def test_common_styles_have_a_colour_for_each_kind_in_light_dark_and_print():
    styles = asset("common.css")
    for kind in ("date", "ratio", "award", "official", "place", "document", "quantity", "other-1"):
        assert len(re.findall(rf"^ +--{kind}: #", styles, re.MULTILINE)) == 3
