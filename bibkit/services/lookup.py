"""Records by identifier: from the cache, then in batches, then alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bibkit.errors import BibkitError, ServiceError
from bibkit.model import Candidate
from bibkit.outcome import Absent, Found, Outcome, Unknown
from bibkit.services import parallel
from bibkit.services.cache import DAY, Cache, Row
from bibkit.services.http import Refused

__all__ = ["ABSENT_FOR", "FOUND_FOR", "Holding", "Progress"]

#: Service, how many of how many records have been dealt with.
Progress = Callable[[str, int, int], None]

#: What reading a record that is none can raise.
_UNREADABLE = (BibkitError, ValueError, LookupError, TypeError, AttributeError)

FOUND_FOR, ABSENT_FOR = 30 * DAY, 7 * DAY


@dataclass(frozen=True, slots=True)
class Holding:
    """The records of one service under one kind of identifier.

    Args:
        service: its name, for people; prefix: of its keys in the cache.
        cut: identifiers to batches; those that can only be asked for alone are batches of one.
        ask: a batch to bodies by identifier; those that the service lacks are not there. It keeps
            nothing. Raises `ServiceError`, and `Refused` where the batch as such is refused.
        read: a row to what it holds.
        at_once: how many batches are under way together.
    """

    service: str
    prefix: str
    cut: Callable[[Sequence[str]], list[list[str]]]
    ask: Callable[[list[str], Callable[[Mapping[str, str]], None]], Mapping[str, str]]
    read: Callable[[Row], Candidate]
    at_once: int

    def look_up(
        self,
        identifiers: Iterable[str],
        cache: Cache,
        *,
        max_age: float = FOUND_FOR,
        progress: Progress = lambda service, done, of: None,
    ) -> dict[str, Outcome]:
        """What is under each identifier: `Found`, `Absent`, or `Unknown` where nobody could say.

        An identifier that is missing from a good batch is asked for once more, alone, before it
        is `Absent`: services leave out records of a batch without a word.
        """
        wanted = list(dict.fromkeys(identifiers))
        outcomes = self._kept(wanted, cache, max_age)
        missing = [one for one in wanted if one not in outcomes]
        if cache.offline:
            return outcomes | {one: Unknown("not asked (offline)") for one in missing}
        done = len(wanted) - len(missing)
        if missing:
            progress(self.service, done, len(wanted))

        def job(batch: list[str]) -> Callable[[], dict[str, Outcome]]:
            def run() -> dict[str, Outcome]:
                nonlocal done
                found = self._batch(batch, cache)
                done += sum(one in found for one in batch)
                progress(self.service, done, len(wanted))
                return found

            return run

        for round in (self.cut(missing), None):
            # What is still missing after the batches goes alone.
            batches = [[one] for one in missing if one not in outcomes] if round is None else round
            alone = round is None
            for part in parallel.run([job(batch) for batch in batches], self.at_once):
                outcomes |= part
            if alone:
                absent = [one for one in missing if one not in outcomes]
                cache.put({self._key(one): Row("", cache.now(), "absent") for one in absent})
                outcomes |= {one: self._absent() for one in absent}
        return outcomes

    def _batch(self, batch: list[str], cache: Cache) -> dict[str, Outcome]:
        """What a batch brought; a refused one is halved until it is known which is at fault."""

        def keep(bodies: Mapping[str, str]) -> None:
            rows = {self._key(one): Row(body, cache.now()) for one, body in bodies.items()}
            cache.put(rows)

        try:
            bodies = self.ask(batch, keep)
        except ServiceError as error:
            return {one: Unknown(f"{error.service} {error.reason}") for one in batch}
        except Refused as error:
            if len(batch) == 1 and error.status in (413, 414):
                return {batch[0]: Unknown(f"{self.service} takes no identifier so long")}
            if len(batch) == 1:
                # A no to one identifier (404) is the answer; to a batch it may be another's fault.
                cache.put({self._key(batch[0]): Row("", cache.now(), "absent")})
                return {batch[0]: self._absent()}
            half = len(batch) // 2
            return self._batch(batch[:half], cache) | self._batch(batch[half:], cache)
        now = cache.now()
        return {one: self._found(Row(bodies[one], now)) for one in batch if one in bodies}

    def _found(self, row: Row) -> Outcome:
        try:
            return Found(self.read(row))
        except _UNREADABLE:
            return Unknown(f"{self.service} sent a record that cannot be read")

    def _kept(self, wanted: list[str], cache: Cache, max_age: float) -> dict[str, Outcome]:
        keys = {self._key(one): one for one in wanted}
        outcomes: dict[str, Outcome] = {}
        for key, row in cache.fresh(keys, max_age, min(ABSENT_FOR, max_age)).items():
            outcome = self._absent() if row.status == "absent" else self._found(row)
            if key in keys and not isinstance(outcome, Unknown):  # else it is asked for again
                outcomes[keys[key]] = outcome
        return outcomes

    def _key(self, identifier: str) -> str:
        return f"{self.prefix}:{identifier}"

    def _absent(self) -> Absent:
        return Absent(f"{self.service} does not have it")
