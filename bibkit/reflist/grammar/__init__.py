"""One reference by rules: its forms, and what each part of it looks like."""
