"""bibkit: reference lists to records one can trust, in any format and citation style.

>>> import bibkit
>>> batch = bibkit.read("1. Mathis S. A view of things. Chest. 2017;12:181-4.")
>>> print(bibkit.write(batch, "bibtex").splitlines()[0])
@article{mathis2017view,
>>> print(bibkit.format(batch, "vancouver"), end="")
1. Mathis S. A view of things. Chest. 2017;12:181–4.

Names are loaded when they are first used, so `import bibkit` costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bibkit.api import (
        bibliography,
        edit,
        explain,
        explained,
        find_style,
        format,
        format_of,
        is_written,
        list_formats,
        outputs,
        read,
        read_file,
        read_references,
        search_styles,
        sniff,
        write,
    )
    from bibkit.errors import BibkitError
    from bibkit.model import Batch, Date, Evidence, Name, Part, Problem, Reference, Severity, Span
    from bibkit.online import (
        Enriched,
        Finding,
        Ledger,
        Services,
        Settings,
        check,
        enrich,
        fetch,
        load_settings,
        references,
        whole_list,
    )

__all__ = [
    "Batch",
    "BibkitError",
    "Date",
    "Enriched",
    "Evidence",
    "Finding",
    "Ledger",
    "Name",
    "Part",
    "Problem",
    "Reference",
    "Services",
    "Settings",
    "Severity",
    "Span",
    "bibliography",
    "check",
    "edit",
    "enrich",
    "explain",
    "explained",
    "fetch",
    "find_style",
    "format",
    "format_of",
    "is_written",
    "list_formats",
    "load_settings",
    "outputs",
    "read",
    "read_file",
    "read_references",
    "references",
    "search_styles",
    "sniff",
    "whole_list",
    "write",
]

__version__ = "0.1.0"

_MODULE_OF = {
    "BibkitError": "errors",
    "Batch": "model",
    "Date": "model",
    "Evidence": "model",
    "Name": "model",
    "Part": "model",
    "Problem": "model",
    "Reference": "model",
    "Severity": "model",
    "Span": "model",
    **dict.fromkeys(
        (
            "Enriched",
            "Finding",
            "Ledger",
            "Services",
            "Settings",
            "check",
            "enrich",
            "fetch",
            "load_settings",
            "references",
            "whole_list",
        ),
        "online",
    ),
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'bibkit' has no attribute '{name}'")
    import importlib

    module = importlib.import_module(f"bibkit.{_MODULE_OF.get(name, 'api')}")
    value = getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
