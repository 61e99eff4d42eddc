"""Full screens and windows."""
