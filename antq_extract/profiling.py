"""Where the time of a run goes: by stage of the way from source to record, and by rule.

Times are seconds by the clock, of one process.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from time import perf_counter

_REST = "start, reading, writing"
_UNWATCHED: AbstractContextManager[None] = nullcontext()


@dataclass(slots=True)
class Spent:
    """What a stage or a rule took: ``runs`` on articles or sentences, ``hits`` there, ``seconds`` in all."""

    runs: int = 0
    hits: int = 0
    seconds: float = 0.0


class Profile:
    """Adds up what the stages and rules of a run take."""

    def __init__(self) -> None:
        self._begun = perf_counter()
        self._inside = 0.0  # seconds that the stage at hand has spent in others
        self.stages: dict[str, Spent] = defaultdict(Spent)
        self.rules: dict[str, Spent] = defaultdict(Spent)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add what the block takes to a stage, without the stages inside it."""
        begun = perf_counter()
        outer, self._inside = self._inside, 0.0
        try:
            yield
        finally:
            took = perf_counter() - begun
            spent = self.stages[name]
            spent.runs += 1
            spent.seconds += took - self._inside
            self._inside = outer + took

    def ran(self, rule: str, runs: int, hits: int, seconds: float) -> None:
        """Add what a rule took on some sentences, and how many matches it had there."""
        spent = self.rules[rule]
        spent.runs += runs
        spent.hits += hits
        spent.seconds += seconds

    def row(self) -> Mapping[str, Mapping[str, Mapping[str, float]]]:
        """Return stages and rules with their figures as plain data, what took longest first."""
        total = perf_counter() - self._begun
        rest = Spent(1, 0, total - sum(spent.seconds for spent in self.stages.values()))
        return {
            "stages": {
                name: {"runs": spent.runs, "seconds": round(spent.seconds, 6)}
                for name, spent in _longest_first({**self.stages, _REST: rest})
            },
            "rules": {
                name: {"sentences": spent.runs, "hits": spent.hits, "seconds": round(spent.seconds, 6)}
                for name, spent in _longest_first(self.rules)
            },
        }

    def lines(self) -> Iterator[str]:
        """Yield the same as two tables for people."""
        row = self.row()
        yield f"{'stage':42}{'seconds':>10}"
        for name, figures in row["stages"].items():
            yield f"{name:42}{figures['seconds']:10.3f}"
        yield f"\n{'rule':42}{'seconds':>10}{'sentences':>11}{'hits':>9}{'µs each':>9}"
        for name, figures in row["rules"].items():
            each = 1e6 * figures["seconds"] / figures["sentences"]
            yield f"{name:42}{figures['seconds']:10.3f}{figures['sentences']:11,}{figures['hits']:9,}{each:9.1f}"


def stage(profile: Profile | None, name: str) -> AbstractContextManager[None]:
    """Return a block that adds to a stage of the profile, if there is one."""
    return _UNWATCHED if profile is None else profile.stage(name)


def _longest_first(spent: Mapping[str, Spent]) -> Iterable[tuple[str, Spent]]:
    return sorted(spent.items(), key=lambda item: -item[1].seconds)
