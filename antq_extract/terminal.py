"""Explanations and tables as text for a terminal: colours where they are wanted, marks where they are not."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

import click

from antq_extract.emit import Row
from antq_extract.errors import printable

_COLOURS = {"date": "cyan", "ratio": "yellow", "award": "green", "official": "magenta"}
_OTHER = "blue"  # kinds that packs bring
_OUTCOMES = {"found": "green", "suppressed": "yellow", "beaten": "red", "void": "red", "stopped": "red"}
_MARGIN = 40  # characters shown on either side of a place
_WIDTH = 100  # characters of a line that lists rules


class Painter:
    """Styles text, or leaves it as it is."""

    def __init__(self, colour: bool) -> None:
        self._colour = colour

    def fact(self, text: str, kind: str) -> str:
        """Mark a fact's words: in its kind's colour, or in brackets."""
        if not self._colour:
            return f"[{text}]"
        return click.style(text, fg=_COLOURS.get(kind, _OTHER), underline=True)

    def paint(self, text: str, colour: str | None = None, *, bold: bool = False, dim: bool = False) -> str:
        """Return the text in a colour."""
        return click.style(text, fg=colour, bold=bold or None, dim=dim or None) if self._colour else text


def facts(path: str, source: str, rows: Sequence[Row], painter: Painter) -> str:
    """Return an article with its numbered facts marked, and below it what is known of each."""
    parts = [painter.paint(f"== {printable(path)}", bold=True), "", _marked(source, rows, painter), ""]
    for number, row in enumerate(rows, 1):
        parts.append(_fact(number, row, painter))
    return "\n".join(parts).rstrip("\n")


def _marked(source: str, rows: Sequence[Row], painter: Painter) -> str:
    """The source with each fact marked and numbered; what lies inside another adds its number only."""
    marks: list[tuple[Row, list[int]]] = []  # facts that lie in no other, with the numbers of those inside
    for number, row in sorted(enumerate(rows, 1), key=lambda item: (item[1]["start"], -item[1]["end"])):
        if marks and row["start"] < marks[-1][0]["end"]:
            marks[-1][1].append(number)
        else:
            marks.append((row, [number]))
    pieces: list[str] = []
    done = 0
    for row, numbers in marks:
        pieces += (shown(source[done : row["start"]]), painter.fact(shown(row["text"]), row["kind"]))
        pieces.append(painter.paint(f"⟨{','.join(map(str, numbers))}⟩", dim=True))
        done = row["end"]
    return "".join((*pieces, shown(source[done:]))).strip("\n")


def _fact(number: int, row: Row, painter: Painter) -> str:
    lines = [
        f"{number:>3}  {painter.paint(row['kind'], _COLOURS.get(row['kind'], _OTHER))}  "
        f"{_quoted(row['text'])}  {row['start']}-{row['end']}",
        f"     rule      {row['rule']}  {painter.paint(printable(row['place']), dim=True)}  {printable(row['title'])}",
    ]
    for capture in row["captures"]:
        head = "     captures  " if capture is row["captures"][0] else " " * 15
        lines.append(f"{head}{_capture(capture)}")
    given = [f"{name} {_value(value)}" for name, value in row["gives"].items() if value not in (None, [], ())]
    lines += [f"     gives     {'; '.join(given)}", ""]
    return "\n".join(lines)


def _capture(capture: Row) -> str:
    return f"{capture['group']} {_quoted(capture['text'])} -> {capture['converter']} -> {_value(capture['value'])}"


def places(path: str, source: str, rows: Sequence[Row], painter: Painter) -> str:
    """Return what the rules did at each place."""
    parts = [painter.paint(f"== {printable(path)}", bold=True), ""]
    for row in rows:
        parts += [*_place(source, row, painter), ""]
    return "\n".join(parts).rstrip("\n")


def _place(source: str, row: Row, painter: Painter) -> Iterator[str]:
    start, end = row["start"], row["end"]
    before, behind = source[max(0, start - _MARGIN) : start], source[end : end + _MARGIN]
    around = f"{shown(before)}{painter.paint('»', bold=True)}{shown(row['text'])}{painter.paint('«', bold=True)}"
    yield f"at {start}-{end}: …{' '.join(f'{around}{shown(behind)}'.split())}…"
    if row["sentence"]:
        yield f"  sentence {row['sentence']['start']}-{row['sentence']['end']}"
    if row["note"]:
        yield f"  {row['note']}"
    for trial in row["trials"]:
        outcome = painter.paint(f"{trial['outcome']:<10}", _OUTCOMES.get(trial["outcome"]))
        told = f"gives a fact of {trial['fact']}" if trial["fact"] else printable(trial["reason"])
        yield f"  {outcome} {trial['rule']}  {_quoted(trial['text'])}  {trial['start']}-{trial['end']}"
        yield f"  {'':<10} {painter.paint(printable(trial['place']), dim=True)}  priority {trial['priority']}" + (
            f"; {told}" if told else ""
        )
        for capture in trial["captures"]:
            yield f"  {'':<10} {_capture(capture)}"
    if row["sentence"] and not row["trials"]:
        yield "  no rule matches here"
    yield from _listed("tried, no match here", row["no_match"])
    yield from _listed("not tried, no keyword in the sentence", row["no_keyword"])


def _listed(title: str, rules: Sequence[str]) -> Iterator[str]:
    """Rules by name, in lines of a terminal's width."""
    if not rules:
        return
    line = f"  {title}:"
    for rule in rules:
        if len(line) + len(rule) > _WIDTH:
            yield line
            line = "   "
        line += f" {rule}"
    yield line


def table(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as columns, each as wide as its widest cell."""
    cells = [[printable(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)) for row in cells)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def shown(text: str) -> str:
    """Return an article's text fit for a terminal."""
    return printable(text.replace("\r\n", "\n"), keep="\n\t\u00a0\u200b\ufeff")


def _quoted(text: str) -> str:
    return f'"{" ".join(shown(text).split())}"'


def _value(value: object) -> str:
    return printable(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
