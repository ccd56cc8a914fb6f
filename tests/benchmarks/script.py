"""The yardstick: what somebody writes in an hour. Four kinds of ``re`` patterns over each article, JSON Lines out.

No tokens, no resolved dates, no places in the source, nothing validated. Another script that takes the same argument, a
folder or a file of JSON Lines, can be measured in its place (``--script``).
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

_NAME = r"[A-ZĐ]\w*(?: [A-ZĐÀ-Ỹ]\w*){1,4}"
_PATTERNS = {
    "date": re.compile(r"(?:ngày )?\b([0-3]?[0-9])[/.-]([01]?[0-9])(?:[/.-]([12][0-9]{3}))?\b|[Nn]ăm ([12][0-9]{3})"),
    "ratio": re.compile(r"\b([0-9][0-9.]*)/([0-9][0-9.]*) (\w+(?: \w+){0,3})|([0-9]+(?:,[0-9]+)?) ?%"),
    "award": re.compile(r"([0-9][0-9.]*) (tập thể|cá nhân|[Bb]ằng khen|[Gg]iấy khen)|[Bb]ằng khen|[Gg]iấy khen"),
    "official": re.compile(
        rf"(?:[Đđ]ồng chí|[Ôô]ng|[Bb]à|(?:Đại|Thượng|Trung|Thiếu) tá) ({_NAME})"
        rf"|((?:Phó )?(?:Chủ tịch|Giám đốc|Bí thư|Trưởng ban)[^.;,\n]{{0,60}}?) ({_NAME})"
    ),
}


def articles(path: Path) -> Iterator[tuple[str, str]]:
    if path.is_dir():
        for file in sorted(path.glob("*.txt")):
            yield file.name, file.read_text(encoding="utf-8")
    else:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                yield str(number), json.loads(line)["text"]


def main() -> None:
    for name, text in articles(Path(sys.argv[1])):
        facts = [
            {"type": kind, "text": found[0], "groups": found.groups()}
            for kind, pattern in _PATTERNS.items()
            for found in pattern.finditer(text)
        ]
        print(json.dumps({"file": name, "facts": facts}, ensure_ascii=False))  # noqa: T201


if __name__ == "__main__":
    main()
