"""Scans and photos of printed sheets.

Nothing else needs OpenCV, numpy and zxing-cpp, which come as the extra `scan`.
"""
