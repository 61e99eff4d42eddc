"""Sheets of paper: text with fonts, pages, tables. Nothing here knows what an event is."""
