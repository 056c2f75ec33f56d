"""Solvers: exact routes by label search, and independent OR-Tools models of the same graph."""
