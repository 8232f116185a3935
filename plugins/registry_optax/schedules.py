"""Schedules of PyTorch as those of optax, without importing either framework."""

from __future__ import annotations

from registry.mapping.translate import Converter

BY_NAME: dict[str, Converter] = {}
