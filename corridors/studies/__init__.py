"""Studies: many shipments under many changes of the facts, as tables that can be drawn."""
