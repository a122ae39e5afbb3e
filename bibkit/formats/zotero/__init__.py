"""Zotero's item types and fields, for writing its RDF."""
