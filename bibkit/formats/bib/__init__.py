"""What BibTeX and BibLaTeX share: splitting, LaTeX, names, one mapping table, writing."""
