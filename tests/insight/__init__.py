"""Findings and reports."""
