"""One name: its parts in order, initials, particles (CSL 1.0.2, "Name-part Order").

not inverted   given dropping-particle non-dropping-particle family[,] suffix
inverted       [non-dropping-particle] family, given dropping-particle [non-dropping-particle], suffix
sorting        family… , particles, given, suffix
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from bibkit.csl.initials import initialize
from bibkit.csl.marks import INNER_QUOTE, QUOTE, SEAM
from bibkit.csl.run.context import Context
from bibkit.csl.run.dress import cased, dressing
from bibkit.csl.run.richtext import Quotes, marked_text
from bibkit.csl.run.scope import Scope
from bibkit.csl.run.tree import Output, flat
from bibkit.csl.syntax.elements import Name as NameElement
from bibkit.csl.syntax.elements import NameOptions
from bibkit.model import Name

__all__ = ["NameForm", "key_of", "name_form"]

# Scripts of names whose family name comes first, without a blank where both parts are in them.
_EASTERN = re.compile(
    r"[\u1100-\u11ff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc]"
)
# A nickname in quotation marks, which no initial stands for.
_NICKNAME = re.compile(
    f"\\s*([{QUOTE[0]}{INNER_QUOTE[0]}][^{QUOTE[1]}{INNER_QUOTE[1]}]*[{QUOTE[1]}{INNER_QUOTE[1]}])\\s*"
)

Dress = Callable[[Output], Output]


@functools.lru_cache(maxsize=20_000)
def key_of(name: Name) -> tuple[str, str, str]:
    """What tells people apart: the family name, its initials, the whole given name."""
    family = " ".join(
        part
        for part in (
            name.dropping_particle,
            name.non_dropping_particle,
            name.family or name.literal,
        )
        if part
    )
    # "J.J." and "J. J." are one person.
    given = re.sub(r"\.\s*|\s+", " ", name.given).strip()
    whole = " ".join(part for part in (given, name.suffix) if part)
    return family, initialize(name.given, "") if name.given else "", whole


def name_form(element: NameElement, options: NameOptions, scope: Scope) -> NameForm:
    """How a `cs:name` sets one name."""
    dresses: dict[str, Dress | None] = {}
    cases: dict[str, str] = {}
    around: dict[str, tuple[str, str]] = {}
    for part in element.parts:
        bare = dataclasses.replace(part.formatting, prefix="", suffix="")
        dresses[part.name] = dressing(bare)
        around[part.name] = (part.formatting.prefix, part.formatting.suffix)
        cases[part.name] = part.formatting.text_case
    demote = scope.option("demote-non-dropping-particle", "display-and-sort")
    return NameForm(
        short=options.form == "short",
        separator=" " if scope.sorting else _separator(options.sort_separator),
        initial=options.initialize_with,
        initialize=options.initialize is not False,
        hyphen=scope.option("initialize-with-hyphen", "true") != "false",
        demote=demote == "display-and-sort" or (demote == "sort-only" and scope.sorting),
        sorting=scope.sorting,
        dress_family=dresses.get("family"),
        dress_given=dresses.get("given"),
        around_family=around.get("family", ("", "")),
        around_given=around.get("given", ("", "")),
        case_family=cases.get("family", ""),
        case_given=cases.get("given", ""),
    )


_MOST_KNOWN = 50_000


def _separator(given: str | None) -> str:
    return ", " if given is None else given


@dataclass(frozen=True, slots=True)
class NameForm:
    """A compiled `cs:name`, for one name.

    Args:
        short: family names only; separator: between the parts of an inverted name.
        initial: what follows an initial; None to leave given names as they are.
        initialize: given names are cut; hyphen: initials of a double name keep theirs.
        demote: the non-dropping particle goes behind in inverted names.
        dress_family, dress_given, around_family, around_given, case_family, case_given: from
            `cs:name-part`; affixes go around particles too.
        known: names set before; in a list the same people come again and again.
    """

    short: bool
    separator: str
    initial: str | None
    initialize: bool
    hyphen: bool
    demote: bool
    sorting: bool
    dress_family: Dress | None
    dress_given: Dress | None
    around_family: tuple[str, str]
    around_given: tuple[str, str]
    case_family: str
    case_given: str
    known: dict[tuple[Name, int, bool], Output] = field(default_factory=dict, compare=False)

    @property
    def level(self) -> int:
        """Of given names that is shown unasked: 0 none, 1 initials, 2 all."""
        if self.short:
            return 0
        return 1 if self.initial is not None and self.initialize else 2

    def text(self, name: Name, level: int, inverted: bool, context: Context) -> Output:
        """A name set in this form; level raises how much of the given name is shown."""
        if self.case_family or self.case_given:  # these look at the item's language
            return self._text(name, level, inverted, context)
        key = (name, level, inverted)
        text = self.known.get(key)
        if text is None:
            if len(self.known) > _MOST_KNOWN:
                self.known.clear()
            text = self.known[key] = self._text(name, level, inverted, context)
        return text

    def _text(self, name: Name, level: int, inverted: bool, context: Context) -> Output:
        quotes = context.item.quotes
        if name.literal or not name.family:
            return self._family(_marked(name.literal or name.given, quotes), context)
        level = max(level, self.level)
        family, given = _marked(name.family, quotes), _marked(name.given, quotes)
        if given and self.initial is not None:
            given = self._initials(given, cut=self.initialize and level < 2)
        if _EASTERN.search(family):
            return self._eastern(family, given, level, context)
        dropping = _marked(name.dropping_particle, quotes)
        other = _marked(name.non_dropping_particle, quotes)
        suffix = _marked(name.suffix, quotes)
        if suffix and self.initial is not None:
            # The stop of "Jr." is that of an initial: styles without it have "Jr".
            suffix = initialize(suffix, self.initial, hyphen=self.hyphen, initialize=False).rstrip()
        if level == 0:
            return self._families([other], family, context)
        if name.static_ordering:
            return _row(
                [self._families([other], family, context), self._givens(given, [], [], context)],
                " ",
            )
        if not inverted:
            return self._in_order(
                given, dropping, other, family, suffix, name.comma_suffix, context
            )
        if self.demote:
            last = self._families([], family, context)
            rest = self._givens(given, [dropping], [other], context)
        else:
            last = self._families([other], family, context)
            rest = self._givens(given, [dropping], [], context)
        return _row([last, rest, suffix], self.separator)

    def _in_order(
        self,
        given: str,
        dropping: str,
        other: str,
        family: str,
        suffix: str,
        comma: bool,
        context: Context,
    ) -> Output:
        # A particle that is one word with the family name goes with it.
        glued = bool(dropping) and _glued(dropping) and not other
        first = self._givens(given, [] if glued else [dropping], [], context)
        last = self._families(
            [other], family, context, glued=dropping if glued else "", around=False
        )
        between = ", " if comma else " "
        if any(self.around_family):
            # Affixes of the family name go around all but the given name.
            whole = _spaced("" if glued else self._plain_given(dropping, context), flat(last))
            whole = _affixed(flat(_row([whole, suffix], between)), self.around_family)
            return _row([self._givens(given, [], [], context), whole], " ")
        return _row([_row([first, last], " "), suffix], between)

    def _plain_given(self, text: str, context: Context) -> str:
        return flat(self._given(text, context)) if text else ""

    def _initials(self, given: str, *, cut: bool) -> str:
        """A given name with its initials; what stands in quotation marks stays."""

        def initials(text: str) -> str:
            return initialize(text, self.initial, hyphen=self.hyphen, initialize=cut)

        if _NICKNAME.search(given) is None:
            return initials(given)
        parts = _NICKNAME.split(given)
        parts[::2] = [initials(part) if part else "" for part in parts[::2]]
        return " ".join(part for part in parts if part)

    def _eastern(self, family: str, given: str, level: int, context: Context) -> Output:
        """A name in a script that puts the family name first, without a blank."""
        last = self._family(family, context)
        if level == 0:
            return last
        blank = "" if _EASTERN.search(given) else " "
        return _row([last, self._given(given, context)], blank)

    def _families(
        self,
        particles: list[str],
        family: str,
        context: Context,
        *,
        glued: str = "",
        around: bool = True,
    ) -> Output:
        """The family name with the particles before it; affixes go around all of them."""
        parts = [self._given(glued, context)] if glued else []
        parts += [self._family(part, context) for part in particles if part]
        parts.append(self._family(family, context))
        text = self._together(parts)
        return _affixed(text, self.around_family) if around else text

    def _givens(
        self, given: str, dropping: list[str], other: list[str], context: Context
    ) -> Output:
        """The given name with the particles behind it; affixes go around all of them."""
        parts = [self._given(part, context) for part in (given, *dropping) if part]
        parts += [self._family(part, context) for part in other if part]
        return _affixed(self._together(parts), self.around_given)

    def _together(self, parts: list[Output]) -> str:
        """Particles and name; for sorting a particle is a word of its own, whatever its end."""
        texts = [flat(part) for part in parts]
        return " ".join(texts) if self.sorting else _spaced(*texts)

    def _family(self, text: str, context: Context) -> Output:
        output: Output = cased(text, self.case_family, context) if self.case_family else text
        return self.dress_family(output) if self.dress_family and text else output

    def _given(self, text: str, context: Context) -> Output:
        output: Output = cased(text, self.case_given, context) if self.case_given else text
        return self.dress_given(output) if self.dress_given and text else output


def _affixed(text: str, around: tuple[str, str]) -> str:
    return f"{around[0]}{text}{around[1]}" if text else ""


def _row(parts: list[Output], between: str) -> Output:
    """Parts side by side; a seam in between, since an initial's stop may meet a suffix."""
    glue = f"{SEAM}{between}{SEAM}" if between.strip() else between
    row = ""
    for part in parts:
        text = flat(part)
        if text:
            spaced = not between.strip() and row[-1:].isspace()
            row += ("" if not row or spaced else glue) + text
    return row


def _glued(text: str) -> bool:
    """Whether a particle sticks to what follows it: d', al-."""
    return text.endswith(("’", "'", "-", "–")) and len(text) > 1


def _spaced(*parts: str) -> str:
    """Parts with blanks between them, none behind an apostrophe or hyphen."""
    text = ""
    for part in parts:
        if part:
            text += ("" if not text or _glued(text) or text[-1].isspace() else " ") + part
    return text


@functools.lru_cache(maxsize=20_000)
def _marked(text: str, quotes: Quotes) -> str:
    return marked_text(text, quotes) if text else ""
