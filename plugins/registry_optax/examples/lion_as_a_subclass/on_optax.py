import jax
import jax.numpy as jnp
import optax


def example():
    optimizer = optax.lion(0.01, b1=0.9, b2=0.99, weight_decay=0.1)
    parameters = {"weight": jnp.array([1.0, -2.0, 3.0])}
    state = optimizer.init(parameters)

    def loss(parameters, inputs):
        return jnp.sum((parameters["weight"] * inputs - 1.0) ** 2)

    for step in range(30):
        gradients = jax.grad(loss)(parameters, 1.0 + 0.1 * step)
        updates, state = optimizer.update(gradients, state, parameters)
        parameters = optax.apply_updates(parameters, updates)
        yield parameters["weight"]
