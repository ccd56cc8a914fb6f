"""The wheel: built from the checkout, installed elsewhere, it carries its rule packs."""

import json
import os
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

import antq_extract

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    target = tmp_path_factory.mktemp("wheel")
    # With the build tool at hand no network is needed; without it pip fetches what pyproject.toml asks for.
    options = ["--no-build-isolation"] if find_spec("hatchling") else []
    pip("wheel", ".", "--no-deps", "--wheel-dir", target, *options)
    (path,) = target.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    target = tmp_path_factory.mktemp("installed")
    pip("install", "--no-deps", "--no-index", "--target", target, wheel)
    return target


def pip(*args):
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", *map(str, args)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def test_the_wheel_holds_the_package_and_its_packs(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    info = f"antq_extract-{antq_extract.__version__}.dist-info"
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "antq_extract").glob("*.py")}
    packs = {f"antq_extract/patterns/{path.name}" for path in (ROOT / "patterns").glob("*.toml")}
    pages = {path.relative_to(ROOT).as_posix() for path in (ROOT / "antq_extract/web").iterdir()}
    assert len(packs) > 1
    assert modules | packs | pages | {f"{info}/licenses/LICENSE", f"{info}/entry_points.txt"} <= names
    assert {name.split("/")[0] for name in names} == {"antq_extract", info}


@pytest.mark.parametrize("place", ["installed", "wheel"])  # a wheel is a zip, as Spark's --py-files takes it
def test_a_package_finds_its_packs(request, place, tmp_path):
    package = request.getfixturevalue(place)
    (tmp_path / "a.txt").write_text("Đến nay, 15/20 xã đạt chuẩn.\n", encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(package)}
    where = [sys.executable, "-P", "-c", "import antq_extract; print(antq_extract.__file__)"]
    found = subprocess.run(where, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True).stdout
    assert Path(found.strip()) == package / "antq_extract/__init__.py"
    command = [sys.executable, "-P", "-m", "antq_extract", "--quiet", "a.txt"]
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert (result.returncode, result.stderr) == (0, b"")
    assert [fact["text"] for fact in json.loads(result.stdout)["ratios"]] == ["15/20 xã"]


def test_the_command_is_installed(installed):
    script = next(path for path in (installed / "bin").iterdir() if path.stem == "antq-extract")
    environment = os.environ | {"PYTHONPATH": str(installed)}
    result = subprocess.run([script, "--version"], env=environment, capture_output=True, text=True, check=True)
    assert result.stdout == f"antq-extract, version {antq_extract.__version__}\n"


def test_the_changelog_has_the_version():
    assert f"\n## [{antq_extract.__version__}] - 20" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
