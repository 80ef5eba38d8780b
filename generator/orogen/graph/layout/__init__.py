"""Where each part of the picture stands, in whole pixels: a Picture becomes a Drawing, which svg.py only writes out."""
