"""Zotero as a place to read from and write to: its connector, its API, its plugin and translator."""
