"""The page of a report: its data and the chart library packed, its words, styles and scripts put together."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from typing import Any

from antq_extract.errors import UsageError
from antq_extract.labels import Language
from antq_extract.pages import asset, page
from antq_extract.report_data import Made, encoded
from antq_extract.report_passages import packed, packed_passages

LIMIT = 4_900_000
"""Bytes up to about which passages fill a page; what must be there may go beyond, of very many articles."""
_FIRST = ("format", "data", "filter", "source", "table", "chart", "cards")
_SECTIONS = ("totals", "awards", "ratios", "events", "officials", "lists")
_STYLES = ("common.css", "report.css")
_SLOT = re.compile(r"\{\{(\w+)\}\}")
_NEEDS_EXTRA = "a report needs the extra 'report': pip install 'antq-extract[report]'"


@lru_cache(maxsize=1)
def library() -> str:
    """Return the chart library, Vega-Lite with what it needs, as one script; :class:`UsageError` where it is missing."""
    try:
        import vl_convert
    except ImportError:
        raise UsageError(_NEEDS_EXTRA) from None
    script: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return f"(() => {{{script}\n}})();"  # its names apart from those of the page


def build(made: Made, language: Language) -> bytes:
    """Return the page of a report: the same articles give the same bytes."""
    script = library()
    labels = _labels(language)
    data = {"labels": _json(labels), "data": packed(encoded(made.data)), "library": packed(script.encode())}

    def put(passages: str, kept: Mapping[str, int]) -> bytes:
        return page(
            labels["title"],
            language,
            _SLOT.sub(lambda slot: escape(labels[slot[1]]), asset("report.html")),
            [asset(name) for name in _STYLES],
            [asset(f"report-{name}.js") for name in (*_FIRST, *_SECTIONS)] + [asset("report.js")],
            {**data, "passages": passages, "kept": _json(kept)},
            unpacked=[script],
        )

    room = LIMIT - len(put("", {"articles": 0, "of": 0}))
    passages = packed_passages(made.articles, made.texts, _urgent(made), room)
    return put(passages.text, {"articles": passages.articles, "of": passages.of})


def _urgent(made: Made) -> dict[int, set[int]]:
    """Where the facts start, by article, of which several articles tell differently."""
    found: dict[int, set[int]] = {}
    for group in made.data["coverage"]:
        for _, _, agree, values in group["figures"]:
            if not agree:
                for article, _, _, start in values:
                    found.setdefault(article, set()).add(start)
    return found


def _labels(language: Language) -> dict[str, Any]:
    """The words of the report, with the names of checks, which pages share."""
    labels: dict[str, Any] = json.loads(asset(f"report.{language}.json"))
    checks = json.loads(asset(f"{language}.json"))["checks"]
    return {**labels, "check_names": {check: texts["name"] for check, texts in checks.items()}}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
