"""Shipment lists answered as a whole: partitions, workers, a manifest to resume from."""
