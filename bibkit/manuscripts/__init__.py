"""Manuscripts: a text with citation keys to a text with citations and a bibliography."""
