"""Reinforcement learning: environments and agents have a step and a state as well."""
import copy
import typing as t

import gym
import numpy as np
import torch
from torch import nn, optim
from torch.distributions import Categorical


class Env(gym.Env):
    def __init__(self):
        self.state = np.zeros(3)

    def step(self, action):
        self.state = self.state + action
        return self.state, 0.0, False, {}

    def reset(self):
        self.state = None
        return self.state


class Agent:
    optimizer: optim.Optimizer

    def __init__(self, env: Env, policy: nn.Module, lr: float = 1e-3):
        self.env = env
        self.policy = policy
        self.target = copy.deepcopy(policy)
        self.optimizer = optim.Adam(policy.parameters(), lr=lr)
        self.critic_optimizer = self._build(policy)
        self.state = env.reset()

    @staticmethod
    def _build(net: nn.Module) -> optim.Optimizer:
        return optim.AdamW(net.parameters())

    def act(self, state):
        return Categorical(logits=self.policy(state)).sample()

    def step(self, action=None):
        self.state, reward, done, _ = self.env.step(action)
        return reward

    def learn(self, batch: t.Sequence[torch.Tensor]):
        self.optimizer.zero_grad()  # OPR309
        loss = self.policy(batch[0]).mean()
        loss.backward()
        self.optimizer.step()
        self.critic_optimizer.zero_grad(set_to_none=True)  # OPR309
        self.target.load_state_dict(self.policy.state_dict())
        self.env.state
        self.state = self.env.step(1)[0]

    def anneal(self, frac):
        for optimizer in (self.optimizer, self.critic_optimizer):
            optimizer.param_groups[0]["lr"] = frac  # OPR301

    def save(self, path):
        torch.save([self.policy.state_dict(), self.optimizer.state_dict()], path)  # OPR303

    def load(self, path):
        policy, optimizer = torch.load(path)
        self.policy.load_state_dict(policy)
        self.optimizer.load_state_dict(optimizer)  # OPR304


env = Env()
agent = Agent(env, nn.Linear(1, 1))
agent.step(3)
env.step(3)
env.state
agent.state
agent.optimizer.param_groups  # OPR301
agent.policy.zero_grad()
agent.anneal(0.5)


class Worker(Agent):
    def step(self, action=None, state=None):
        super().step(action)
        self.optimizer.zero_grad()  # OPR309
        state = self.state
        return state


def quasi_newton(net: nn.Module, closure: t.Callable[[], float], steps: int = 3) -> None:
    optimizer = optim.LBFGS(net.parameters(), lr=1, max_iter=20)  # OPR101
    for _ in range(steps):
        optimizer.step(closure)  # OPR307
