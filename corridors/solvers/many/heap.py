"""A heap of numbered nodes by key, each of which may be moved up when its key falls.

A node has four below it. ``place`` says where each node stands, -1 if it is not in the heap.
"""

from corridors.solvers.compiling import NONE, Floats, Ints, compiled


@compiled
def put(heap: Ints, size: int, place: Ints, keys: Floats, node: int) -> int:
    """Put a node into the heap, or move it up; the new size."""
    at = place[node]
    if at == NONE:
        at = size
        size += 1
    key = keys[node]
    while at > 0:
        above = (at - 1) >> 2
        other = heap[above]
        if keys[other] <= key:
            break
        heap[at] = other
        place[other] = at
        at = above
    heap[at] = node
    place[node] = at
    return size


@compiled
def take(heap: Ints, size: int, place: Ints, keys: Floats) -> int:
    """Take the first node out; it leaves the heap one shorter."""
    first = heap[0]
    place[first] = NONE
    size -= 1
    if size == 0:
        return int(first)
    moved = heap[size]
    key = keys[moved]
    at = 0
    while True:
        below = 4 * at + 1
        if below >= size:
            break
        least = below
        for other in range(below + 1, min(below + 4, size)):
            if keys[heap[other]] < keys[heap[least]]:
                least = other
        if keys[heap[least]] >= key:
            break
        heap[at] = heap[least]
        place[heap[at]] = at
        at = least
    heap[at] = moved
    place[moved] = at
    return int(first)
