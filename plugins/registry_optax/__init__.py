"""What PyTorch's optimizers and schedules are in optax, and back."""
