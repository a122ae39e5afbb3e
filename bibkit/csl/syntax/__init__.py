"""Styles and locales as typed, frozen trees: parsing never runs, running never parses."""
