"""From facts to a graph: infrastructure, hauls, crossings, terminals, prices, names."""
