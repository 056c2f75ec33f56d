"""Files out: JSON, CSV, GeoJSON, all written whole or not at all."""
