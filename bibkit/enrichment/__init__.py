"""References filled and completed from Crossref and PubMed, each value with its source."""

from bibkit.enrichment.ledger import Ledger, lock_path
from bibkit.enrichment.loop import SOURCES, Enriched, enrich

__all__ = ["SOURCES", "Enriched", "Ledger", "enrich", "lock_path"]
