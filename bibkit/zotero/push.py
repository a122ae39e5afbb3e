"""Put references into Zotero: what is there is found first, and what arrived is known at the end.

`plan` looks, `push` sends. Both go through a door: the connector of the Zotero that runs here, or the
Web API (`bibkit.zotero.doors`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bibkit.errors import BibkitError
from bibkit.formats.zotero.items import ZoteroItem, zotero_item
from bibkit.model import Reference
from bibkit.zotero.library import Known, Match
from bibkit.zotero.shapes import Uncertain

__all__ = ["BATCH", "Door", "Plan", "Pushed", "Saved", "plan", "push"]

#: Items that go in one request.
BATCH = 50


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of the items of one request, by their places in it.

    Args:
        added: those that Zotero has.
        failed: why it does not have the others.
        warnings: what was saved, but not wholly as asked.
    """

    added: frozenset[int]
    failed: Mapping[int, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


class Door(Protocol):
    """A way into a library."""

    def known(self) -> Known | None:
        """What the library holds; None where it cannot be looked into (`blind` says why)."""

    @property
    def blind(self) -> str:
        """Why it cannot be looked into, and what to do; empty where it can."""

    def recorded(self) -> Known | None:
        """What was put there before, where it cannot be looked into; None where nothing says."""

    def remember(self, items: Sequence[ZoteroItem]) -> tuple[str, ...]:
        """Note what was saved, for `recorded`; gives back what could not be done."""

    def save(self, items: Sequence[tuple[str, ZoteroItem]]) -> Saved:
        """Save items with their ids, `BATCH` at most.

        Raises:
            Uncertain: it is not known whether they arrived.
            ZoteroError: none of them did.
        """

    def settle(self, keys: Mapping[int, str]) -> tuple[str, ...]:
        """Do what is still to be done with items of the last request, whose answer was lost.

        Args:
            keys: of those that are in the library, by their places in the request.

        Returns:
            what could not be done.
        """


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done with a list of references, by their places in it.

    Args:
        references: the list.
        items: what each is in Zotero.
        new: those to add.
        present: those that are there.
        twice: those that the list has before: to that one's place.
        blind: why it is not known what is there; empty where it is.
    """

    references: tuple[Reference, ...]
    items: tuple[ZoteroItem, ...]
    new: tuple[int, ...]
    present: Mapping[int, Match] = field(default_factory=dict)
    twice: Mapping[int, tuple[int, str]] = field(default_factory=dict)
    blind: str = ""


@dataclass(slots=True)
class Pushed:
    """What became of a plan, by places in its list.

    Args:
        added: those that Zotero has now.
        failed: those that it does not have, and why.
        uncertain: those of which it is not known.
        unsent: those that were not sent.
        warnings: what is there, but not wholly as asked.
        stopped: why the sending ended early; empty where it did not.
        interrupted: it was ended by hand.
    """

    plan: Plan
    added: list[int] = field(default_factory=list)
    failed: dict[int, str] = field(default_factory=dict)
    uncertain: list[int] = field(default_factory=list)
    unsent: list[int] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    stopped: str = ""
    interrupted: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether all that was to be added is there."""
        return not (self.failed or self.uncertain or self.unsent or self.warnings)


def plan(references: Sequence[Reference], door: Door, *, again: bool = False) -> Plan:
    """Find what of a list is in the library, and what the list has twice.

    Args:
        again: where the library cannot be looked into, add what was pushed before too.

    Raises:
        BibkitError: the library could not be read.
    """
    items = tuple(zotero_item(one) for one in references)
    known = door.known()
    before = door.recorded() if known is None and not again else None
    here = Known()
    new: list[int] = []
    present: dict[int, Match] = {}
    twice: dict[int, tuple[int, str]] = {}
    for place, (reference, item) in enumerate(zip(references, items, strict=True)):
        match = known.find(reference, item) if known is not None else None
        pushed = before.find(reference, item) if before is not None else None
        double = here.find(reference, item) if match is None and pushed is None else None
        if match is not None:
            present[place] = match
        elif pushed is not None:
            present[place] = Match("", f"pushed on {pushed.key}", pushed.title)
        elif double is not None:
            twice[place] = int(double.key), double.reason
        else:
            new.append(place)
            here.enter(str(place), reference, item)
    _spread(references, items, new, present, twice)
    return Plan(tuple(references), items, tuple(new), present, twice, door.blind)


def _spread(
    references: Sequence[Reference],
    items: Sequence[ZoteroItem],
    new: list[int],
    present: dict[int, Match],
    twice: dict[int, tuple[int, str]],
) -> None:
    """Count as there what the list has twice, and the library once: by another identifier."""
    there = Known()
    fresh = list(present)
    while fresh and (new or twice):
        for place in fresh:
            there.enter(str(place), references[place], items[place])
        fresh = []
        for place in [*new, *twice]:
            if (match := there.find(references[place], items[place])) is not None:
                whole = present[int(match.key)]
                present[place] = Match(whole.key, match.reason, whole.title)
                fresh.append(place)
        new[:] = [place for place in new if place not in present]
        for place in fresh:
            twice.pop(place, None)


def push(
    what: Plan, door: Door, progress: Callable[[int, int], object] = lambda done, of: None
) -> Pushed:
    """Send what a plan says is new, 50 at a time.

    Where an answer is lost, the library is looked into again if it can be. An interruption (Ctrl-C)
    ends it, and so does what would befall the next request too; nothing is raised, and of each
    reference it is told what became of it.

    Args:
        progress: called with how many are done, and of how many.
    """
    done = Pushed(what)
    running = 0  # refused items, one after the other
    rest = [what.new[begin : begin + BATCH] for begin in range(0, len(what.new), BATCH)]
    while rest and not done.stopped:
        batch = rest.pop(0)
        try:
            saved = door.save([(what.references[n].id, what.items[n]) for n in batch])
            running = 0
            done.failed.update((batch[n], why) for n, why in saved.failed.items())
            done.warnings += saved.warnings
            _arrived(done, door, [batch[n] for n in sorted(saved.added)])
            progress(len(done.added), len(what.new))
        except KeyboardInterrupt:
            done.interrupted, done.stopped = True, "Interrupted."
            if not {*batch} & {*done.added, *done.failed}:
                _look_again(done, door, batch)
        except Uncertain as error:
            if not _look_again(done, door, batch):
                done.stopped = f"{error.reason}."
        except BibkitError as error:
            if not getattr(error, "of_items", False):
                done.stopped = str(error)
                done.unsent += batch
            elif len(batch) > 1:
                # One item that Zotero cannot take brings down all that are sent with it.
                half = len(batch) // 2
                rest[:0] = [batch[:half], batch[half:]]
            else:
                done.failed[batch[0]] = str(error).rstrip(".")
                running += 1
                if running > (_IN_A_ROW if done.added else _AT_FIRST):
                    done.stopped = "Zotero takes nothing any more."
    done.unsent += [place for batch in rest for place in batch]
    return done


def _arrived(done: Pushed, door: Door, places: Sequence[int]) -> None:
    done.added += places
    said = door.remember([done.plan.items[place] for place in places])
    done.warnings += [one for one in said if one not in done.warnings]


_AT_FIRST, _IN_A_ROW = 8, 20  # refused items before it is given up
_LOOKS = 2


def _look_again(done: Pushed, door: Door, batch: Sequence[int]) -> bool:
    """Find in the library what of a request arrived whose answer was lost.

    Returns:
        whether all did.
    """
    what = done.plan
    keys: dict[int, str] = {}
    try:
        for _ in range(_LOOKS):  # it may still be saving
            known = door.known()
            if known is None:
                done.uncertain += batch
                return False
            found = [known.find(what.references[one], what.items[one]) for one in batch]
            keys = {n: match.key for n, match in enumerate(found) if match is not None}
            if len(keys) == len(batch):
                break
        _arrived(done, door, [batch[n] for n in keys])
        done.failed.update((one, "did not arrive") for n, one in enumerate(batch) if n not in keys)
        done.warnings += door.settle(keys) if keys else ()
    except (BibkitError, KeyboardInterrupt):
        told = {*done.added, *done.failed}
        done.uncertain += [one for one in batch if one not in told]
        if told & {*batch}:
            done.warnings.append(
                "What arrived last may lack its notes, tags and collection; look in Zotero."
            )
        return False
    return len(keys) == len(batch)
