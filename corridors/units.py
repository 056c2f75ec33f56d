"""Scaling between the floats of the model and the integers of the solvers.

Solvers add integers, so that sums do not depend on their order, ties are exact, and the
label search and the OR-Tools model can be compared to the last unit. Arcs are rounded up,
so that no lower bound of a sum of floats exceeds the sum of integers: over 30 arcs that
adds less than a third of a cent and eleven seconds.
"""

import math

HOURS_PER_DAY = 24.0
HOURS_PER_YEAR = 8760.0
USD_SCALE = 10_000
"""Solver units per dollar (a hundredth of a cent)."""
HOUR_SCALE = 10_000
"""Solver units per hour (0.36 s)."""
CO2_SCALE = 1_000
"""Solver units per kilogram of CO2e (a gram)."""
NOISE = 1e-6
"""Float noise, in solver units, that does not round an exact figure up."""
GRAMS_PER_KG = 1_000.0
KG_PER_TONNE = 1_000.0


def usd_units(usd: float) -> int:
    """Dollars in solver units."""
    return math.ceil(usd * USD_SCALE - NOISE)


def hour_units(hours: float) -> int:
    """Hours in solver units."""
    return math.ceil(hours * HOUR_SCALE - NOISE)


def co2_units(kg: float) -> int:
    """Kilograms of CO2e in solver units."""
    return math.ceil(kg * CO2_SCALE - NOISE)
