"""The server on this computer: bibkit's JSON API for Zotero's plugin.

`guard` (who may ask) → `app` (the addresses) → `parse`, and `jobs` for what asks services;
`server` listens, on loopback only.
"""
