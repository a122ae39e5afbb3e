"""Languages by tag (BCP 47), by the three letters of catalogues (ISO 639-2), and by name.

CSL takes a tag (`en`, `pt-BR`); MEDLINE and library catalogues say `eng`, reference managers
`English` or `Deutsch`. Source: ISO 639-1 and 639-2 (B before T), with all codes that NLM uses.
"""

from __future__ import annotations

import re

__all__ = ["language_tag", "medline_code"]

# A line a language: its tag, its codes (the first is MEDLINE's), then its names.
_LANGUAGES = """
    af afr | Afrikaans
    am amh | Amharic
    ar ara | Arabic | العربية
    az aze | Azerbaijani
    be bel | Belarusian
    bg bul | Bulgarian | български
    bn ben | Bengali
    bo tib bod | Tibetan
    br bre | Breton
    bs bos | Bosnian | bosanski
    ca cat | Catalan | català | Catalan; Valencian
    cs cze ces | Czech | čeština | česky
    cy wel cym | Welsh | Cymraeg
    da dan | Danish | dansk
    de ger deu | German | Deutsch
    el gre ell | Greek | Modern Greek | Greek, Modern | ελληνικά
    en eng | English
    eo epo | Esperanto
    es spa | Spanish | español | castellano | Spanish; Castilian
    et est | Estonian | eesti
    eu baq eus | Basque | euskara
    fa per fas | Persian | Farsi | فارسی
    fi fin | Finnish | suomi
    fo fao | Faroese
    fr fre fra | French | français
    ga gle | Irish | Gaeilge
    gd gla | Scottish Gaelic | Gaelic
    gl glg | Galician | galego
    gu guj | Gujarati
    he heb | Hebrew | עברית
    hi hin | Hindi | हिन्दी
    hr hrv scr | Croatian | hrvatski
    hu hun | Hungarian | magyar
    hy arm hye | Armenian
    id ind | Indonesian | Bahasa Indonesia
    is ice isl | Icelandic | íslenska
    it ita | Italian | italiano
    ja jpn | Japanese | 日本語
    ka geo kat | Georgian
    kk kaz | Kazakh
    km khm | Khmer
    kn kan | Kannada
    ko kor | Korean | 한국어
    ky kir | Kyrgyz
    la lat | Latin
    lb ltz | Luxembourgish
    lo lao | Lao
    lt lit | Lithuanian | lietuvių
    lv lav | Latvian | latviešu
    mi mao mri | Maori
    mk mac mkd | Macedonian
    ml mal | Malayalam
    mn mon | Mongolian
    mr mar | Marathi
    ms may msa | Malay
    mt mlt | Maltese
    mul mul | Multiple languages
    my bur mya | Burmese
    ne nep | Nepali
    nl dut nld | Dutch | Nederlands | Flemish | Dutch; Flemish
    nb nob | Norwegian Bokmål | Bokmål
    nn nno | Norwegian Nynorsk | Nynorsk
    no nor | Norwegian | norsk
    pa pan | Punjabi
    pl pol | Polish | polski
    ps pus | Pashto | Pushto
    pt por | Portuguese | português
    ro rum ron mol | Romanian | română | Moldavian
    ru rus | Russian | русский
    rw kin | Kinyarwanda
    sa san | Sanskrit
    si sin | Sinhala
    sk slo slk | Slovak | slovenčina
    sl slv | Slovenian | Slovene | slovenščina
    so som | Somali
    sq alb sqi | Albanian | shqip
    sr srp scc | Serbian | српски | srpski
    sv swe | Swedish | svenska
    sw swa | Swahili
    ta tam | Tamil
    te tel | Telugu
    th tha | Thai | ไทย
    tr tur | Turkish | Türkçe
    uk ukr | Ukrainian | українська
    ur urd | Urdu
    uz uzb | Uzbek
    vi vie | Vietnamese | Tiếng Việt
    zh chi zho | Chinese | 中文 | Mandarin
    zu zul | Zulu
"""

_TAGS: dict[str, str] = {}
_CODES: dict[str, str] = {}
for _line in _LANGUAGES.strip().splitlines():
    _codes, *_names = (part.strip() for part in _line.split("|"))
    _tag, *_three = _codes.split()
    _CODES[_tag] = _three[0]
    _TAGS |= dict.fromkeys((_tag, *_three, *(name.casefold() for name in _names)), _tag)

# language ["-" script] ["-" region], the subtags that references have.
_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?", re.I | re.A)


def language_tag(text: str) -> str | None:
    """The BCP 47 tag of a language, from a tag, a code of three letters or a name; None for others.

    >>> language_tag("eng"), language_tag("Deutsch"), language_tag("pt_br"), language_tag("Latin1")
    ('en', 'de', 'pt-BR', None)
    """
    bare = text.strip()
    known = _TAGS.get(bare.casefold())
    if known:
        return known
    match = _TAG.fullmatch(bare)
    language = _TAGS.get(match[1].lower()) if match else None
    if match is None or language is None:
        return None
    script, region = match[2] or "", match[3] or ""
    return "-".join(filter(None, (language, script.title(), region.upper())))


def medline_code(tag: str) -> str | None:
    """The three letters that MEDLINE has for a tag's language; None for one that is not known.

    >>> medline_code("de-AT"), medline_code("tlh")
    ('ger', None)
    """
    known = language_tag(tag)
    return _CODES[known.partition("-")[0]] if known else None
