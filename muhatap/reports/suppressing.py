"""Which figures the public may see: few are hidden, and never so few that the rest betrays them. Pure."""

from collections.abc import Mapping


def hidden_among(sizes: Mapping[str, int], smallest: int) -> frozenset[str]:
    """The parts of a whole that are not shown, when the whole is.

    Parts of fewer than `smallest` are hidden. One hidden part is the whole less the others, so the
    smallest of those goes with it until the hidden ones are at least two and together no longer few.
    """
    order = sorted((size, name) for name, size in sizes.items() if size)
    hidden = [name for size, name in order if size < smallest]
    if not hidden:
        return frozenset()
    while len(hidden) < len(order) and (len(hidden) < 2 or sum(sizes[name] for name in hidden) < smallest):
        hidden.append(order[len(hidden)][1])
    return frozenset(hidden)
