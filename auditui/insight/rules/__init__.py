"""The rules, one idea per file; `auditui.insight.rules.table` lists them."""
