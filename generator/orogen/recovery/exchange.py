"""Two networks that change places: every address of one is the address at the same place in the other."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network

from orogen.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Exchange:
    """The environment's network and the recovery region's.

    What stands in neither stays as it is: an office, somebody else's relay. The way there is the way back.
    """

    one: IPv4Network
    other: IPv4Network

    def address(self, address: IPv4Address) -> IPv4Address:
        """Give an address's counterpart. Raises ValueError when the other network has none that a machine can have."""
        for here, there in self._ways():
            if address in here:
                found = IPv4Address(int(there.network_address) + int(address) - int(here.network_address))
                if found not in there or found in (there.network_address, there.broadcast_address):
                    raise ValueError(f"{address} has no counterpart in {there}")
                return found
        return address

    def network(self, network: IPv4Network) -> IPv4Network:
        """Give a network's counterpart, that of a part of either network. Raises ValueError when there is none."""
        for here, there in self._ways():
            if network.subnet_of(here):
                start = int(there.network_address) + int(network.network_address) - int(here.network_address)
                found = IPv4Network((start, network.prefixlen), strict=False)
                if network != here and (int(found.network_address) != start or not found.subnet_of(there)):
                    raise ValueError(f"{network} has no counterpart in {there}")
                return there if network == here else found
        return network

    def host(self, host: str) -> str:
        """Give a host's counterpart where it is an address, and any other name as it is. Raises ValueError."""
        try:
            address = IPv4Address(host)
        except ValueError:
            return host
        return str(self.address(address))

    def _ways(self) -> tuple[tuple[IPv4Network, IPv4Network], ...]:
        return (self.one, self.other), (self.other, self.one)
