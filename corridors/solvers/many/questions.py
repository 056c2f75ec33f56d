"""The questions of a list by what their shipments share, and all that is known of them."""

from threading import RLock

from corridors.model.shipment import Constraints, Shipment, Stop
from corridors.network.network import Network
from corridors.solvers.many.described import Described
from corridors.solvers.many.gateways import Gateways, Ints
from corridors.solvers.many.kept import Kept
from corridors.solvers.many.profile import Profile
from corridors.solvers.many.question import Question
from corridors.solvers.many.sought import Key, Scope, Shared, Sought

Ends = tuple[Stop, Stop]


class Questions:
    """Questions, made when they are first asked.

    Parameters
    ----------
    network
        The network of the facts.
    include_unconfirmed
        Whether crossings that are not confirmed for freight are used.
    kept
        What earlier runs and other processes have found.
    """

    def __init__(self, network: Network, *, include_unconfirmed: bool, kept: Kept | None) -> None:
        self.network = network
        rules = Constraints(include_unconfirmed=include_unconfirmed)
        self.gateways = {
            dated: Gateways(network.restricted(rules, dated=dated)) for dated in (False, True)
        }
        self._kept = kept
        self._lock = RLock()
        self._profiles: dict[tuple[str, str, bool, frozenset[str]], Profile] = {}
        self._known: dict[Key, Question] = {}
        self._described: dict[Key, Described] = {}

    def of(self, key: Key, scope: Scope, ends: Ends) -> Question:
        """The question of shipments, some of which go between two ends."""
        with self._lock:
            known = self._known.get(key)
            if known is not None and scope <= known.scope:
                return known
            profile = self._profile(key.shared, ends)
            loaded = self._loaded(key, profile)
            if loaded is not None and scope <= loaded.scope:
                return self._put(loaded)
            for narrower in filter(None, (known, loaded)):
                scope |= narrower.scope  # so that lists that take turns do not begin anew
            gateways = self.gateways[key.shared.dated]
            return self._put(Question(profile, gateways, key, scope))

    def loaded_anew(self, question: Question) -> Question:
        """A question with what others have found of it meanwhile."""
        with self._lock:
            found = self._loaded(question.key, question.profile)
            if found is None or not question.scope <= found.scope:
                return question
            return self._put(found)

    def find(self, sought: Sought) -> None:
        """Find what is sought, and keep it."""
        ends = (sought.origins[0], sought.destinations[0])
        question = self.of(sought.key, sought.scope, ends)
        with question.profile.lock:
            question.find(sought)
            is_kept = self._kept is not None and self._kept.save(question)
        if is_kept:
            with self._lock:
                self._known.pop(sought.key, None)  # read when it is answered, as by the others

    def described(self, question: Question, ways: Ints) -> tuple[Described, Ints]:
        """What some ways look like, and where each of them stands."""
        with question.profile.lock:
            described = self._described.get(question.key)
            if described is None or described.question is not question:
                described = self._described[question.key] = Described(question)
            return described, described.rows(ways)

    def _put(self, question: Question) -> Question:
        self._known[question.key] = question
        return question

    def _loaded(self, key: Key, profile: Profile) -> Question | None:
        """A question as others have left it."""
        if self._kept is None:
            return None
        with profile.lock:
            found = self._kept.load(key, profile)
        return Question(profile, self.gateways[key.shared.dated], key, *found) if found else None

    def _profile(self, shared: Shared, ends: Ends) -> Profile:
        """The prices of a question; a name matters to them only where a vehicle's admission is
        not verified.
        """
        facts = self.network.facts
        named = frozenset({shared.vehicle} if shared.vehicle else ())
        unverified = frozenset(
            name
            for name in named
            for kind in (name, name.rpartition("-")[0])
            if kind in facts.vehicles and facts.vehicles[kind].unverified_in
        )
        key = (shared.cargo, shared.direction, shared.dated, unverified)
        if key not in self._profiles:
            sample = Shipment(*ends, shared.cargo, 1.0, value_usd_per_t=1.0)
            self._profiles[key] = Profile(self.gateways[shared.dated], sample, unverified)
        return self._profiles[key]
