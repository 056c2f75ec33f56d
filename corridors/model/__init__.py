"""The words of the domain as frozen objects: pure Python, no third-party import."""
