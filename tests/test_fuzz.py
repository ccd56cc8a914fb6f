"""A short run of the fuzzing, whatever the long ones found, and that it finds what there is to find."""

import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import fuzz
import pytest
from fuzz_inputs import Case

from antq_extract import pipeline

HAS_ALARM = hasattr(signal, "setitimer")
pytestmark = pytest.mark.skipif(not HAS_ALARM, reason="the limit for an input needs setitimer")

FOUND = {
    "a link of a saved page to a host in brackets that is no address": Case(
        ".mht",
        b"Snapshot-Content-Location: http://x/\nContent-Type: text/html\n\n<link rel=canonical href=//[>"
        + b"<p>An ninh trat tu tren dia ban xa duoc giu vung.",
    ),
    "a saved page whose own address has such a host": Case(
        ".mht",
        b"Snapshot-Content-Location: http://[\nContent-Type: text/html\n\n<link rel=canonical href=x>"
        + b"<p>An ninh trat tu tren dia ban xa duoc giu vung.",
    ),
}
"""Inputs that once were findings."""


@pytest.fixture
def target(tmp_path, rulebook):
    return fuzz.Target(tmp_path, "hypothesis", rulebook)


def test_a_short_run_finds_nothing(target):
    fuzz.run_hypothesis(target, 300, seed=1)
    assert [finding.told() for finding in target.counts.findings] == []
    assert target.counts.inputs.total() >= 300
    assert target.counts.records > 100
    assert len(target.counts.refusals) > 4


@pytest.mark.parametrize("case", FOUND.values(), ids=FOUND)
def test_what_was_found_once_is_found_no_more(target, case):
    assert target.check(case) is None


def test_the_command_sums_up():
    command = [sys.executable, "-m", "tests.fuzz", "--inputs=30", "--engine=hypothesis", "--jobs=1", "--seed=5"]
    done = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    *_, last = done.stdout.splitlines()
    assert " records with " in last
    assert ", 0 findings, " in last


@pytest.mark.parametrize("form", ["packed", ".docx", ".warc"])  # libraries put in times and random numbers
def test_a_seed_makes_the_same_inputs_again(form):
    def made(name):
        cases = []
        stub = SimpleNamespace(counts=fuzz.Counts(), check=cases.append)
        fuzz._run_batch(stub, form, examples=10, goal=1, name=name)
        return cases

    first = made("0/a")
    assert made("0/a") == first
    assert made("1/a") != first


def test_without_atheris_hypothesis_makes_all_inputs(monkeypatch, capsys):
    monkeypatch.setattr(fuzz.importlib.util, "find_spec", lambda _name: None)
    jobs = fuzz.jobs_of(10, "both", seed=0, jobs=2)
    assert [(job.engine, job.inputs) for job in jobs] == [("hypothesis", 5), ("hypothesis", 5)]
    assert "atheris is not installed" in capsys.readouterr().out


class TestFaultsAreFound:
    """Each check of the fuzzing, against a program that fails it."""

    def broken(self, monkeypatch, change):
        """Have the program change its records."""
        extract = pipeline.extract
        monkeypatch.setattr(
            pipeline, "extract", lambda document, *rest, **more: change(extract(document, *rest, **more))
        )

    def test_an_exception_with_a_short_input(self, target, monkeypatch):
        real = pipeline.extract

        def extract(document, *_rest, **_more):
            if "Bằng" in document.source:
                raise KeyError("no such key")
            return real(document, *_rest, **_more)

        monkeypatch.setattr(pipeline, "extract", extract)
        target.check(Case(".txt", "Tặng Bằng khen cho 3 tập thể".encode()))
        (finding,) = target.counts.findings
        assert (finding.stage, finding.error) == ("rules", "KeyError: 'no such key'")
        assert finding.case[1].decode() == "Bằng"
        assert repr(finding.case[1]) in finding.told()

    def test_a_hang(self, target, monkeypatch):
        monkeypatch.setattr(fuzz, "SECONDS", 0.2)
        monkeypatch.setattr(pipeline, "extract", lambda *_rest, **_more: time.sleep(5))
        assert target.check(Case(".txt", b"x")).error == "HangError: more than 0.2 seconds"

    def test_a_wrong_place(self, target, monkeypatch):
        def moved(record):
            return record.model_copy(
                update={"ratios": tuple(one.model_copy(update={"start": 0}) for one in record.ratios)}
            )

        self.broken(monkeypatch, moved)
        assert target.check(Case(".txt", "Xã đạt 12/13 tiêu chí".encode())).stage == "record"

    def test_half_a_surrogate_pair(self, target, monkeypatch):
        def halved(record):
            return record.model_copy(update={"article": record.article.model_copy(update={"headline": "\ud800"})})

        self.broken(monkeypatch, halved)
        assert target.check(Case(".txt", b"x")).stage == "record"

    def test_a_refusal_with_an_unknown_code(self, target, monkeypatch):
        from antq_extract import intake
        from antq_extract.errors import InputError

        def read(raw, _options):
            raise InputError(raw.name, "tired", "too late in the day")

        monkeypatch.setattr(intake, "read", read)
        assert target.check(Case(".txt", b"x")).stage == "refusal"

    def test_one_fault_is_told_once(self, target, monkeypatch):
        monkeypatch.setattr(pipeline, "extract", lambda *_rest, **_more: 1 / 0)
        target.check(Case(".txt", b"x"))
        target.check(Case(".txt", b"y"))
        assert len(target.counts.findings) == 1

    def test_the_death_of_a_process(self, tmp_path, monkeypatch):
        monkeypatch.setattr(fuzz.sys, "executable", "/bin/false")
        counts = fuzz.started(fuzz.Job("hypothesis", 1, 0, 0), tmp_path)
        assert counts.findings[0].error == "hypothesis died (status 1)"
