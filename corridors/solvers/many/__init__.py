"""Many shipments at once: every tonnage priced by the same candidates, exactly.

`engine` answers frames of shipments; `question` finds the routes that are best for some
tonnage; `profile`, `linear` and `ends` put the moves of a cargo into arrays, with money as a
linear form of tonnes and vehicles; `kernel` searches them, compiled, and `choice` picks the
best of what was found.
"""
