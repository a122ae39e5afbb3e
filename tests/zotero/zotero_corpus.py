"""References of every type, and what Zotero 10 must hold when they have come in by any door.

Each case is a reference and the item that it must become: fields by Zotero's names, creators as (type,
last, first), tags, notes and the lines of Extra. What a door has no way for is taken away from the
expectation by `without`, so that the table itself is of what is right.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

from bibkit import Date, Name, Reference

__all__ = ["CASES", "Case", "Held"]

CreatorRow = tuple[str, str, str]


@dataclass(frozen=True)
class Held:
    """An item as Zotero holds it; Extra by lines, without the fields that it was moved into."""

    type: str
    fields: dict[str, str]
    creators: list[CreatorRow]
    tags: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    def without(self, *names: str) -> Held:
        """Without fields, or `tags`, `notes`."""
        return dataclasses.replace(
            self,
            fields={name: value for name, value in self.fields.items() if name not in names},
            tags=[] if "tags" in names else self.tags,
            notes=[] if "notes" in names else self.notes,
        )


@dataclass(frozen=True)
class Case:
    reference: Reference
    held: Held


def _case(
    id: str,
    type: str,
    fields: dict[str, object],
    held: Held,
    extra: dict[str, object] | None = None,
) -> Case:
    return Case(Reference(id, type, fields, extra or {}), held)  # type: ignore[arg-type]


_VAN_DER_BERG = Name("Berg", "John A.", non_dropping_particle="van der", suffix="Jr.")
_WHO = Name(literal="World Health Organization")
_CHIO = Name("Chiò", "Adriano")

CASES = (
    _case(
        "berg2020", "article-journal",
        {
            "author": (_VAN_DER_BERG, _CHIO, Name(literal="ALS Research Consortium")),
            "title": "Loss of <i>SOD1</i> and H<sub>2</sub>O & more: a 5 % cohort",
            "container-title": "Journal of Neurology & Soil", "container-title-short": "J Neurol Soil", "issued": Date(2020, 3, 5),
            "volume": "12", "issue": "3 Suppl 1", "page": "e101-e109", "DOI": "10.1000/soil_2020(1)", "PMID": "32123456", "PMCID": "PMC7123456",
            "ISSN": "1234-5679", "language": "en", "URL": "https://example.org/soil?a=1&b=2", "abstract": "Aims: to see.\nResults: seen.",
            "keyword": "soil; worms & roots", "annote": "Read twice.", "note": "Signed copy",
        },
        Held(
            "journalArticle",
            {
                "title": "Loss of <i>SOD1</i> and H<sub>2</sub>O & more: a 5 % cohort", "publicationTitle": "Journal of Neurology & Soil",
                "journalAbbreviation": "J Neurol Soil", "date": "2020-03-05", "volume": "12", "issue": "3 Suppl 1", "pages": "e101-e109",
                "DOI": "10.1000/soil_2020(1)", "PMID": "32123456", "PMCID": "PMC7123456", "ISSN": "1234-5679", "language": "en",
                "url": "https://example.org/soil?a=1&b=2", "abstractNote": "Aims: to see.\nResults: seen.", "citationKey": "berg2020",
            },
            [("author", "van der Berg", "John A., Jr."), ("author", "Chiò", "Adriano"), ("author", "ALS Research Consortium", "")],
            ["soil", "worms & roots"], ["<p>Read twice.</p>"], ["Signed copy"],
        ),
    ),
    _case(
        "hardiman2017", "article-journal",
        {
            "author": (Name("Hardiman", "O."), Name("al-Chalabi", "A.")), "title": "Amyotrophic lateral sclerosis",
            "container-title": "Nat Rev Dis Primers", "issued": Date(2017), "volume": 3, "page": "17085",
        },
        Held(
            "journalArticle",
            {"title": "Amyotrophic lateral sclerosis", "publicationTitle": "Nat Rev Dis Primers", "date": "2017", "volume": "3", "pages": "17085",
             "citationKey": "hardiman2017"},
            [("author", "Hardiman", "O."), ("author", "al-Chalabi", "A.")],  # an "et al." is nobody
        ),
        {"custom": {"author-et-al": True}},
    ),
    _case(
        "doe1999", "book",
        {
            "author": (Name("Doe", "Jane"),), "editor": (_CHIO,), "title": "Soil", "edition": "2nd", "publisher": "Worm & Sons", "publisher-place": "Oslo",
            "issued": Date(1999), "ISBN": "978-0-12-409547-2", "number-of-pages": "312", "collection-title": "Earth", "collection-number": "7",
            "DOI": "10.1000/book", "volume": "2",
        },
        Held(
            "book",
            {"title": "Soil", "edition": "2nd", "publisher": "Worm & Sons", "place": "Oslo", "date": "1999", "ISBN": "978-0-12-409547-2",
             "numPages": "312", "series": "Earth", "seriesNumber": "7", "DOI": "10.1000/book", "volume": "2", "citationKey": "doe1999"},
            [("author", "Doe", "Jane"), ("editor", "Chiò", "Adriano")],
        ),
    ),
    _case(
        "roe2001", "chapter",
        {
            "author": (Name("Roe", "R.", suffix="III"),), "editor": (Name("Doe", "Jane"), Name(literal="Soil Society")), "title": "On worms",
            "container-title": "Handbook of Soil", "page": "33-41", "publisher": "Worm", "publisher-place": "Oslo", "issued": Date(2001),
            "PMID": "20301623", "PMCID": "PMC1450",
        },
        Held(
            "bookSection",
            {"title": "On worms", "bookTitle": "Handbook of Soil", "pages": "33-41", "publisher": "Worm", "place": "Oslo", "date": "2001",
             "citationKey": "roe2001"},
            [("author", "Roe", "R., III"), ("editor", "Doe", "Jane"), ("editor", "Soil Society", "")],
            extra=["PMID: 20301623", "PMCID: PMC1450"],  # a chapter has no field for them
        ),
    ),
    _case(
        "lee2015", "thesis",
        {"author": (Name("Lee", "Ann"),), "title": "Rivers", "genre": "PhD thesis", "publisher": "Ghent University", "publisher-place": "Ghent", "issued": Date(2015, 6)},
        Held(
            "thesis",
            {"title": "Rivers", "thesisType": "PhD thesis", "university": "Ghent University", "place": "Ghent", "date": "2015-06", "citationKey": "lee2015"},
            [("author", "Lee", "Ann")],
        ),
    ),
    _case(
        "who2018", "report",
        {"author": (_WHO,), "title": "Worms of the world", "genre": "Technical Report", "number": "12/3", "publisher": "WHO", "publisher-place": "Geneva",
         "issued": Date(2018), "URL": "https://example.org/report", "accessed": Date(2019, 1, 2)},
        Held(
            "report",
            {"title": "Worms of the world", "reportType": "Technical Report", "reportNumber": "12/3", "institution": "WHO", "place": "Geneva", "date": "2018",
             "url": "https://example.org/report", "accessDate": "2019-01-02", "citationKey": "who2018"},
            [("author", "World Health Organization", "")],
        ),
    ),
    _case(
        "chio2021", "article",
        {"author": (_CHIO,), "title": "A preprint on β-soil", "publisher": "bioRxiv", "genre": "preprint", "number": "2021.01.02.425", "issued": Date(2021, 1, 2),
         "DOI": "10.1101/2021.01.02.425", "URL": "https://example.org/pre"},
        Held(
            "preprint",
            {"title": "A preprint on β-soil", "repository": "bioRxiv", "genre": "preprint", "archiveID": "2021.01.02.425", "date": "2021-01-02",
             "DOI": "10.1101/2021.01.02.425", "url": "https://example.org/pre", "citationKey": "chio2021"},
            [("author", "Chiò", "Adriano")],
        ),
    ),
    _case(
        "wu2020",
        "article",
        {
            "author": (Name("Wu", "F."),),
            "title": "A preprint in a list",
            "container-title": "bioRxiv",  # as a list prints it
            "issued": Date(2020, 1),
            "PMID": "32511374",
        },
        Held(
            "preprint",
            {
                "title": "A preprint in a list",
                "repository": "bioRxiv",
                "date": "2020-01",
                "citationKey": "wu2020",
            },
            [("author", "Wu", "F.")],
            extra=["PMID: 32511374"],
        ),
    ),
    _case(
        "cdc2022", "webpage",
        {"author": (Name(literal="Centers for Disease Control and Prevention"),), "title": "About soil", "container-title": "CDC", "issued": Date(2022, 5, 6),
         "URL": "https://example.org/~soil/a_b#c", "accessed": Date(2022, 7, 8)},
        Held(
            "webpage",
            {"title": "About soil", "websiteTitle": "CDC", "date": "2022-05-06", "url": "https://example.org/~soil/a_b#c", "accessDate": "2022-07-08", "citationKey": "cdc2022"},
            [("author", "Centers for Disease Control and Prevention", "")],
        ),
    ),
    _case(
        "data2020", "dataset",
        {"author": (Name("Doe", "Jane"),), "title": "Data of soil", "publisher": "Zenodo", "version": "1.2", "issued": Date(2020), "DOI": "10.5281/zenodo.1"},
        Held(
            "dataset",
            {"title": "Data of soil", "repository": "Zenodo", "versionNumber": "1.2", "date": "2020", "DOI": "10.5281/zenodo.1", "citationKey": "data2020"},
            [("author", "Doe", "Jane")],
        ),
    ),
    _case(
        "r2023", "software",
        {"author": (Name(literal="R Core Team"),), "title": "R: a language", "version": "4.3.1", "publisher": "R Foundation", "publisher-place": "Vienna",
         "issued": Date(2023), "URL": "https://example.org/r"},
        Held(
            "computerProgram",
            {"title": "R: a language", "versionNumber": "4.3.1", "company": "R Foundation", "place": "Vienna", "date": "2023", "url": "https://example.org/r",
             "citationKey": "r2023"},
            [("programmer", "R Core Team", "")],
        ),
    ),
    _case(
        "kim2010", "paper-conference",
        {"author": (Name("Kim", "S.-H."),), "editor": (Name("Doe", "Jane"),), "title": "A talk", "container-title": "Proceedings of Soil 2010", "event-title": "Soil 2010",
         "page": "1-9", "publisher": "ACM", "publisher-place": "New York", "issued": Date(2010, 10), "DOI": "10.1145/1.2", "ISBN": "978-0-12-409547-2"},
        Held(
            "conferencePaper",
            {"title": "A talk", "proceedingsTitle": "Proceedings of Soil 2010", "conferenceName": "Soil 2010", "pages": "1-9", "publisher": "ACM", "place": "New York",
             "date": "2010-10", "DOI": "10.1145/1.2", "ISBN": "978-0-12-409547-2", "citationKey": "kim2010"},
            [("author", "Kim", "S.-H."), ("editor", "Doe", "Jane")],
        ),
    ),
    _case(
        "wheel2001", "patent",
        {"author": (Name("Cooper", "R."),), "title": "Wheel", "number": "US 6,123,456 B1", "issued": Date(2001, 2, 3), "publisher-place": "US"},
        Held(
            "patent",
            {"title": "Wheel", "patentNumber": "US 6,123,456 B1", "issueDate": "2001-02-03", "place": "US", "citationKey": "wheel2001"},
            [("inventor", "Cooper", "R.")],
        ),
    ),
    _case(
        "iso2020", "standard",
        {"author": (Name(literal="ISO"),), "title": "Worm counts", "number": "ISO 1", "publisher": "ISO", "publisher-place": "Geneva", "issued": Date(2020)},
        Held(
            "standard",
            {"title": "Worm counts", "number": "ISO 1", "publisher": "ISO", "place": "Geneva", "date": "2020", "citationKey": "iso2020"},
            [("author", "ISO", "")],
        ),
    ),
    _case(
        "news2019", "article-newspaper",
        {"author": (Name("Poe", "E."),), "title": "Soil is news", "container-title": "The Times", "issued": Date(2019, 12, 31), "page": "A1", "ISSN": "0140-0460"},
        Held(
            "newspaperArticle",
            {"title": "Soil is news", "publicationTitle": "The Times", "date": "2019-12-31", "pages": "A1", "ISSN": "0140-0460", "citationKey": "news2019"},
            [("author", "Poe", "E.")],
        ),
    ),
    _case(
        "ed2004", "thesis",
        {"author": (Name("Lee", "Ann"),), "editor": (Name("Doe", "Jane"),), "title": "A thesis with an editor", "publisher": "Ghent University", "issued": Date(2004)},
        Held(
            "thesis",
            {"title": "A thesis with an editor", "university": "Ghent University", "date": "2004", "citationKey": "ed2004"},
            [("author", "Lee", "Ann")],  # Zotero's importer would make her an author
            extra=["editor: Doe || Jane"],
        ),
    ),
)  # fmt: skip
