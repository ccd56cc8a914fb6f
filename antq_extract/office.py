"""Word and PDF files become text. The libraries for them come with the extra ``office``.

What such files say of themselves (title, author, dates of creation) is not taken over: it comes from templates and
from the clerk's machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import zip_longest
from typing import Any
from zipfile import ZipFile

from antq_extract import fonts
from antq_extract.errors import InputError
from antq_extract.silence import silenced

Element = Any  # of lxml, which has no types
Reader = Any  # pypdf's, which is imported where it is needed

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_WORD = "EncryptedPackage".encode("utf-16-le")
_MAX_UNPACKED = 200_000_000  # bytes of all files in a Word file
_MAX_XML = 50_000_000  # bytes of one of its texts
_MAX_TEXT = 10_000_000  # bytes of a PDF's text
_MAX_DRAWN = 20_000_000  # bytes of the instructions that draw a PDF's pages: reading a million takes seconds

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_UNSEEN = frozenset({f"{_WORD}del", f"{_WORD}moveFrom", f"{_WORD}pPr", f"{_WORD}rPr", f"{_WORD}instrText", _FALLBACK})
"""What Word does not show: deleted text, properties, codes of fields, a second version for old programs."""
_SIGNS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\xad"}

_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_PAGE_NUMBER = re.compile(r"[-–—\s]*[0-9]{1,4}[-–—\s]*")
_FINISHED = re.compile(r"[.!?…:;][\"')\]”’»]*$")
_BULLET = re.compile(r"[-•·*+►▪●○■–—]|[0-9]{1,2}[.)](?: |$)|[a-zđ][.)] ")
_FULL = 0.75  # share of the usual width from which a line is wrapped, not ended
_NARROW = 40  # characters; narrower text is columns or tables


def read_docx(name: str, data: bytes) -> tuple[str, str]:
    """Return the text of a Word file (``.docx``) and its encoding: paragraphs and tables, no headers and footers.

    Paragraphs and table rows are apart by blank lines, the cells of a row by tabs. Text in an old font encoding is
    converted. Raise :class:`InputError`: ``unsupported`` for the old binary format, ``encrypted`` for a file with a
    password, ``too-long`` for one that unpacks to more than any article, ``not-text`` for what is no Word file,
    ``empty`` for one without text, ``needs-extra`` where python-docx is missing.
    """
    if data.startswith(_OLE):
        if _ENCRYPTED_WORD in data:
            raise InputError(name, "encrypted", "a Word file with a password")
        raise InputError(name, "unsupported", "a Word file of the old binary format; save it as .docx")
    with silenced("docx"):
        body = _word_body(name, data)
    text = "\n\n".join(line for line in _blocks(body) if line.strip())
    if not text:
        raise InputError(name, "empty", "no text in it")
    return _converted(text)


def read_pdf(name: str, data: bytes) -> tuple[str, str]:
    """Return the text layer of a PDF file and its encoding: lines, those that wrap rejoined, without page numbers.

    Text in an old font encoding is converted. Raise :class:`InputError`: ``no-text-layer`` for a scan, ``encrypted``
    for a file that needs a password, ``too-long`` for more than ten million bytes of text, ``not-text`` for what is
    no PDF or cannot be read, ``needs-extra`` where pypdf is missing.
    """
    with silenced("pypdf"):
        pages = _pdf_pages(name, data)
    text = _rejoined([line for page in pages for line in _lines(page)])
    if not any(map(str.isalpha, text)):
        raise InputError(name, "no-text-layer", "a PDF without a text layer (scanned?)")
    return _converted(text)


def _converted(text: str) -> tuple[str, str]:
    """Return a text in Unicode and what it was in."""
    # Before soft hyphens go: in the TCVN3 fonts that code is a letter.
    return fonts.convert(text) or (text.replace("\xad", ""), "utf-8")


# --- Word ---------------------------------------------------------------------------------------------------------


def _word_body(name: str, data: bytes) -> Element:
    try:
        from docx import Document
    except ImportError:
        raise _needs_extra(name) from None

    try:
        with ZipFile(BytesIO(data)) as packed:
            sizes = [(file.filename.lower(), file.file_size) for file in packed.infolist()]
    except Exception:  # zipfile has a dozen ways to say that it is broken
        raise _no_word(name) from None
    most = max((size for file, size in sizes if file.endswith((".xml", ".rels"))), default=0)
    if sum(size for _, size in sizes) > _MAX_UNPACKED or most > _MAX_XML:
        raise InputError(name, "too-long", "a Word file that unpacks to more than any article")
    try:
        return Document(BytesIO(data)).element.body
    except Exception:  # zipfile, lxml and python-docx raise all manners of errors for a broken file
        raise _no_word(name) from None


def _no_word(name: str) -> InputError:
    return InputError(name, "not-text", "not a Word file, or a broken one")


def _blocks(parent: Element) -> Iterator[str]:
    """Yield the paragraphs and table rows under an element of a Word file, in order."""
    for child in parent:
        if child.tag == f"{_WORD}p":
            yield from _paragraph(child)
        elif child.tag == f"{_WORD}tr":
            cells = [list(_blocks(cell)) for cell in _cells(child)]
            yield from cells[0] if len(cells) == 1 else ["\t".join(map(_one_line, cells)).rstrip("\t")]
        elif child.tag not in _UNSEEN:
            yield from _blocks(child)  # a table, a content control, an insertion


def _cells(row: Element) -> Iterator[Element]:
    for child in row:
        if child.tag == f"{_WORD}tc":
            yield child
        elif child.tag not in _UNSEEN:
            yield from _cells(child)


def _one_line(paragraphs: list[str]) -> str:
    return " ".join(" ".join(paragraphs).split())


def _paragraph(paragraph: Element) -> Iterator[str]:
    """Yield the text of a paragraph, then what the text boxes that hang in it hold."""
    pieces: list[str] = []
    boxes: list[Element] = []
    _collect(paragraph, pieces, boxes)
    yield "".join(pieces).strip()
    for box in boxes:
        yield from _blocks(box)


def _collect(parent: Element, pieces: list[str], boxes: list[Element]) -> None:
    for child in parent:
        if not isinstance(child.tag, str) or child.tag in _UNSEEN:
            continue
        tag = child.tag.removeprefix(_WORD)
        if tag == "t":
            pieces.append(child.text or "")
        elif tag == "sym":
            pieces.append(_symbol(child.get(f"{_WORD}char")))
        elif tag == "txbxContent":
            boxes.append(child)
        elif tag in _SIGNS:
            pieces.append(_SIGNS[tag])
        else:
            _collect(child, pieces, boxes)  # a run, a link, a smart tag


def _symbol(code: str | None) -> str:
    """Return a character that is given by its code in its font: in the private area, the code of the font itself."""
    number = int(code, 16) if code and re.fullmatch("[0-9A-Fa-f]{2,4}", code) else 0x20
    return chr(number - 0xF000 if number >= 0xF020 else number)


# --- PDF ----------------------------------------------------------------------------------------------------------


def _pdf_pages(name: str, data: bytes) -> list[str]:
    try:
        from pypdf import PdfReader
        from pypdf.errors import DependencyError
    except ImportError:
        raise _needs_extra(name) from None

    if b"%PDF-" not in data[:1024]:
        raise InputError(name, "not-text", "not a PDF file")
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _encrypted(name)
        return list(_page_texts(name, reader))
    except InputError:
        raise
    except DependencyError:  # the newer encryptions need another library
        raise _encrypted(name) from None
    except Exception:  # pypdf raises all manners of errors for a broken file, RecursionError among them
        raise InputError(name, "not-text", "a broken PDF file") from None


def _page_texts(name: str, reader: Reader) -> Iterator[str]:
    length = drawn = 0
    for page in reader.pages:
        contents = page.get_contents()
        drawn += len(contents.get_data()) if contents is not None else 0
        text = _UNFIT.sub("", page.extract_text()) if drawn <= _MAX_DRAWN else ""
        length += len(text.encode())
        if length > _MAX_TEXT or drawn > _MAX_DRAWN:
            raise InputError(name, "too-long", f"longer than {_MAX_TEXT:,} bytes, the most that one article may have")
        yield text


def _encrypted(name: str) -> InputError:
    return InputError(name, "encrypted", "a PDF with a password")


def _lines(page: str) -> list[str]:
    """Return the lines of a page without the page number, which is first or last."""
    lines = [" ".join(line.split()) for line in page.strip().split("\n")]
    for place in (0, -1):
        if lines and _PAGE_NUMBER.fullmatch(lines[place]):
            del lines[place]
    return lines


def _rejoined(lines: list[str]) -> str:
    """Return the lines as paragraphs.

    The letters of a PDF are of different width, so a wrapped line is not told as in plain text
    (:mod:`antq_extract.layout`, which works on what this leaves apart): a line well short of the usual width ends its
    paragraph; a full one goes on, unless it ends a sentence.
    """
    widths = sorted(len(line) for line in lines if line)
    width = widths[len(widths) * 9 // 10] if widths else 0
    pieces: list[str] = []
    for line, following in zip_longest(lines, lines[1:], fillvalue=""):
        pieces += [line, _separator(line, following, width)]
    return re.sub("\n{3,}", "\n\n", "".join(pieces)).strip()


def _separator(line: str, following: str, width: int) -> str:
    if width < _NARROW or not line or not following:
        return "\n"
    if len(line) < _FULL * width or _BULLET.match(following) or line.isupper() != following.isupper():
        return "\n\n"
    return "\n" if _FINISHED.search(line) else " "


# --- the libraries ------------------------------------------------------------------------------------------------


def _needs_extra(name: str) -> InputError:
    return InputError(name, "needs-extra", "needs the extra 'office': pip install 'antq-extract[office]'")
