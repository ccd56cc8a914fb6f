"""Puts one self-contained HTML page together: styles, scripts and data inside of it, nothing fetched from anywhere."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

_WEB = Path(__file__).parent / "web"
_POLICY = "default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_SCRIPT_ENDS = re.compile(r"<(?=/script|script|!--)", re.IGNORECASE)
_STYLE_END = re.compile(r"</(?=style)", re.IGNORECASE)


def asset(name: str) -> str:
    """Return the text of ``antq_extract/web/NAME``."""
    return (_WEB / name).read_text(encoding="utf-8")


def page(
    title: str,
    language: str,
    body: str,
    styles: Sequence[str],
    scripts: Sequence[str],
    data: Mapping[str, str],
    *,
    unpacked: Sequence[str] = (),
) -> bytes:
    """Return a page as UTF-8.

    ``language`` is that of the html element, ``vi`` or ``en``. ``body`` is HTML, escaped already; ``title`` is plain
    text. Styles and scripts are contents, which come in their order, scripts behind the body. ``data`` are texts by the
    id of the element whose ``textContent`` gives them: JSON, or what has no ``<`` in it, such as Base64. The page may
    run its own scripts only, and fetch nothing; ``unpacked`` are scripts that these make out of packed data.
    """
    sealed = [_script(script) for script in scripts]
    return "\n".join(
        (
            "<!DOCTYPE html>",
            f'<html lang="{escape(language)}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_policy((*sealed, *unpacked))}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            '<meta name="referrer" content="no-referrer">',
            '<link rel="icon" href="data:,">',
            f"<title>{escape(title)}</title>",
            *(f"<style>{_style(style)}</style>" for style in styles),
            "</head>",
            "<body>",
            body,
            *_data(data),
            *(f"<script>{script}</script>" for script in sealed),
            "</body>",
            "</html>\n",
        )
    ).encode("utf-8", "replace")  # a file name may hold what is no character


def _policy(scripts: Sequence[str]) -> str:
    """The Content-Security-Policy: a script that is not one of these, by its digest, does not run."""
    allowed = [f"'sha256-{_digest(script)}'" for script in scripts] or ["'none'"]
    return _POLICY.format(scripts=" ".join(allowed))


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8", "replace")).digest()).decode("ascii")


def _script(script: str) -> str:
    r"""A script in which nothing ends or opens an element: ``\x3c`` is ``<`` in strings, patterns and templates.

    Line ends are those that a browser makes of them, so that the digest is right.
    """
    return _SCRIPT_ENDS.sub(r"\\x3c", script.replace("\r\n", "\n").replace("\r", "\n"))


def _style(style: str) -> str:
    return _STYLE_END.sub(r"<\\/", style)


def _data(data: Mapping[str, str]) -> Iterator[str]:
    for name, text in data.items():
        escaped = text.replace("<", r"\u003c")
        yield f'<script type="application/json" id="{escape(name)}">{escaped}</script>'
