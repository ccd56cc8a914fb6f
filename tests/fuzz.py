r"""Fuzzing: any bytes at all through intake, tokenizer and rules.

::

    python -m tests.fuzz [--inputs 100000] [--engine both|hypothesis|atheris] [--seed N] [--jobs N]

A file of each input is split and read as a batch does it (text in every encoding, HTML, MHT, JSON Lines, WARC, Word,
PDF, gzip and Zstandard of them, with the right suffix, a wrong one, or none). What is read goes through the tokenizer,
the rules and the encoder of records. An input may be refused, by an :class:`InputError` with a known code and one line
that names the input; anything else is a finding:

- an exception;
- more than 20 seconds for one input, or a process that dies of it;
- tokens that do not partition the text;
- a record that is not valid, whose places are not where it says, or that cannot be written as a line of JSON.

Two engines make the inputs. hypothesis writes files out of pieces of reports and damages them (tests/fuzz_inputs.py);
atheris (the extra ``fuzz``), guided by the coverage of this package, changes files that it began with. Without atheris
hypothesis makes them all. The same ``--seed`` and ``--jobs`` make the same inputs of hypothesis; those of atheris
depend on how libFuzzer counts its way through the code, and so are the same on the same build.

Every finding is printed with the shortest input that still shows it; the exit status is then 1. The last lines say
how many inputs of which form there were, what was refused why, and how long it took.
"""

import argparse
import faulthandler
import importlib.util
import json
import os
import pickle
import random
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))

SECONDS = 20  # for one input
ENGINES = ("hypothesis", "atheris")
ATHERIS_SHARE = 0.4  # of the inputs where both engines run
EXAMPLES = 200  # of hypothesis at a time
SHORTENING = 10  # seconds for making one finding short
MOST_ARTICLES = 20  # of one input that are read
MOST_BYTES = 2048  # of an input of atheris
STATUS_HUNG = 70  # libFuzzer's own


class HangError(BaseException):
    """An input took too long. No Exception, so that nobody on the way takes it for a fault of the input."""


@contextmanager
def limited(seconds):
    """Raise :class:`HangError` in the block after ``seconds``."""

    def ring(_number, _frame):
        raise HangError(f"more than {seconds} seconds")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class Watched:
    """As :func:`limited`, and ends the process where even the signal does not get through to Python.

    For processes that do nothing else. Winding up the watch costs, so that it is not done for every input.
    """

    def __init__(self):
        self._wound = -float("inf")

    def __call__(self, seconds):
        if time.monotonic() - self._wound > seconds / 4:
            faulthandler.dump_traceback_later(3 * seconds, exit=True)
            self._wound = time.monotonic()
        return limited(seconds)


@contextmanager
def unlimited(_seconds):
    """Leave the time to somebody else."""
    yield


@dataclass
class Finding:
    """What an input brought to light: the stage, what went wrong there, and where."""

    case: tuple
    stage: str
    error: str
    trace: str

    @property
    def signature(self):
        """What makes two findings one."""
        place = [line.strip() for line in self.trace.splitlines() if line.strip().startswith("File ")][-1:]
        return self.stage, self.error.split(":")[0], *place

    def told(self):
        suffix, data, most, published = self.case
        return (
            f"FINDING at {self.stage}: {self.error}\n  Case({suffix!r},\n       {data!r},\n       {most}, {published!r})\n"
            f"{self.trace}"
        )


@dataclass
class Counts:
    """What happened to the inputs of one process."""

    inputs: Counter = field(default_factory=Counter)  # by engine and form
    refusals: Counter = field(default_factory=Counter)
    records: int = 0
    facts: int = 0
    timeouts: int = 0
    slowest: tuple = (0.0, "")
    findings: list = field(default_factory=list)

    def add(self, other):
        self.inputs += other.inputs
        self.refusals += other.refusals
        self.records += other.records
        self.facts += other.facts
        self.timeouts += other.timeouts
        self.slowest = max(self.slowest, other.slowest)
        for finding in other.findings:
            self.note(finding)

    def note(self, finding):
        """Keep a finding; of several that are one the shortest."""
        for place, known in enumerate(self.findings):
            if known.signature == finding.signature:
                if len(finding.case[1]) < len(known.case[1]):
                    self.findings[place] = finding
                return
        self.findings.append(finding)

    def told(self, seconds):
        """The summary."""
        engines = sorted({engine for engine, _ in self.inputs})
        forms = sorted({form for _, form in self.inputs})
        lines = [f"{'form':10}" + "".join(f"{engine:>12}" for engine in engines)]
        lines += [
            f"{form or 'no suffix':10}" + "".join(f"{self.inputs[e, form]:>12,}" for e in engines) for form in forms
        ]
        refused = ", ".join(f"{code} {count:,}" for code, count in self.refusals.most_common()) or "none"
        return "\n".join(
            [
                *lines,
                f"refused: {refused}",
                f"rules out of time: {self.timeouts:,}; slowest input: {self.slowest[0]:.1f} s ({self.slowest[1]})",
                f"{self.inputs.total():,} inputs, {self.records:,} records with {self.facts:,} facts, "
                f"{self.refusals.total():,} refusals, {len(self.findings):,} findings, {seconds:,.0f} s",
            ]
        )


class Target:
    """What is fuzzed. ``check`` notes what an input brings to light and raises nothing."""

    def __init__(self, folder, engine, rulebook=None, limit=limited):
        from antq_extract import packs

        self.rulebook = rulebook or packs.load()
        self.folder = Path(folder)
        self.engine = engine
        self.limit = limit
        self.counts = Counts()
        self._stage = ""

    def warm_up(self):
        """Have the rules compiled and the libraries loaded, which is none of the first input's time."""
        from antq_extract import pipeline
        from antq_extract.document import Document

        sample = (HERE.parent / "samples" / "le-trao-thuong.txt").read_text(encoding="utf-8")
        pipeline.extract(Document("x", sample), self.rulebook)
        for rule in self.rulebook.rules:
            rule.pattern  # noqa: B018 - compiled at first use

    def check(self, case, short=True):
        """Run one input; return the finding, made short, or None."""
        self.counts.inputs[self.engine, case.suffix] += 1
        begun = time.perf_counter()
        finding = self.tried(case, self.counts)
        spent = time.perf_counter() - begun
        if spent > self.counts.slowest[0]:
            self.counts.slowest = (spent, f"{case.suffix} of {len(case.data):,} bytes beginning {case.data[:40]!r}")
        if finding and all(finding.signature != known.signature for known in self.counts.findings):
            self.counts.note(self._shortened(finding) if short and "Hang" not in finding.error else finding)
        return finding

    def tried(self, case, counts):
        """Run one input and count what came out; return what it brought to light."""
        self._stage = "split"
        try:
            with self.limit(SECONDS):
                self._run(case, counts)
        except (Exception, HangError) as error:
            said = f"{type(error).__name__}: {error}"
            return Finding(tuple(case), self._stage, said, "".join(traceback.format_exception(error)[-12:]))
        return None

    def _run(self, case, counts):
        from antq_extract import intake, listing
        from antq_extract.errors import InputError

        file = self.folder / f"bài viết{case.suffix}"
        file.write_bytes(case.data)
        options = intake.Options(max_bytes=case.max_bytes)
        item = listing.Input(str(file), str(file), named=True)
        for number, raw in enumerate(intake.split(item, options)):
            self._stage = "read"
            try:
                document = intake.read(pickle.loads(pickle.dumps(raw)), options)  # noqa: S301 - as to a worker
            except InputError as error:
                self._stage = "refusal"
                check_refusal(error, raw)
                counts.refusals[error.code] += 1
            else:
                self._text(document, case.published, counts)
            self._stage = "split"
            if number == MOST_ARTICLES:
                break
        file.unlink()

    def _text(self, document, published, counts):
        from antq_extract import pipeline

        self._stage = "tokens"
        check_tokens(document.source, self.rulebook.lists["text.abbreviation"])
        self._stage = "rules"
        record = pipeline.extract(document, self.rulebook, published=published)
        self._stage = "record"
        counts.records += 1
        counts.facts += check_record(record, document, self.rulebook.kinds)
        counts.timeouts += sum(check.id == "rule-timeout" for check in record.checks)

    def _shortened(self, finding):
        """Return the finding with as few of its bytes as the time allows."""
        best, step = finding, len(finding.case[1]) // 2
        until = time.monotonic() + SHORTENING
        while step and time.monotonic() < until:
            at = 0
            while at < len(best.case[1]) and time.monotonic() < until:
                suffix, data, *rest = best.case
                found = self.tried(type(self).case(suffix, data[:at] + data[at + step :], *rest), Counts())
                if found and found.signature == finding.signature:
                    best = found
                else:
                    at += step
            step //= 2
        return best

    @staticmethod
    def case(*parts):
        from fuzz_inputs import Case

        return Case(*parts)


# --- what must hold -----------------------------------------------------------------------------------------------


def check_refusal(error, raw):
    """A refusal has a known code, is one printable line that names the input, and crosses between processes."""
    from antq_extract.errors import REASONS, printable

    assert error.code in REASONS.keys() - {"internal-error", "crashed"}, error.code
    assert str(error).startswith(printable(raw.given)), str(error)
    assert str(error).isprintable(), str(error)
    str(error).encode()
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (again.code, str(again)) == (error.code, str(error))


def check_tokens(source, abbreviations):
    """Tokens partition the text, and give the source back."""
    from antq_extract.layout import paragraphs
    from antq_extract.normalize import normalize
    from antq_extract.sentences import sentences, split
    from antq_extract.tokens import source_tokens, tokenize

    text, spans = paragraphs(normalize(source))
    tokens = tokenize(text, abbreviations)
    ends = [0, *(token.end for token in tokens)]
    assert [token.start for token in tokens] == ends[:-1]
    assert ends[-1] == len(text.folded) == len(text.clean)
    assert "".join(source[start:end] for start, end, _ in source_tokens(text, tokens)) == source
    assert split(text, abbreviations, spans) == sentences(text, tokens, spans)


def check_record(record, document, kinds):
    """A record is valid, its places are true and in order, and it goes into one line of JSON; return its facts."""
    import test_properties

    from antq_extract import emit

    test_properties.check_record(record, document.source)
    names = emit.KINDS | {kind: kind for kind in type(record.facts).model_fields}
    line = emit.record_line(record, names, document.source)
    assert line == emit.json_line(emit.record_row(record, names, document.source))
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert json.loads(line)["text"] == document.source
    assert type(record).model_validate_json(line).model_dump(exclude={"text"}) == record.model_dump(exclude={"text"})
    facts = [emit.json_line(row) for row in emit.fact_rows(record, names)]
    return len(facts)


# --- engines ------------------------------------------------------------------------------------------------------


def run_hypothesis(target, inputs, seed, save=lambda: None):
    """Check about ``inputs`` inputs that hypothesis makes, each form its share of them; ``save`` now and then."""
    from fuzz_inputs import SHARES

    for form, share in SHARES.items():
        goal = target.counts.inputs.total() + -(-inputs * share // 1000)
        batch = 0
        while target.counts.inputs.total() < goal:
            left = goal - target.counts.inputs.total()
            _run_batch(target, form, min(EXAMPLES, left), goal, f"{seed}/{form}/{batch}")
            batch += 1
            save()


def _run_batch(target, form, examples, goal, name):
    import hypothesis
    from fuzz_inputs import cases

    @hypothesis.seed(int.from_bytes(name.encode()))
    @hypothesis.settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate],  # findings are made short by their bytes
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(cases(form))
    def run(made):
        for case in made:
            if target.counts.inputs.total() < goal:
                target.check(case)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        run()


def seeds(number):
    """Files to begin with: the samples, and a few that hypothesis' builders write."""
    import fuzz_inputs as made
    from test_webpages import NEWSPAPER, PORTAL

    samples = [path.read_text(encoding="utf-8") for path in sorted(HERE.parent.glob("samples/*.txt"))]
    texts = [sample[:240] for sample in samples]
    for text in texts:
        for encoder in made.ENCODERS.values():
            yield ".txt", encoder(text)
        yield ".txt", text.encode()
        yield (
            ".jsonl",
            json.dumps({"text": text, "title": "Hội nghị", "date": "18/10/2023", "authors": ["Lê"]}).encode(),
        )
        yield ".docx", f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p><w:tbl><w:tr><w:tc/></w:tr></w:tbl>".encode()
        yield ".pdf", made.pdf(text.split("\n"))
        page = f"<html><body><article><p>{text}</p></article></body></html>".encode()
        yield ".html", page
        yield ".mht", made.mht(page, "quoted-printable", "utf-8", "text/html", "----x")
        yield ".warc", made.warc([(page, "response", "200 OK", "text/html")], False)
    yield ".html", NEWSPAPER.encode()[:MOST_BYTES]
    yield ".html", PORTAL.encode()[:MOST_BYTES]
    generator = random.Random(number)  # noqa: S311
    for suffix in made.FILES:
        yield suffix, generator.randbytes(40)


SUFFIXES = [".txt", ".jsonl", ".html", ".mht", ".warc", ".docx", ".pdf", "", ".txt.gz", ".jsonl.zst", ".warc.gz"]
TURNS = [0] * 5 + [1] * 4 + [2] * 2 + [3, 4, 5, 6, 7, 8, 9, 10]
"""Which suffix the last byte of an input of atheris stands for: those that cost little more often."""


def made_of(data):
    """Return the case that the bytes of atheris stand for: the last ones choose, the rest is what a file holds."""
    import atheris
    import fuzz_inputs as made

    provider = atheris.FuzzedDataProvider(data)
    suffix = SUFFIXES[TURNS[provider.ConsumeIntInRange(0, 255) % len(TURNS)]]
    manner = provider.ConsumeIntInRange(0, 255)
    content = provider.ConsumeBytes(provider.remaining_bytes())
    is_whole = manner % 4 == 3  # the file itself, not what is in it
    if manner % 4 == 2:
        content = content.decode("utf-8", "ignore").encode()  # most changes break UTF-8, and so come no further
    if suffix == ".docx" and not is_whole:
        content = made.docx([content.decode("utf-8", "surrogateescape")])
    for packing, pack in made.PACKERS.items():
        if suffix.endswith(packing) and not is_whole:
            content = pack(content)
    return made.Case(suffix, content, 200 if manner >= 240 else 10_000_000, [None, "2023-03-01"][manner >> 6 & 1])


def run_atheris(target, inputs, seed, save):
    """Check ``inputs`` inputs of atheris; ends the process."""
    import atheris

    corpus = target.folder / "corpus"
    corpus.mkdir()
    for number, (suffix, data) in enumerate(seeds(seed)):
        turn = TURNS.index(SUFFIXES.index(suffix))
        manner = 3 if data.startswith((b"PK", b"%PDF")) else number % 3
        (corpus / f"{number:04}").write_bytes(data[: MOST_BYTES - 2] + bytes([manner, turn]))

    def run(data):
        target.check(made_of(data))
        count = target.counts.inputs.total()
        if count >= inputs or count % EXAMPLES == 0:
            save()
        if count >= inputs:
            os._exit(0)

    options = [
        f"-seed={seed % (1 << 32) or 1}",
        f"-max_len={MOST_BYTES}",
        f"-timeout={SECONDS}",
        f"-artifact_prefix={target.folder}/",
        "-len_control=0",
        "-verbosity=0",
        "-rss_limit_mb=4096",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], run)
    atheris.Fuzz()


def instrumented():
    """Load the package so that atheris sees which of its code runs."""
    import atheris

    with atheris.instrument_imports(include=["antq_extract"], enable_loader_override=False):
        import antq_extract.containers
        import antq_extract.emit
        import antq_extract.intake
        import antq_extract.office
        import antq_extract.pipeline
        import antq_extract.webpages  # noqa: F401


# --- processes ----------------------------------------------------------------------------------------------------


@dataclass
class Job:
    """The share of one process."""

    engine: str
    inputs: int
    seed: int
    number: int


def work(job, folder):
    """Do a share, in a process of its own; what came of it goes into a file."""
    os.environ.pop("ANTQ_PATTERNS", None)
    faulthandler.enable()
    result = Path(folder, "result")

    def save():
        written = result.with_suffix(".new")
        written.write_bytes(pickle.dumps(target.counts))
        written.replace(result)

    if job.engine == "atheris":
        instrumented()
        target = Target(folder, job.engine, limit=unlimited)  # libFuzzer has the alarm
        target.warm_up()
        run_atheris(target, job.inputs, job.seed * 1000 + job.number, save)
    target = Target(folder, job.engine, limit=Watched())
    target.warm_up()
    run_hypothesis(target, job.inputs, job.seed * 1000 + job.number, save)
    save()


def started(job, top):
    """Run a share in a child; return its counts, with a finding if the child died."""
    folder = Path(top, f"{job.engine}-{job.number}")
    folder.mkdir()
    arguments = [f"--work={job.engine}:{job.inputs}:{job.seed}:{job.number}", f"--folder={folder}"]
    log = folder / "log"
    with log.open("wb") as stream:
        done = subprocess.run(
            [sys.executable, "-m", "tests.fuzz", *arguments], cwd=HERE.parent, stdout=stream, stderr=stream, check=False
        )
    result = folder / "result"
    counts = pickle.loads(result.read_bytes()) if result.exists() else Counts()  # noqa: S301 - our own
    if done.returncode == 0 and counts.inputs:
        return counts
    last = next(folder.glob("bài viết*"), None)
    said = log.read_text(encoding="utf-8", errors="replace")[-3000:]
    case = (last.name.removeprefix("bài viết"), last.read_bytes(), 0, None) if last else ("", b"", 0, None)
    kind = "hung" if done.returncode == STATUS_HUNG else "died"
    counts.note(Finding(case, "process", f"{job.engine} {kind} (status {done.returncode})", said))
    return counts


def jobs_of(inputs, engine, seed, jobs):
    """Divide the inputs among processes."""
    has_atheris = importlib.util.find_spec("atheris") is not None
    if engine != "hypothesis" and not has_atheris:
        print("atheris is not installed (pip install 'antq-extract[fuzz]'): hypothesis makes all inputs")  # noqa: T201
        engine = "hypothesis"
    of_atheris = {"hypothesis": 0, "atheris": inputs}.get(engine, int(inputs * ATHERIS_SHARE))
    shares = {"hypothesis": inputs - of_atheris, "atheris": of_atheris}
    return [
        Job(name, share // jobs + (number < share % jobs), seed, number)
        for name, share in shares.items()
        for number in range(jobs)
        if share // jobs + (number < share % jobs)
    ]


def main(arguments=None):
    """Run the command; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__.split("\n\n")[0])
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--engine", choices=["both", *ENGINES], default="both")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--work", help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.work:
        engine, *numbers = given.work.split(":")
        work(Job(engine, *map(int, numbers)), given.folder)
        return 0
    begun = time.monotonic()
    counts = Counts()
    jobs = jobs_of(given.inputs, given.engine, given.seed, max(1, given.jobs))
    with tempfile.TemporaryDirectory(prefix="antq-fuzz-") as top, ThreadPoolExecutor(max(1, given.jobs)) as pool:
        for done in pool.map(lambda job: started(job, top), jobs):
            counts.add(done)
    for finding in counts.findings:
        print(finding.told(), end="\n\n")  # noqa: T201
    print(counts.told(time.monotonic() - begun))  # noqa: T201
    return 1 if counts.findings else 0


if __name__ == "__main__":
    sys.exit(main())
