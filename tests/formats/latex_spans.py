"""Mark-up that the tests of LaTeX share."""

from __future__ import annotations

CAPS = '<span style="font-variant:small-caps;">'
NO_CASE = '<span class="nocase">'
