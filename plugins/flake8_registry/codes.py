"""The codes of this linter: what each one warns on, and which are off unless asked for."""

from __future__ import annotations

NO_COUNTERPART = "OPR101"
NOT_IN_TARGET = "OPR102"
ARGUMENT = "OPR201"
DIFFERENCE = "OPR202"
DEFAULT = "OPR203"
DYNAMIC = "OPR501"
UNKNOWN_NAME = "OPR901"
PORTABLE = "OPR001"
IN_A_STRING = "OPR002"

TITLES = {
    PORTABLE: "portable, with what to change",
    IN_A_STRING: "an API named in a string",
    NO_COUNTERPART: "an API without a counterpart in the target",
    NOT_IN_TARGET: "a counterpart exists, but not in the configured version or platform",
    ARGUMENT: "an argument that has no equivalent in the target",
    DIFFERENCE: "an argument value for which the two sides are known to differ",
    DEFAULT: "an argument left to its default where the defaults differ",
    "OPR301": "param_groups of an optimizer",
    "OPR302": "add_param_group of an optimizer",
    "OPR303": "state_dict of an optimizer or a schedule",
    "OPR304": "load_state_dict of an optimizer or a schedule",
    "OPR305": "state of an optimizer",
    "OPR306": "get_last_lr of a schedule",
    "OPR307": "step of an optimizer with a closure",
    "OPR308": "step of a schedule with an argument",
    "OPR309": "zero_grad of an optimizer",
    "OPR401": "a subclass of an optimizer",
    "OPR402": "a subclass of a schedule",
    DYNAMIC: "dynamic use that cannot be decided",
    UNKNOWN_NAME: "a name that the registry does not know",
}

OFF_BY_DEFAULT = frozenset({PORTABLE, IN_A_STRING, DEFAULT, DYNAMIC})
