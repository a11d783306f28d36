"""Plays scenarios on the workers of a Dask cluster."""
