"""Languages as LaTeX names them (`langid`: babel and polyglossia) and as tags (BCP 47).

Source: babel's manual, section 1.27 (languages and their options); the region is that of CSL's locale
where babel's name implies one.
"""

from __future__ import annotations

__all__ = ["language_fields", "tag_of"]

# babel's name to tag; of several names for a tag the first is written.
_TAGS = {
    "american": "en-US", "english": "en-US", "usenglish": "en-US", "british": "en-GB", "ukenglish": "en-GB",
    "australian": "en-AU", "canadian": "en-CA", "newzealand": "en-NZ",
    "ngerman": "de-DE", "german": "de-DE", "austrian": "de-AT", "naustrian": "de-AT", "nswissgerman": "de-CH",
    "swissgerman": "de-CH", "french": "fr-FR", "francais": "fr-FR", "acadian": "fr-CA", "canadien": "fr-CA",
    "spanish": "es-ES", "mexican": "es-MX", "italian": "it-IT", "portuguese": "pt-PT", "portuges": "pt-PT",
    "brazilian": "pt-BR", "brazil": "pt-BR", "dutch": "nl-NL", "swedish": "sv-SE", "danish": "da-DK",
    "norwegian": "nb-NO", "norsk": "nb-NO", "nynorsk": "nn-NO", "finnish": "fi-FI", "icelandic": "is-IS",
    "polish": "pl-PL", "czech": "cs-CZ", "slovak": "sk-SK", "slovene": "sl-SI", "slovenian": "sl-SI",
    "croatian": "hr-HR", "serbian": "sr-RS", "hungarian": "hu-HU", "magyar": "hu-HU", "romanian": "ro-RO",
    "bulgarian": "bg-BG", "russian": "ru-RU", "ukrainian": "uk-UA", "greek": "el-GR", "turkish": "tr-TR",
    "estonian": "et-EE", "latvian": "lv-LV", "lithuanian": "lt-LT", "catalan": "ca-AD", "basque": "eu",
    "galician": "gl-ES", "hebrew": "he-IL", "arabic": "ar", "persian": "fa-IR", "farsi": "fa-IR", "thai": "th-TH",
    "vietnamese": "vi-VN", "japanese": "ja-JP", "chinese": "zh-CN", "korean": "ko-KR", "latin": "la",
    "afrikaans": "af-ZA", "esperanto": "eo", "indonesian": "id", "malay": "ms", "welsh": "cy", "irish": "ga",
    "scottish": "gd", "breton": "br", "occitan": "oc", "hindi": "hi", "bengali": "bn", "tamil": "ta",
}  # fmt: skip
# Tag (and primary tag) to the name that is written.
_NAMES: dict[str, str] = {}
for _name, _tag in _TAGS.items():
    _NAMES.setdefault(_tag.lower(), _name)
    _NAMES.setdefault(_tag.partition("-")[0], _name)
_NAMES |= {"en": "english", "no": "norwegian", "nb": "norwegian", "zh": "chinese"}


def tag_of(name: str) -> str:
    """The tag of a language that LaTeX names; any other text as it is.

    >>> tag_of("ngerman"), tag_of("langenglish"), tag_of("en")
    ('de-DE', 'en-US', 'en')
    """
    low = name.strip().lower()
    return _TAGS.get(low) or _TAGS.get(low.removeprefix("lang")) or name.strip()


def language_fields(language: str) -> list[tuple[str, str]]:
    """The fields that say a language, so that LaTeX knows it and it is read back as it is.

    `langid` is babel's name; where that says another tag, `csl-language`, which LaTeX passes over,
    holds the exact one. What is no tag is a text for the reader: `language`.

    >>> language_fields("de-DE"), language_fields("en"), language_fields("Deutsch")
    ([('langid', 'ngerman')], [('langid', 'english'), ('csl-language', 'en')], [('language', 'Deutsch')])
    """
    low = language.strip().lower()
    name = _NAMES.get(low) or (_NAMES.get(low.partition("-")[0]) if "-" in low else None)
    if name is None:
        return [("language", language)]
    rows = [("langid", name)]
    return rows if _TAGS[name] == language else [*rows, ("csl-language", language)]
