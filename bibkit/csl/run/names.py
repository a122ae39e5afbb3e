"""`cs:names`: lists of names, et al., labels, substitutes (CSL 1.0.2, "Names")."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bibkit.csl.marks import SEAM
from bibkit.csl.run.context import Context, NameList
from bibkit.csl.run.dress import cased, dressing
from bibkit.csl.run.person import NameForm, key_of, name_form
from bibkit.csl.run.scope import Render, Scope
from bibkit.csl.run.tree import Node, Output, Tag, flat, interleaved, joined, wrapped
from bibkit.csl.syntax.elements import EtAl, Label, Name, NameOptions, Names
from bibkit.csl.syntax.locales import Locale
from bibkit.model import Name as Person

__all__ = ["compile_names"]


def compile_names(element: Names, scope: Scope) -> Render:
    """The function of a `cs:names`; inside a substitute it takes its children from the one around."""
    parent = scope.parent_names
    if (
        parent is not None
        and element.name is None
        and element.et_al is None
        and element.label is None
    ):
        # As citeproc-js has it, the short form has no attributes of its own either.
        element = dataclasses.replace(
            parent, variables=element.variables, substitute=element.substitute
        )
    listing = _Listing(element, scope)
    substitutes = (
        scope.compile(element.substitute, scope.within(element)) if element.substitute else []
    )
    dress = dressing(element.formatting)
    case = element.formatting.text_case

    def names(context: Context) -> Output:
        context.accessed += 1
        if context.nameless and not context.lists:
            # A list left out is no reason to print another in its place.
            context.lists.append(NameList(0, 0))
            context.filled += 1  # it is there, so a term beside it ("n.d.") stays
            return ""
        output = listing.printed(context)
        if output:
            context.filled += 1
            if context.trail is not None:
                context.trail += element.variables
                context.spent.update(element.variables)
            if case:
                output = cased(output, case, context)
            return dress(output) if dress else output
        return _substituted(substitutes, context)

    return names


def _substituted(substitutes: Sequence[Render], context: Context) -> Output:
    """The first substitute that prints; its variables are empty from then on ("Substitute").

    What the names around it are set in and stand between is theirs alone.
    """
    outer, context.trail = context.trail, []
    try:
        for substitute in substitutes:
            context.trail.clear()
            output = substitute(context)
            if output:
                context.spent.update(context.trail)
                tag = Tag.SUBSTITUTED if context.trail else Tag.ANONYMOUS
                return Node(tag, (output,))
        return ""
    finally:
        if outer is not None:
            outer += context.trail
        context.trail = outer


@dataclass(frozen=True, slots=True)
class _Rules:
    """Name options with nothing left open."""

    and_: str
    delimiter: str
    before_et_al: str
    before_last: str
    minimum: int
    use_first: int
    later_minimum: int
    later_use_first: int
    use_last: bool
    form: str
    order: str

    @property
    def before_and(self) -> str:
        """A blank, but not in scripts that write "and" as a part of a word."""
        return " " if _ROMAN.match(self.and_) or self.and_ == "&" else ""

    @property
    def after_and(self) -> str:
        return " " if _ROMAN.match(self.and_[-1:]) or self.and_ == "&" else ""


# Letters before which a blank stands.
_ROMAN = re.compile(r"[^\u0590-\u05ff\u2e80-\u9fff\uac00-\ud7af\s]")


def _rules(options: NameOptions, locale: Locale) -> _Rules:
    minimum = options.et_al_min or 0 if options.et_al_use_first is not None else 0
    first = 1 if options.et_al_use_first is None else options.et_al_use_first
    symbol = locale.term("and", "symbol")
    # Most locales have no sign of their own, and the form falls back to the word.
    and_ = {"text": locale.term("and"), "symbol": symbol if "&" in symbol else "&"}
    later = options.et_al_subsequent_min
    later_first = options.et_al_subsequent_use_first
    return _Rules(
        and_=and_.get(options.and_ or "", ""),
        delimiter=", " if options.delimiter is None else options.delimiter,
        before_et_al=options.delimiter_precedes_et_al or "contextual",
        before_last=options.delimiter_precedes_last or "contextual",
        minimum=minimum,
        use_first=first,
        later_minimum=minimum if later is None else later,
        later_use_first=first if later_first is None else later_first,
        use_last=bool(options.et_al_use_last),
        form=options.form or "long",
        order=options.name_as_sort_order or "",
    )


class _Listing:
    """A compiled `cs:names` without its substitutes."""

    def __init__(self, element: Names, scope: Scope) -> None:
        self.variables = element.variables
        name = element.name or Name()
        options = scope.forced.over(name.options).over(scope.names)
        self.rules = _rules(options, scope.locale)
        if scope.sorting:
            self.rules = dataclasses.replace(self.rules, order="all", delimiter=" ", and_="")
        self.form: NameForm = name_form(name, options, scope)
        # Each person stands between the affixes of cs:name, a body does not.
        self.dress_name = _seamed(dressing(name.formatting))
        self.dress_body = dressing(dataclasses.replace(name.formatting, prefix="", suffix=""))
        self.locale = scope.locale
        inherited = scope.names.names_delimiter or ""
        self.delimiter = inherited if element.delimiter is None else element.delimiter
        self.et_al = _et_al(element.et_al, scope.locale)
        self.label = element.label if not scope.sorting else None
        self.dress_label = dressing(self.label.formatting) if self.label else None
        self.label_first = element.label_first
        self.sorting = scope.sorting

    def printed(self, context: Context) -> Output:
        """The lists of all variables; empty where no variable is set."""
        found = [
            (variable, people)
            for variable in self.variables
            if variable not in context.spent and (people := context.item.names(variable))
        ]
        if not found:
            return ""
        if (
            len(found) == 2
            and found[0][1] == found[1][1]
            and {v for v, _ in found} == {"editor", "translator"}
            and self.locale.term("editortranslator")
        ):
            found = [("editortranslator", found[0][1])]
        if self.rules.form == "count":
            return str(sum(self._shown(len(people), context)[0] for _, people in found))
        parts: list[Output] = []
        for variable, people in found:
            output = self._list(variable, people, context)
            if self.label and output:
                output = self._labelled(self.label, variable, output, len(people), context)
            if output:
                parts.append(output)
        return joined(parts, self.delimiter) if parts else ""

    # --- how many -------------------------------------------------------------------------------------

    def _shown(self, count: int, context: Context) -> tuple[int, bool]:
        """How many names of a list are printed, and whether the list is cut."""
        rules = self.rules
        later = context.citing and context.place.position != "first"
        minimum = rules.later_minimum if later else rules.minimum
        first = rules.later_use_first if later else rules.use_first
        shown = first if minimum and count >= minimum else count
        index = len(context.lists)
        asked = context.expansion.names
        if index < len(asked) and asked[index] > shown:
            shown = asked[index]
        return min(shown, count), shown < count

    # --- the list -------------------------------------------------------------------------------------

    def _list(self, variable: str, people: Sequence[Person], context: Context) -> Output:
        count = len(people)
        shown, cut = self._shown(count, context)
        truncated = context.item.reference.truncated(variable)
        index = len(context.lists)
        asked = context.expansion.givens[index] if index < len(context.expansion.givens) else ()
        levels = self._levels(people, asked, context)
        context.lists.append(
            NameList(count, shown, tuple(key_of(person) for person in people), self.form.level)
        )
        rules, form = self.rules, self.form
        texts: list[Output] = []
        inverted: list[bool] = []
        bodies: list[bool] = []
        last = count - 1
        use_last = cut and rules.use_last and shown + 1 < count
        places = list(range(shown)) + ([last] if use_last else [])
        for place in places:
            reverse = rules.order == "all" or (rules.order == "first" and place == 0)
            text = form.text(people[place], levels[place], reverse, context)
            bodies.append(bool(people[place].literal))
            inverted.append(reverse and not bodies[-1])
            dress = self.dress_body if bodies[-1] else self.dress_name
            texts.append(Node(Tag.NAME, (dress(text) if dress else text,)))
        if not texts:
            return ""
        row = self._joined(texts, inverted, bodies, cut or truncated, use_last)
        return Node(Tag.NAMES, row)

    def _levels(
        self, people: Sequence[Person], asked: tuple[int, ...], context: Context
    ) -> list[int]:
        levels = [0] * len(people)
        known = context.given_levels
        for place, person in enumerate(people):
            level = asked[place] if place < len(asked) else 0
            if known is not None and not (known.primary_only and place):
                level = max(level, known.levels.get(key_of(person), 0))
            levels[place] = level
        return levels

    def _joined(
        self,
        texts: list[Output],
        inverted: list[bool],
        bodies: list[bool],
        cut: bool,
        use_last: bool,
    ) -> list[Output]:
        """Names in a row: commas, "and", "et al.", or an ellipsis before the last."""
        rules, delimiter = self.rules, self.rules.delimiter
        if use_last:
            row = interleaved(texts[:-1], delimiter)
            return [*row, delimiter if len(row) > 1 else " ", "… ", texts[-1]]
        if cut:
            row = interleaved(texts, delimiter)
            if not self.et_al or self.sorting:
                return row
            comma = _precedes(rules.before_et_al, len(texts) > 1, inverted[-1])
            blank = " " if _ROMAN.match(flat(self.et_al)) else ""
            return [*row, delimiter if comma else blank, self.et_al]
        if len(texts) > 1 and rules.and_:
            comma = self._comma(bodies, inverted, len(texts) > 2)
            before = delimiter if comma else rules.before_and
            row = interleaved(texts[:-1], delimiter)
            return [*row, before, f"{rules.and_}{rules.after_and}", texts[-1]]
        return interleaved(texts, delimiter)

    def _comma(self, bodies: list[bool], inverted: list[bool], contextual: bool) -> bool:
        """Whether a delimiter stands before the "and"; before a body as citeproc-js has it."""
        rule = self.rules.before_last
        if rule == "after-inverted-name":
            if bodies[-2]:
                return contextual if bodies[-1] else self.rules.order == "all"
            return inverted[-2]
        return _precedes("contextual" if bodies[-1] else rule, contextual, False)

    # --- the label ------------------------------------------------------------------------------------

    def _labelled(
        self, label: Label, variable: str, output: Output, count: int, context: Context
    ) -> Output:
        many = label.plural == "always" or (label.plural == "contextual" and count > 1)
        term = self.locale.term(variable, label.form, plural=many)
        if not term:
            return output
        text: Output = term
        if label.formatting.text_case:
            text = cased(term, label.formatting.text_case, context, own=True)
        if self.dress_label:
            text = self.dress_label(text)
        return joined([text, output] if self.label_first else [output, text], "")


def _seamed(dress: Callable[[Output], Output] | None) -> Callable[[Output], Output] | None:
    """With a seam behind, where an affix may meet the delimiter."""
    return None if dress is None else lambda output: wrapped(dress(output), SEAM, SEAM)


def _precedes(rule: str, contextual: bool, inverted: bool) -> bool:
    """Whether a delimiter stands before the last name or "et al."."""
    if rule == "contextual":
        return contextual
    if rule == "after-inverted-name":
        return inverted
    return rule == "always"


def _et_al(element: EtAl | None, locale: Locale) -> Output:
    term = locale.term(element.term if element else "et-al")
    if element is None or not term:
        return term
    dress = dressing(element.formatting)
    return dress(term) if dress else term
