"""EndNote's XML: its reference types and fields, style runs, records read and written."""
