"""Compares geo.* in counts and reports with MaxMind's own reader of the same databases.

    places.py CT CITIES SYSTEMS LOGS

Computes groups by country, city, system and organization from the raw logs, as docs/geoip.md defines them.
Prints each answer that differs; exits 1 if one does. Knows nothing of ct's code.
"""
import collections
import ipaddress
import json
import subprocess
import sys
from pathlib import Path

import maxminddb

PRIVATE = [ipaddress.ip_network(text) for text in (
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
    "fc00::/7", "fe80::/10", "::1/128")]


def first_address(text):
    for part in (text or "").split(","):
        try:
            address = ipaddress.ip_address(part.strip())
        except ValueError:
            continue
        return getattr(address, "ipv4_mapped", None) or address
    return None


def lookup(reader, address):
    """A record; none of an IPv6 address in a database of IPv4 alone."""
    is_unknown = address.version == 6 and reader.metadata().ip_version == 4
    return None if is_unknown else reader.get(address)


def place(text, cities, systems):
    """Country, city, number and organization."""
    address = first_address(text)
    if address is None:
        is_service = text and (text == "AWS Internal" or text.removesuffix(".cn").endswith(".amazonaws.com"))
        return f"aws:{text}" if is_service else None, None, None, None
    if any(address in network for network in PRIVATE):
        return "private", None, None, None
    found = lookup(cities, address) or {}
    names = found.get("city", {}).get("names", {})
    city = names.get("en") or next(iter(names.values()), None)
    system = lookup(systems, address) or {}
    return (found.get("country", {}).get("iso_code"), city, system.get("autonomous_system_number"),
            system.get("autonomous_system_organization"))


def order(row):
    """Events descending, then keys; missing ones last, numbers by value."""
    *keys, events = row
    return [-events, *((key is None, isinstance(key, str), key if key is not None else 0) for key in keys)]


def groups(keys):
    return sorted(([*key, count] for key, count in collections.Counter(keys).items()), key=order)


def run(arguments):
    ran = subprocess.run(arguments, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=600)
    if ran.returncode != 0 or ran.stderr:
        sys.exit(f"{arguments}: exit code {ran.returncode}: {ran.stderr}")
    return json.loads(ran.stdout)


def main():
    ct, cities, systems, logs = sys.argv[1:]
    flags = [logs, "--geoip", cities, "--geoip", systems, "-o", "json"]
    cities, systems = (maxminddb.open_database(path) for path in (cities, systems))
    records = [record for path in sorted(Path(logs).rglob("*.json")) for record in json.loads(path.read_text())["Records"]]
    places = [place(record.get("sourceIPAddress"), cities, systems) for record in records]
    logins = [found[0] for found, record in zip(places, records) if record["eventName"] == "ConsoleLogin"]
    rows = lambda found: [list(row.values()) for row in found]
    tile = lambda report: run([ct, "report", *report.split(), *flags])["tiles"][0]["rows"]
    checks = {
        "country, asn": (groups((p[0], p[2]) for p in places), rows(run([ct, "count", "--by", "geo.country,geo.asn", *flags]))),
        "city, org": (groups((p[1], p[3]) for p in places), rows(run([ct, "count", "--by", "geo.city,geo.org", *flags]))),
        "sum of countries": (
            [[len(places), len({p[0] for p in places} - {None}), len({p[2] for p in places} - {None})]],
            rows(run([ct, "count", "-m", "distinct:geo.country,distinct:geo.asn", *flags]))),
        "where": (
            [[sum(p[0] == "DE" and (p[2] or 0) >= 64496 for p in places)]],
            rows(run([ct, "count", "--where", "geo.country = de and geo.asn >= 64496", *flags]))),
        "geolocation": (groups((country,) for country in logins), tile("sign-ins --tile user-login-geolocation")),
        "new networks": (
            groups((p[0],) for p in places),
            groups([(row[2],) for row in tile("new --tile networks") for _ in range(row[4])])),
    }
    print(f"{len(records)} events, {len(set(places))} places, {len(checks)} answers")
    wrong = [f"{name}: expected {want}, found {got}" for name, (want, got) in checks.items() if want != got]
    print("\n".join(wrong))
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
