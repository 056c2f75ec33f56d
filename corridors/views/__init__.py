"""Results turned into pictures: routes into the plain tables that `maps` draws."""
