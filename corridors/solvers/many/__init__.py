"""Many shipments at once: every tonnage priced by the same candidates, exactly.

`engine` answers frames of shipments; `candidates` finds the routes that are best for some
tonnage; `profile`, `linear` and `ends` put the moves of a cargo into arrays, with money as a
linear form of tonnes and vehicles; `kernel` searches and prices them, compiled.
"""
