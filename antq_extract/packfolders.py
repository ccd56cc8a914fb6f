"""Where rule packs lie, and what tells one state of them from another."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory


def shipped() -> Path:
    """Return the folder of the packs that come with the tool, installed or in a checkout."""
    here = Path(__file__).resolve().parent
    if not here.is_dir():
        return Path(_unpacked().name, here.name, "patterns")
    installed = here / "patterns"
    return installed if installed.is_dir() else here.parent / "patterns"


@cache
def _unpacked() -> TemporaryDirectory[str]:
    """Return a folder with the packs of a package that is imported from a zip, as Spark's ``--py-files`` has it."""
    from tempfile import TemporaryDirectory
    from zipfile import ZipFile

    folder = TemporaryDirectory(prefix="antq-")  # removed when the process ends
    package = Path(__file__).parent
    with ZipFile(package.parent) as archive:
        archive.extractall(
            folder.name, [name for name in archive.namelist() if name.startswith(f"{package.name}/patterns/")]
        )
    return folder


def pack_paths(folder: Path) -> list[Path]:
    """Return the pack files of a folder in order, or the one file that ``folder`` is; raise OSError."""
    if folder.is_file():
        return [folder]
    return sorted(path for path in folder.iterdir() if _is_pack(path.name))


def digest(folders: Iterable[Path]) -> str:
    """Return the SHA-256 of all pack files of the shipped packs and of ``folders``; another one means other rules.

    A folder that cannot be read counts as empty: loading the packs then says what is wrong.
    """
    found = hashlib.sha256()
    for folder in (shipped(), *folders):
        try:
            for path in pack_paths(folder):
                found.update(
                    f"{path.name}\0".encode(errors="surrogateescape") + hashlib.sha256(path.read_bytes()).digest()
                )
        except OSError as error:
            found.update(f"{type(error).__name__}\0".encode())
        found.update(b"\n")
    return found.hexdigest()


def made_by(*parts: object) -> str:
    """Return the SHA-256 of all that a result depends on beside its input: versions, digests of packs, options."""
    return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()


def _is_pack(name: str) -> bool:
    return name.lower().endswith(".toml") and not name.startswith(".")
