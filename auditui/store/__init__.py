"""Keeps events and answers queries. Nothing else opens a database."""
