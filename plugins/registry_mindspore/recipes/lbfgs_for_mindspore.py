"""L-BFGS over MindSpore parameters, with the arguments and the steps of torch.optim.LBFGS.

The two-loop recursion of Nocedal and Wright, Numerical Optimization (2006), algorithm 7.4, with a
fixed rate in place of a line search. Copy this class into your project:

    optimizer = LBFGS(net.trainable_params())
    evaluate = mindspore.value_and_grad(loss, None, mindspore.ParameterTuple(optimizer.parameters))
    optimizer.step(evaluate)
"""

import mindspore
import numpy


class LBFGS:
    """A step makes up to ``max_iter`` iterations; its closure gives the loss and the gradients."""

    def __init__(
        self,
        params,
        lr=1,
        max_iter=20,
        max_eval=None,
        tolerance_grad=1e-7,
        tolerance_change=1e-9,
        history_size=100,
        line_search_fn=None,
    ):
        if line_search_fn is not None:
            raise ValueError("there is no line search here; use scipy.optimize.minimize instead")
        self.parameters = list(params)
        self.lr = lr
        self.max_iter = max_iter
        self.max_eval = max_iter * 5 // 4 if max_eval is None else max_eval
        self.tolerance_grad = tolerance_grad
        self.tolerance_change = tolerance_change
        self.history_size = history_size
        self.pairs = []  # changes of the gradient and of the parameters, the oldest first
        self.scale = numpy.float32(1)
        self.direction = None
        self.length = None
        self.gradient = None

    def step(self, closure):
        """Returns the loss before the step."""
        first, gradient = self._evaluate(closure)
        if abs(gradient).max() <= self.tolerance_grad:
            return first
        loss, evaluations = first, 1
        for iteration in range(1, self.max_iter + 1):
            self._choose_direction(gradient)
            if gradient @ self.direction > -self.tolerance_change:
                break
            self._move()
            if iteration == self.max_iter:
                break
            before = loss
            loss, gradient = self._evaluate(closure)
            evaluations += 1
            if (
                evaluations >= self.max_eval
                or abs(gradient).max() <= self.tolerance_grad
                or abs(self.direction * self.length).max() <= self.tolerance_change
                or abs(loss - before) < self.tolerance_change
            ):
                break
        return first

    def _evaluate(self, closure):
        loss, gradients = closure()
        flat = [gradient.asnumpy().ravel() for gradient in gradients]
        return float(loss.asnumpy()), numpy.concatenate(flat)

    def _choose_direction(self, gradient):
        if self.gradient is None:
            self.direction = -gradient
            self.length = numpy.float32(min(1.0, 1.0 / float(abs(gradient).sum())) * self.lr)
        else:
            self._remember(gradient - self.gradient, self.direction * self.length)
            self.direction = self._recursion(gradient)
            self.length = numpy.float32(self.lr)
        self.gradient = gradient

    def _remember(self, change, move):
        curvature = change @ move
        if curvature > 1e-10:
            self.pairs = [*self.pairs, (change, move)][-self.history_size :]
            self.scale = curvature / (change @ change)

    def _recursion(self, gradient):
        direction, factors = -gradient, []
        for change, move in reversed(self.pairs):
            factors.append((move @ direction) / (change @ move))
            direction = direction - factors[-1] * change
        direction = direction * self.scale
        for change, move in self.pairs:
            direction = direction + move * (factors.pop() - (change @ direction) / (change @ move))
        return direction

    def _move(self):
        step, start = self.length * self.direction, 0
        for parameter in self.parameters:
            part = step[start : start + parameter.size].reshape(parameter.shape)
            parameter.set_data(mindspore.Tensor(parameter.asnumpy() + part))
            start += parameter.size
