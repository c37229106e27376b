"""Measurements on this machine, beside a floor and peers, as ratios (`make bench`)."""
