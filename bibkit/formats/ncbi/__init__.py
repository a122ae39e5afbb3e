"""What the formats of NCBI share: `nbib`, `pubmed` and `pubmed-csv` say the same things in three ways."""
