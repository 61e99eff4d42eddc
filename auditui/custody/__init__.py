"""Who may look, who did look, what is proven, what is kept."""
