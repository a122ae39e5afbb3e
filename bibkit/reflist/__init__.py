"""A reference list as text: page furniture, items, fields."""

from bibkit.reflist.html import read_html
from bibkit.reflist.reader import read_list
from bibkit.reflist.reference import parse_reference

__all__ = ["parse_reference", "read_html", "read_list"]
