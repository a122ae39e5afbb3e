"""The two ways in which Zotero's interfaces write an item as JSON.

The connector, import translators and exporters write the older one (`fieldMode`, tags as texts, notes
inside); the API, version 3, and `Zotero.Item.toJSON` the newer (`name`, tags as objects, notes as
items of their own). Source: seen in Zotero 10.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from bibkit.formats.zotero.items import Creator, ZoteroItem

__all__ = ["api_json", "connector_json", "creator_json", "of_api", "without_identifiers"]


def connector_json(item: ZoteroItem, id: str) -> dict[str, Any]:
    """An item as the connector takes it (`/connector/saveItems`) and a translator makes it.

    Args:
        id: what the items of one request are told apart by.

    >>> connector_json(ZoteroItem("book", {"title": "Soil"}, (Creator("author", "WHO"),)), "1")["creators"]
    [{'creatorType': 'author', 'lastName': 'WHO', 'fieldMode': 1}]
    """
    return {
        "id": id,
        "itemType": item.type,
        **item.fields,
        "creators": [
            {"creatorType": one.kind, "firstName": one.first, "lastName": one.last}
            if one.first
            else {"creatorType": one.kind, "lastName": one.last, "fieldMode": 1}
            for one in item.creators
        ],
        "tags": list(item.tags),
        "notes": [{"note": note} for note in item.notes],
        "attachments": [],
    }


def api_json(item: ZoteroItem) -> dict[str, Any]:
    """An item as the API takes it; its notes are items of their own there, and not in it.

    >>> api_json(ZoteroItem("book", {"title": "Soil"}, tags=("worms",)))["tags"]
    [{'tag': 'worms'}]
    """
    return {
        "itemType": item.type,
        **item.fields,
        "creators": [creator_json(one) for one in item.creators],
        "tags": [{"tag": tag} for tag in item.tags],
    }


def creator_json(one: Creator) -> dict[str, str]:
    """A creator as the API has it: in two parts, or under one name."""
    if one.first:
        return {"creatorType": one.kind, "firstName": one.first, "lastName": one.last}
    return {"creatorType": one.kind, "name": one.last}


# Of an item's data: what is no field, or said elsewhere.
_NO_FIELDS = frozenset("key version itemType creators tags collections relations".split())


def of_api(data: Mapping[str, Any]) -> ZoteroItem:
    """An item from the API's `data`, or from `toJSON()` of one inside Zotero.

    Args:
        data: any JSON object; what is not of the form of an item's is passed over.

    >>> of_api({"itemType": "book", "title": "Soil", "tags": [{"tag": "worms", "type": 1}]}).tags
    ('worms',)
    """
    fields = {
        name: value
        for name, value in data.items()
        if name not in _NO_FIELDS and isinstance(value, str) and value
    }
    return ZoteroItem(
        str(data.get("itemType", "document")),
        MappingProxyType(fields),
        tuple(one for raw in _objects(data.get("creators")) if (one := _creator(raw)).last),
        tuple(tag for raw in _objects(data.get("tags")) if (tag := _text(raw, "tag"))),
    )


def _creator(raw: Mapping[str, Any]) -> Creator:
    kind = _text(raw, "creatorType")
    if name := _text(raw, "name"):
        return Creator(kind, name)
    last, first = _text(raw, "lastName"), _text(raw, "firstName")
    return Creator(kind, last, first) if last else Creator(kind, first)


def _objects(value: object) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _text(raw: Mapping[str, Any], key: str) -> str:
    value = raw.get(key)
    return value if isinstance(value, str) else ""


#: Fields that Zotero has since 7.0.32, and their lines in `extra` before.
_SINCE_7_0_32 = {"PMID": "PMID", "PMCID": "PMCID", "citationKey": "Citation Key"}


def without_identifiers(item: ZoteroItem) -> ZoteroItem:
    """An item for a Zotero older than 7.0.32: PMID, PMCID and citation key in `extra`.

    >>> dict(without_identifiers(ZoteroItem("journalArticle", {"PMID": "1", "extra": "Mine"})).fields)
    {'extra': 'PMID: 1\\nMine'}
    """
    fields = {name: value for name, value in item.fields.items() if name not in _SINCE_7_0_32}
    lines = [
        f"{label}: {item.fields[name]}"
        for name, label in _SINCE_7_0_32.items()
        if name in item.fields
    ]
    extra = "\n".join([*lines, *filter(None, [fields.pop("extra", "")])])
    if extra:
        fields["extra"] = extra
    return dataclasses.replace(item, fields=MappingProxyType(fields))
