"""What a task starts from: the same numbers on every side, made from its seed.

It is sent to the interpreter of a framework with :mod:`registry.checking.harness`, and so imports
numpy only.
"""

import numpy

# Sizes around the blocks that vectorised kernels work in, a long one, and two with dimensions.
SHAPES = [(1,), (7,), (8,), (12,), (16,), (17,), (1000,), (3, 5), (2, 3, 2, 2)]
# Two blocks of eight and one more, and a long one: what most cases are about is no matter of shape.
# A third, where names matter: the three have one of each kind.
FEW = {"plain": [5, 6], "norm": [5, 6, 7]}
# The same numbers as matrices, by their place: tall, square, wide, and one that is long.
MATRICES = {2: (4, 2), 4: (4, 4), 6: (25, 40), 7: (3, 5)}
LATE = 20


def chosen(spec, arrays):
    """What takes part in a run of an array, or a gradient, for each of SHAPES."""
    if spec["shapes"] == "every":
        return arrays
    if spec["shapes"] == "matrices":
        return [as_matrix(arrays[place], shape) for place, shape in MATRICES.items()]
    return [arrays[place] for place in FEW[spec["names"]]]


def as_matrix(array, shape):
    """A pair of a name and an array has its array reshaped; no gradient stays none."""
    if isinstance(array, tuple):
        return array[0], array[1].reshape(shape)
    return None if array is None else array.reshape(shape)


def rounded(spec, array):
    """An array in the precision of the inputs; what is narrower than float32 is cast by the side.

    All numbers are drawn in float64, so that a run in float64 starts from what others round.
    """
    return array if spec["dtype"] == "float64" else array.astype(numpy.float32)


def parameters(spec):
    """Named arrays, standard normal, the same on every side for the same seed."""
    random = numpy.random.Generator(numpy.random.PCG64(spec["seed"]))
    named = []
    for place, shape in enumerate(SHAPES):
        kind = ("weight", "gamma", "beta")[place % 3] if spec["names"] == "norm" else "weight"
        named.append((f"layer{place}.{kind}", rounded(spec, random.standard_normal(shape))))
    return chosen(spec, named)


def gradients(spec):
    """For every step a list of arrays, one for each parameter; ``None`` is no gradient."""
    random = numpy.random.Generator(numpy.random.PCG64(spec["seed"] + 1))
    profile, steps = spec["gradients"], spec["steps"]
    for step in range(steps):
        scale = {
            "tiny": 1e-6,
            "huge": 1e6,
            "decaying": 0.9**step,
            "spiky": 1e4 if step % 25 == 24 else 1.0,
            "zero": 0.0 if step >= steps // 2 else 1.0,
        }.get(profile, 1.0)
        arrays = [rounded(spec, scale * random.standard_normal(shape)) for shape in SHAPES]
        if profile == "late" and step < LATE:
            arrays[::2] = [None] * len(arrays[::2])
        yield chosen(spec, arrays)


def shaped(values, shapes):
    """A flat array of all parameters as one array each."""
    ends = numpy.cumsum([numpy.prod(shape) for shape in shapes])
    return [part.reshape(shape) for part, shape in zip(numpy.split(values, ends), shapes)]


def convex(spec):
    """A smooth, strictly convex function of all parameters, with its gradients.

    The sum of ``a * (sqrt(1 + (x - b)**2) - 1)`` over all elements, with ``a`` in [0.5, 2) and
    standard normal ``b``; computed by numpy in float32, so that both sides see the same numbers.
    """
    random = numpy.random.Generator(numpy.random.PCG64(spec["seed"] + 2))
    weights = [random.uniform(0.5, 2.0, shape).astype(numpy.float32) for shape in SHAPES]
    minima = [random.standard_normal(shape).astype(numpy.float32) for shape in SHAPES]
    weights, minima = chosen(spec, weights), chosen(spec, minima)
    shapes = [each.shape for each in weights]

    def function(values):
        apart = [array - minimum for array, minimum in zip(shaped(values, shapes), minima)]
        roots = [numpy.sqrt(1 + each * each) for each in apart]
        loss = sum(float((a * (root - 1)).sum()) for a, root in zip(weights, roots))
        return loss, [a * each / root for a, each, root in zip(weights, apart, roots)]

    return function


def metrics(spec):
    """What is measured after each epoch, the same numbers on every side for the same seed."""
    random = numpy.random.Generator(numpy.random.PCG64(spec["seed"] + 3))
    epochs = numpy.arange(spec["epochs"])
    falling = numpy.cumprod(random.uniform(0.95, 0.99, len(epochs)))
    noise = random.uniform(-0.05, 0.05, len(epochs))
    profile = spec["metrics"]
    values = {
        "improving": falling,
        "plateau": falling[numpy.minimum(epochs, 20)],
        "worsening": 1 / falling,
        "crawling": 1 - 1e-9 * epochs,
    }.get(profile, 0.5 + 0.5 * falling + noise)
    if profile == "nan":
        values[epochs % 7 == 3] = numpy.nan
    return values.tolist()
