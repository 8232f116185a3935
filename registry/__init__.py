"""What an optimizer or learning-rate schedule corresponds to in another framework, with proof."""

__version__ = "0.1.0"
