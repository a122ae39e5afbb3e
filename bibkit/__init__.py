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
        convert,
        dedupe,
        edit,
        explain,
        explained,
        format_named,
        format_of,
        is_written,
        left_behind,
        list_formats,
        losses,
        read,
        read_file,
        read_references,
        rearrange,
        records,
        rekey,
        sniff,
        sort,
        write,
    )
    from bibkit.conversion import Converted
    from bibkit.csl.engine import Bibliography, Citation, Cite, Cluster, Document
    from bibkit.csl.library import Style
    from bibkit.csl.preview import Preview
    from bibkit.csl.processor import Change, Processor
    from bibkit.enrichment.dedupe import Deduped, Merge
    from bibkit.errors import BibkitError
    from bibkit.formatting import (
        add_style,
        bibliography,
        cite,
        document,
        engines,
        find_style,
        format,
        html_page,
        in_notes,
        is_text,
        output_of,
        outputs,
        preview,
        processor,
        read_clusters,
        search_styles,
        style_examples,
    )
    from bibkit.journals import with_journals
    from bibkit.keypatterns import Rekeyed
    from bibkit.manuscripts.cite import Cited
    from bibkit.manuscripts.keys import UnknownKeys
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
    "Bibliography",
    "Change",
    "Citation",
    "Cite",
    "Cited",
    "Cluster",
    "Converted",
    "Date",
    "Deduped",
    "Document",
    "Enriched",
    "Evidence",
    "Finding",
    "Ledger",
    "Merge",
    "Name",
    "Part",
    "Preview",
    "Problem",
    "Processor",
    "Reference",
    "Rekeyed",
    "Services",
    "Settings",
    "Severity",
    "Span",
    "Style",
    "UnknownKeys",
    "add_style",
    "bibliography",
    "check",
    "cite",
    "convert",
    "dedupe",
    "document",
    "edit",
    "engines",
    "enrich",
    "explain",
    "explained",
    "fetch",
    "find_style",
    "format",
    "format_named",
    "format_of",
    "html_page",
    "in_notes",
    "is_text",
    "is_written",
    "left_behind",
    "list_formats",
    "load_settings",
    "losses",
    "output_of",
    "outputs",
    "preview",
    "processor",
    "read",
    "read_clusters",
    "read_file",
    "read_references",
    "rearrange",
    "records",
    "references",
    "rekey",
    "search_styles",
    "sniff",
    "sort",
    "style_examples",
    "whole_list",
    "with_journals",
    "write",
]

__version__ = "0.1.0"

_MODULE_OF = {
    "BibkitError": "errors",
    "Cited": "manuscripts.cite",
    "UnknownKeys": "manuscripts.keys",
    "Converted": "conversion",
    "Bibliography": "csl.engine",
    "Citation": "csl.engine",
    "Cite": "csl.engine",
    "Cluster": "csl.engine",
    "Document": "csl.engine",
    "Change": "csl.processor",
    "Processor": "csl.processor",
    "Style": "csl.library",
    "Preview": "csl.preview",
    "Deduped": "enrichment.dedupe",
    "Merge": "enrichment.dedupe",
    "Rekeyed": "keypatterns",
    "with_journals": "journals",
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
    **dict.fromkeys(
        (
            "add_style",
            "bibliography",
            "cite",
            "document",
            "engines",
            "find_style",
            "format",
            "html_page",
            "in_notes",
            "is_text",
            "output_of",
            "outputs",
            "preview",
            "processor",
            "read_clusters",
            "search_styles",
            "style_examples",
        ),
        "formatting",
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
