"""Measurements, not installed."""
