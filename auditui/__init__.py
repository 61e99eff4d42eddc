"""auditui: a terminal explorer for audit logs."""

__version__ = "0.1.0"
