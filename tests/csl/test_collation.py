from __future__ import annotations

import pytest

from bibkit.csl.collation import collation_key
from bibkit.csl.marks import close_mark, open_mark
from bibkit.csl.nodes import Style

LINES = {
    "en-US": "9 lives|10 lives|Abel|Ärzte|Bell|DeVries|de Vries Jr|Łuk|Lukas|McAdam|Ødegaard|Oz|Zola",
    "de-DE": "Ärzte|Arzul|Muller|Müller A|Strasse|Straße B|Zorn",
    "sv-SE": "Zorn|Åkesson|Ärzte|Öberg",
    "fi": "Zorn|Åkesson|Ärzte|Öberg",
    "da-DK": "Zorn|Ærø|Ødegaard|Ågård|Aarhus",
    "nb-NO": "Zorn|Ærø|Ødegaard|Ågård|Aarhus",
    "es-ES": "Nuz|Ñandú|Oca",
    "cs-CZ": "Cyr|Čapek|Hus|Chyba|Ibl|Sýkora|Šimek|Zorn|Žák",
    "sk-SK": "Cyr|Čapek|Hus|Chyba|Ibl|Oz|Ôsmy|Pan",
    "pl-PL": "Lutz|Łuk|Mann|Zych|Źdźbło|Żak",
    "hu-HU": "Cukor|Csab|Dal|Oz|Ökör|Őz|Sí|Szabó|Tal|Zola|Zsák",
    "hr-HR": "Cvek|Čavić|Ćosić|Dvor|Džep|Đak|Luk|Ljubić|Mar|Nuk|Njegoš|Oz",
    "tr-TR": "Cuma|Çelik|Gür|Ğ|Hız|Irmak|İnan|Şen|Tan",
    "et-EE": "Saar|Šank|Zorn|Tamm|Vaher|Õun|Äär|Öpik|Üle|Xu",
    "lt-LT": "Cvirka|Čepas|Ina|Ysas|Ivan|Sus|Šatas",
    "lv-LV": "Cuna|Čaks|Gull|Ģirt|Kull|Ķirs|Zorn|Žagars",
    "ru-RU": "Баев|Ежов|Ёлкин|Жук|Ильин|Йодко|Юдин|Abel",
    "el-GR": "Άγρας|Βλάχος|Σώμος|Ωνάσης|Abel",
}


@pytest.mark.parametrize("locale", LINES)
def test_names_stand_in_the_order_of_the_locale(locale: str) -> None:
    names = LINES[locale].split("|")
    backwards = names[::-1]
    assert sorted(backwards, key=lambda name: collation_key(name, locale)) == names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller", "MULLER"),
        ("de la Cruz", "Delacruz"),
        ("[Anon]", "“anon”"),
        ("O’Brien", "O'Brien"),
        ("Æther", "Aether"),
        ("Ａｄａ", "ada"),
        ("007", "7"),
        ("e\u0301te\u0301", "été"),
        (f"{open_mark(Style.ITALIC)}Cell{close_mark(Style.ITALIC)}", "Cell"),
    ],
)
def test_case_accents_blanks_and_punctuation_count_for_nothing(one: str, other: str) -> None:
    assert collation_key(one, "en-US") == collation_key(other, "en-US")


def test_scripts_follow_each_other() -> None:
    words = ["$", "3", "zoo", "ωμέγα", "яма", "ა", "ա", "אב", "اب", "가", "あ", "一"]
    backwards = words[::-1]
    assert sorted(backwards, key=collation_key) == words


def test_hungarian_pairs_may_be_doubled() -> None:
    assert collation_key("hosszú", "hu") == collation_key("hoszszú", "hu")
    assert collation_key("briddzs", "hu") == collation_key("bridzsdzs", "hu")


@pytest.mark.parametrize("locale", ["", "x", "en", "en_GB", "zz-ZZ", "sr-Latn-RS"])
def test_any_tag_gives_a_key(locale: str) -> None:
    assert collation_key("Ada", locale) < collation_key("Bob", locale)
