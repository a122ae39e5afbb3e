"""A manuscript as an HTML page.

Of raw HTML in the text only tags that dress text are kept, with `id` and `class` at most; all other
is printed as it stands, comments are dropped, and addresses that run (`javascript:`) are no links.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from bibkit.csl.render import render_entry
from bibkit.csl.render.html import CSS
from bibkit.manuscripts.document import Manuscript
from bibkit.manuscripts.reading import markdown_parser
from bibkit.manuscripts.slots import Slotted, slotted
from bibkit.manuscripts.trees import render_linked

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

__all__ = ["safe_html", "slug", "to_html"]

_CSS = """\
body { max-width: 42em; margin: 2em auto; padding: 0 1em; line-height: 1.5; font-family: serif; }
table { border-collapse: collapse; } th, td { padding: 0.2em 0.8em; border-bottom: 1px solid #bbb; }
blockquote { margin-left: 1em; padding-left: 1em; border-left: 3px solid #bbb; }
img { max-width: 100%; } .smallcaps { font-variant: small-caps; } .underline { text-decoration: underline; }
"""


def to_html(manuscript: Manuscript) -> str:
    """The manuscript as one page that needs no other file."""
    held = slotted(manuscript)
    parser = markdown_parser()
    parser.core.ruler.push("slugs", lambda state: _slugs(state.tokens, held))
    parser.core.ruler.push("figures", lambda state: _figures(state.tokens))
    for rule in ("html_inline", "html_block"):
        parser.add_render_rule(rule, _raw)
    parser.add_render_rule("image", _image(held))
    body = _filled(parser.render(held.text), held, manuscript)
    matter = manuscript.source.matter
    title = matter.text("title")
    language = matter.text("lang", "locale") or "en"
    head = "".join(_head(manuscript, parser))
    return (
        f'<!DOCTYPE html>\n<html lang="{html.escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title or 'Manuscript')}</title>\n<style>\n{_CSS}{CSS}</style>\n</head>\n"
        f"<body>\n{head}{body}</body>\n</html>\n"
    )


def _head(manuscript: Manuscript, parser: MarkdownIt) -> list[str]:
    matter = manuscript.source.matter
    out = []
    if matter.text("title"):
        out.append(f"<h1>{parser.renderInline(matter.text('title'))}</h1>\n")
    if matter.text("subtitle"):
        out.append(f'<p class="subtitle">{parser.renderInline(matter.text("subtitle"))}</p>\n')
    people = authors(matter.values.get("author"))
    if people:
        out.append(f'<p class="author">{html.escape(", ".join(people))}</p>\n')
    if matter.values.get("date"):
        out.append(f'<p class="date">{html.escape(str(matter.values["date"]))}</p>\n')
    if matter.text("abstract"):
        out.append(f'<div class="abstract">\n{parser.render(matter.text("abstract"))}</div>\n')
    return out


def authors(value: object) -> list[str]:
    """The authors of a head: a text, a list of texts, or of mappings with a name.

    >>> authors(["Jane Doe", {"name": "Al Roe", "email": "a@b.org"}])
    ['Jane Doe', 'Al Roe']
    """
    many: Sequence[Any] = value if isinstance(value, list) else [value] if value else []
    names = [one.get("name") if isinstance(one, dict) else one for one in many]
    return [str(name) for name in names if name]


def _filled(text: str, held: Slotted, manuscript: Manuscript) -> str:
    pieces = [
        part if isinstance(part, str) else render_linked(part, "html", links=manuscript.links)
        for part in held.pieces(text)
    ]
    mark = re.escape(held.bibliography)
    found = re.sub(rf"<p>\s*{mark}\s*</p>\n?|{mark}", held.bibliography, "".join(pieces))
    return found.replace(held.bibliography, _entries(manuscript))


def _entries(manuscript: Manuscript) -> str:
    hanging = " hanging-indent" if manuscript.bibliography.layout.hanging_indent else ""
    rows = [
        f'<div id="{html.escape(manuscript.anchors.names[entry.id])}" class="csl-entry">'
        f"{render_entry(entry, 'html', links=manuscript.links)}</div>\n"
        for entry in manuscript.bibliography.entries
    ]
    named = "" if manuscript.source.refs else ' id="refs"'
    return f'<div{named} class="references csl-bib-body{hanging}">\n{"".join(rows)}</div>\n'


# --- raw HTML -------------------------------------------------------------------------------------

_PLAIN = frozenset(
    "a abbr b blockquote br cite code dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5"
    " h6 hr i ins kbd li mark ol p pre q s samp section small span strong sub summary sup table tbody"
    " td tfoot th thead tr u ul var".split()
)
_TAG = re.compile(r"<!--.*?-->|</?([A-Za-z][\w-]*)([^<>]*)>", re.S)
_ATTRIBUTE = re.compile(r"\b(id|class)\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)'|([\w:.-]+))", re.I)


def safe_html(raw: str) -> str:
    """Raw HTML with what is harmless as it is, and the rest as text.

    >>> safe_html('H<sub onclick="x()">2</sub>O <script>alert(1)</script><!-- aside -->')
    'H<sub>2</sub>O &lt;script&gt;alert(1)&lt;/script&gt;'
    """
    out, position = [], 0
    for match in _TAG.finditer(raw):
        out.append(_text(raw[position : match.start()]))
        position = match.end()
        if match[0].startswith("<!--"):
            continue
        name = match[1].lower()
        if name not in _PLAIN:
            out.append(html.escape(match[0], quote=False))
        elif match[0].startswith("</"):
            out.append(f"</{name}>")
        else:
            found = _ATTRIBUTE.finditer(match[2])
            kept = (f' {a[1].lower()}="{html.escape(a[2] or a[3] or a[4] or "")}"' for a in found)
            out.append(f"<{name}{''.join(kept)}>")
    return "".join([*out, _text(raw[position:])])


def _text(raw: str) -> str:
    return html.escape(html.unescape(raw), quote=False)


def _raw(
    renderer: object, tokens: Sequence[Token], index: int, options: object, env: object
) -> str:
    return safe_html(tokens[index].content)


def _image(held: Slotted) -> Any:
    def render(
        renderer: Any, tokens: Sequence[Token], index: int, options: object, env: object
    ) -> str:
        token = tokens[index]
        children = token.children or []
        token.attrSet("alt", held.plain(renderer.renderInlineAsText(children, options, env)))
        image = str(renderer.renderToken(tokens, index, options, env))
        if not token.meta.get("figure"):
            return image
        caption = renderer.renderInline(children, options, env)
        return f"{image}\n<figcaption>{caption}</figcaption>"

    return render


def _figures(tokens: Sequence[Token]) -> None:
    """A paragraph that is one image is a figure, its text the caption ("implicit_figures")."""
    for before, inline, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        children = inline.children or []
        alone = before.type == "paragraph_open" and [one.type for one in children] == ["image"]
        if alone and children[0].children:
            before.tag = after.tag = "figure"
            children[0].meta["figure"] = True


def slug(text: str) -> str:
    """An identifier of a heading, as pandoc makes them ("auto_identifiers").

    >>> slug("2. Results & methods, briefly")
    'results-methods-briefly'
    """
    kept = re.sub(r"[^\w\s.-]", "", text.lower())
    kept = re.sub(r"^[^a-z\u00c0-\uffff]+", "", kept)
    return re.sub(r"[\s-]+", "-", kept).strip("-") or "section"


def _slugs(tokens: Sequence[Token], held: Slotted) -> None:
    taken = {"refs"}
    for opened, inline in pairwise(tokens):
        if opened.type != "heading_open" or opened.attrGet("id"):
            continue
        words = [
            one.content for one in inline.children or [] if one.type in ("text", "code_inline")
        ]
        name = base = slug(held.plain("".join(words)))
        number = 0
        while name in taken:
            number += 1
            name = f"{base}-{number}"
        taken.add(name)
        opened.attrSet("id", name)
