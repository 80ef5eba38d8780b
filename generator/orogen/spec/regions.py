"""The providers' regions: their zones, and the region that stands in when one is lost.

Providers open regions faster than this table learns of them: a region that is not here is a region like any other, of
which nothing is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Region:
    """The zones of a region in their order, and another region of the provider under the same law, or none."""

    zones: tuple[str, ...]
    recovery: str = ""


# Region -> the letters of its zones and its stand-in (Google's documentation, "Regions and zones", 2026-08).
_GCP = {
    "europe-west1": ("bcd", "europe-west4"),
    "europe-west2": ("abc", ""),
    "europe-west3": ("abc", "europe-west10"),
    "europe-west4": ("abc", "europe-west1"),
    "europe-west6": ("abc", ""),
    "europe-west8": ("abc", "europe-west12"),
    "europe-west9": ("abc", "europe-west1"),
    "europe-west10": ("abc", "europe-west3"),
    "europe-west12": ("abc", "europe-west8"),
    "europe-central2": ("abc", "europe-west3"),
    "europe-north1": ("abc", "europe-north2"),
    "europe-north2": ("abc", "europe-north1"),
    "europe-southwest1": ("abc", "europe-west9"),
    "us-central1": ("abcf", "us-east1"),
    "us-east1": ("bcd", "us-central1"),
    "us-east4": ("abc", "us-central1"),
    "us-east5": ("abc", "us-central1"),
    "us-south1": ("abc", "us-central1"),
    "us-west1": ("abc", "us-west4"),
    "us-west2": ("abc", "us-west3"),
    "us-west3": ("abc", "us-west2"),
    "us-west4": ("abc", "us-west1"),
    "northamerica-northeast1": ("abc", "northamerica-northeast2"),
    "northamerica-northeast2": ("abc", "northamerica-northeast1"),
    "northamerica-south1": ("abc", ""),
    "southamerica-east1": ("abc", ""),
    "southamerica-west1": ("abc", ""),
    "asia-east1": ("abc", ""),
    "asia-east2": ("abc", ""),
    "asia-northeast1": ("abc", "asia-northeast2"),
    "asia-northeast2": ("abc", "asia-northeast1"),
    "asia-northeast3": ("abc", ""),
    "asia-south1": ("abc", "asia-south2"),
    "asia-south2": ("abc", "asia-south1"),
    "asia-southeast1": ("abc", ""),
    "asia-southeast2": ("abc", ""),
    "asia-southeast3": ("abc", ""),
    "australia-southeast1": ("abc", "australia-southeast2"),
    "australia-southeast2": ("abc", "australia-southeast1"),
    "me-west1": ("abc", ""),
    "me-central1": ("abc", ""),
    "me-central2": ("abc", ""),
    "africa-south1": ("abc", ""),
}

# The regions of Oracle's commercial realm ("Regions and Availability Domains") with their stand-ins.
_OCI = {
    "eu-frankfurt-1": "eu-amsterdam-1",
    "eu-amsterdam-1": "eu-frankfurt-1",
    "eu-paris-1": "eu-marseille-1",
    "eu-marseille-1": "eu-paris-1",
    "eu-milan-1": "eu-turin-1",
    "eu-turin-1": "eu-milan-1",
    "eu-madrid-1": "eu-paris-1",
    "eu-stockholm-1": "eu-amsterdam-1",
    "eu-zurich-1": "",
    "eu-jovanovac-1": "",
    "uk-london-1": "uk-cardiff-1",
    "uk-cardiff-1": "uk-london-1",
    "us-ashburn-1": "us-phoenix-1",
    "us-chicago-1": "us-ashburn-1",
    "us-phoenix-1": "us-ashburn-1",
    "us-sanjose-1": "us-phoenix-1",
    "ca-toronto-1": "ca-montreal-1",
    "ca-montreal-1": "ca-toronto-1",
    "mx-queretaro-1": "mx-monterrey-1",
    "mx-monterrey-1": "mx-queretaro-1",
    "sa-saopaulo-1": "sa-vinhedo-1",
    "sa-vinhedo-1": "sa-saopaulo-1",
    "sa-santiago-1": "sa-valparaiso-1",
    "sa-valparaiso-1": "sa-santiago-1",
    "sa-bogota-1": "",
    "ap-tokyo-1": "ap-osaka-1",
    "ap-osaka-1": "ap-tokyo-1",
    "ap-seoul-1": "ap-chuncheon-1",
    "ap-chuncheon-1": "ap-seoul-1",
    "ap-singapore-1": "ap-singapore-2",
    "ap-singapore-2": "ap-singapore-1",
    "ap-mumbai-1": "ap-hyderabad-1",
    "ap-hyderabad-1": "ap-mumbai-1",
    "ap-sydney-1": "ap-melbourne-1",
    "ap-melbourne-1": "ap-sydney-1",
    "me-dubai-1": "me-abudhabi-1",
    "me-abudhabi-1": "me-dubai-1",
    "me-jeddah-1": "me-riyadh-1",
    "me-riyadh-1": "me-jeddah-1",
    "il-jerusalem-1": "",
    "af-johannesburg-1": "",
}

# Regions with three availability domains, and what the domains' names begin with. In the API's answers a tenancy's own
# letters stand before them, as in Uocm:PHX-AD-1.
_AVAILABILITY_DOMAINS = {
    "eu-frankfurt-1": "EU-FRANKFURT-1",
    "uk-london-1": "UK-LONDON-1",
    "us-ashburn-1": "US-ASHBURN",
    "us-chicago-1": "US-CHICAGO-1",
    "us-phoenix-1": "PHX",
}

# All other regions have one availability domain, and each of those has three fault domains.
FAULT_DOMAINS = ("FAULT-DOMAIN-1", "FAULT-DOMAIN-2", "FAULT-DOMAIN-3")


def _domains(region: str) -> tuple[str, ...]:
    prefix = _AVAILABILITY_DOMAINS.get(region)
    return tuple(f"{prefix}-AD-{number}" for number in (1, 2, 3)) if prefix else FAULT_DOMAINS


REGIONS: Mapping[str, Mapping[str, Region]] = {
    "gcp": {
        region: Region(tuple(f"{region}-{letter}" for letter in letters), recovery)
        for region, (letters, recovery) in _GCP.items()
    },
    "oci": {region: Region(_domains(region), recovery) for region, recovery in _OCI.items()},
    "static": {},
}
"""Provider -> region -> what is known of it. Machines of one's own stand in regions of one's own."""
