from __future__ import annotations

import pytest

from orogen.spec.regions import FAULT_DOMAINS, REGIONS

KNOWN = [(provider, name) for provider, regions in REGIONS.items() for name in regions]


@pytest.mark.parametrize(("provider", "name"), KNOWN)
def test_a_region_stands_in_for_another_one_of_its_provider(provider: str, name: str) -> None:
    region = REGIONS[provider][name]
    assert len(set(region.zones)) == len(region.zones) >= 3
    assert not region.recovery or region.recovery in REGIONS[provider].keys() - {name}


def test_zones_are_named_as_their_provider_names_them() -> None:
    assert REGIONS["gcp"]["europe-west1"].zones == ("europe-west1-b", "europe-west1-c", "europe-west1-d")
    assert len(REGIONS["gcp"]["us-central1"].zones) == 4
    assert REGIONS["oci"]["us-phoenix-1"].zones == ("PHX-AD-1", "PHX-AD-2", "PHX-AD-3")
    assert REGIONS["oci"]["uk-cardiff-1"].zones == FAULT_DOMAINS


def test_five_regions_have_availability_domains() -> None:
    several = {name for name, region in REGIONS["oci"].items() if region.zones != FAULT_DOMAINS}
    assert several == {"eu-frankfurt-1", "uk-london-1", "us-ashburn-1", "us-chicago-1", "us-phoenix-1"}
