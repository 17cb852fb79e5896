#!/usr/bin/env python3
"""Makes land.txt and countries.tsv, which are beside this file, from Natural Earth's map.

    npm pack world-atlas@2.0.2 && tar -xzf world-atlas-2.0.2.tgz
    python3 src/report/render/map/make.py package

Needs python3 alone. Source: Natural Earth 4.1.0 (https://www.naturalearthdata.com), public domain, as
TopoJSON in the npm package world-atlas 2.0.2 (https://github.com/topojson/world-atlas, ISC licence).

land.txt: the `viewBox` of a drawing, and the `d` of an SVG path: the land at 1:110m without Antarctica, in
the Natural Earth projection, WIDTH units wide. countries.tsv: ISO 3166-1 alpha-2 code, x and y of the middle of the country's largest
part in the same units, and its name.
"""

import json
import math
import pathlib
import sys

WIDTH = 2000
# What is shown: from the south of Tierra del Fuego to the north of Greenland.
SOUTH, NORTH = -57.0, 84.0
MOST_BYTES = 40 * 1024
HERE = pathlib.Path(__file__).parent

# ISO 3166-1: numeric and alpha-2 code of each country. The map names countries by the first.
ISO = """
004AF 008AL 010AQ 012DZ 016AS 020AD 024AO 028AG 031AZ 032AR 036AU 040AT 044BS 048BH 050BD 051AM 052BB
056BE 060BM 064BT 068BO 070BA 072BW 074BV 076BR 084BZ 086IO 090SB 092VG 096BN 100BG 104MM 108BI 112BY
116KH 120CM 124CA 132CV 136KY 140CF 144LK 148TD 152CL 156CN 158TW 162CX 166CC 170CO 174KM 175YT 178CG
180CD 184CK 188CR 191HR 192CU 196CY 203CZ 204BJ 208DK 212DM 214DO 218EC 222SV 226GQ 231ET 232ER 233EE
234FO 238FK 239GS 242FJ 246FI 248AX 250FR 254GF 258PF 260TF 262DJ 266GA 268GE 270GM 275PS 276DE 288GH
292GI 296KI 300GR 304GL 308GD 312GP 316GU 320GT 324GN 328GY 332HT 334HM 336VA 340HN 344HK 348HU 352IS
356IN 360ID 364IR 368IQ 372IE 376IL 380IT 384CI 388JM 392JP 398KZ 400JO 404KE 408KP 410KR 414KW 417KG
418LA 422LB 426LS 428LV 430LR 434LY 438LI 440LT 442LU 446MO 450MG 454MW 458MY 462MV 466ML 470MT 474MQ
478MR 480MU 484MX 492MC 496MN 498MD 499ME 500MS 504MA 508MZ 512OM 516NA 520NR 524NP 528NL 531CW 533AW
534SX 535BQ 540NC 548VU 554NZ 558NI 562NE 566NG 570NU 574NF 578NO 580MP 581UM 583FM 584MH 585PW 586PK
591PA 598PG 600PY 604PE 608PH 612PN 616PL 620PT 624GW 626TL 630PR 634QA 638RE 642RO 643RU 646RW 652BL
654SH 659KN 660AI 662LC 663MF 666PM 670VC 674SM 678ST 682SA 686SN 688RS 690SC 694SL 702SG 703SK 704VN
705SI 706SO 710ZA 716ZW 724ES 728SS 729SD 732EH 740SR 744SJ 748SZ 752SE 756CH 760SY 762TJ 764TH 768TG
772TK 776TO 780TT 784AE 788TN 792TR 795TM 796TC 798TV 800UG 804UA 807MK 818EG 826GB 831GG 832JE 833IM
834TZ 840US 850VI 854BF 858UY 860UZ 862VE 876WF 882WS 887YE 894ZM
"""

# Countries that the map does not have or does not number: longitude, latitude and name. Databases of
# addresses call Kosovo XK.
OTHERS = {
    "BQ": (-68.3, 12.2, "Caribbean Netherlands"),
    "BV": (3.4, -54.4, "Bouvet Island"),
    "CC": (96.8, -12.2, "Cocos (Keeling) Islands"),
    "CX": (105.6, -10.5, "Christmas Island"),
    "GF": (-53.1, 4.0, "French Guiana"),
    "GP": (-61.5, 16.2, "Guadeloupe"),
    "MQ": (-61.0, 14.65, "Martinique"),
    "RE": (55.5, -21.1, "Réunion"),
    "SJ": (16.4, 78.6, "Svalbard and Jan Mayen"),
    "TK": (-171.8, -9.2, "Tokelau"),
    "XK": (20.9, 42.6, "Kosovo"),
    "YT": (45.15, -12.8, "Mayotte"),
}

# Names that the map shortens.
NAMES = {
    "AG": "Antigua and Barbuda",
    "AX": "Åland Islands",
    "BA": "Bosnia and Herzegovina",
    "BL": "Saint Barthélemy",
    "CD": "Democratic Republic of the Congo",
    "CF": "Central African Republic",
    "CK": "Cook Islands",
    "DO": "Dominican Republic",
    "EH": "Western Sahara",
    "FK": "Falkland Islands",
    "FO": "Faroe Islands",
    "GQ": "Equatorial Guinea",
    "GS": "South Georgia and the South Sandwich Islands",
    "HM": "Heard Island and McDonald Islands",
    "IO": "British Indian Ocean Territory",
    "KN": "Saint Kitts and Nevis",
    "KY": "Cayman Islands",
    "MF": "Saint Martin",
    "MH": "Marshall Islands",
    "MK": "North Macedonia",
    "MP": "Northern Mariana Islands",
    "PF": "French Polynesia",
    "PM": "Saint Pierre and Miquelon",
    "PN": "Pitcairn Islands",
    "SB": "Solomon Islands",
    "SS": "South Sudan",
    "ST": "São Tomé and Príncipe",
    "SZ": "Eswatini",
    "TC": "Turks and Caicos Islands",
    "TF": "French Southern Territories",
    "UM": "United States Minor Outlying Islands",
    "US": "United States",
    "VC": "Saint Vincent and the Grenadines",
    "VG": "British Virgin Islands",
    "VI": "U.S. Virgin Islands",
    "WF": "Wallis and Futuna",
}


def projected(longitude, latitude):
    """Natural Earth projection (Tom Patterson; polynomial by Bojan Šavrič), in radians."""
    x, y = math.radians(longitude), math.radians(latitude)
    y2 = y * y
    y4 = y2 * y2
    return (
        x * (0.8707 - 0.131979 * y2 + y4 * (-0.013791 + y4 * (0.003971 * y2 - 0.001529 * y4))),
        y * (1.007226 + y2 * (0.015085 + y4 * (-0.044475 + 0.028874 * y2 - 0.005916 * y4))),
    )


SCALE = WIDTH / (2 * projected(180, 0)[0])
TOP = projected(0, NORTH)[1]
HEIGHT = round((TOP - projected(0, SOUTH)[1]) * SCALE)


def placed(longitude, latitude):
    """Where a point is on the drawing."""
    x, y = projected(longitude, latitude)
    return x * SCALE + WIDTH / 2, (TOP - y) * SCALE


def unwrapped(ring):
    """A ring that may cross the antimeridian, without jumps: its longitudes go beyond 180 degrees."""
    points = ring[:1]
    for longitude, latitude in ring[1:]:
        turns = round((points[-1][0] - longitude) / 360)
        points.append((longitude + 360 * turns, latitude))
    longitudes = [longitude for longitude, _ in points]
    turns = round((min(longitudes) + max(longitudes)) / 2 / 360)
    return [(longitude - 360 * turns, latitude) for longitude, latitude in points]


def between_antimeridians(ring):
    """The parts of such a ring, each moved to where it is drawn."""
    parts = []
    for turn in (-360, 0, 360):
        part = [(longitude + turn, latitude) for longitude, latitude in ring]
        for sign in (1, -1):
            part = clipped(part, sign)
        if part:
            parts.append(part)
    return parts


def clipped(ring, sign):
    """The part of a ring on this side of 180 degrees east (1) or west (-1)."""
    part = []
    for (x1, y1), (x2, y2) in zip(ring[-1:] + ring[:-1], ring):
        is_in, was_in = x2 * sign <= 180, x1 * sign <= 180
        if is_in != was_in:
            part.append((180 * sign, y1 + (180 * sign - x1) / (x2 - x1) * (y2 - y1)))
        if is_in:
            part.append((x2, y2))
    return part


def polygons(topology, geometry):
    """The polygons of a geometry, each a list of rings of longitudes and latitudes."""
    (scale_x, scale_y), (left, bottom) = (topology["transform"][name] for name in ("scale", "translate"))

    def arc(number):
        x = y = 0
        points = []
        for dx, dy in topology["arcs"][number if number >= 0 else ~number]:
            x, y = x + dx, y + dy
            points.append((x * scale_x + left, y * scale_y + bottom))
        return points if number >= 0 else points[::-1]

    def ring(numbers):
        points = []
        for number in numbers:
            points += arc(number)[1 if points else 0 :]
        return unwrapped(points)

    if geometry["type"] == "GeometryCollection":
        return [each for part in geometry["geometries"] for each in polygons(topology, part)]
    parts = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    return [[ring(numbers) for numbers in part] for part in parts]


def area_and_middle(points):
    """The area of a ring and its centre of gravity, on the drawing."""
    area = x = y = 0.0
    for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1]):
        cross = x1 * y2 - x2 * y1
        area += cross
        x += (x1 + x2) * cross
        y += (y1 + y2) * cross
    if area == 0:
        return 0.0, points[0]
    return abs(area / 2), (x / (3 * area), y / (3 * area))


def land(topology):
    """The outline of the land as the `d` of a path, in whole units."""
    path = []
    for polygon in polygons(topology, topology["objects"]["land"]):
        rings = [part for ring in polygon for part in between_antimeridians(ring[:-1])]
        for ring in rings:
            if max(latitude for _, latitude in ring) < SOUTH:
                continue
            points = [tuple(round(number) for number in placed(*point)) for point in ring]
            deltas = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in zip(points, points[1:])]
            steps = [f"{dx}{dy}" if dy < 0 else f"{dx} {dy}" for dx, dy in deltas if (dx, dy) != (0, 0)]
            if len(steps) >= 2:
                path.append(f"M{points[0][0]} {points[0][1]}l" + " ".join(steps).replace(" -", "-") + "z")
    return "".join(path)


def countries(topology):
    """The code, place and name of each country."""
    codes = {code[:3]: code[3:] for code in ISO.split()}
    found = {code: (*placed(x, y), name) for code, (x, y, name) in OTHERS.items()}
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = codes.get(geometry.get("id"))
        # Antarctica is not shown.
        if code is None or code == "AQ":
            continue
        rings = [[placed(*point) for point in polygon[0][:-1]] for polygon in polygons(topology, geometry)]
        _, middle = max(map(area_and_middle, rings))
        found.setdefault(code, (*middle, NAMES.get(code, geometry["properties"]["name"])))
    missing = set(codes.values()) - set(found) - {"AQ"}
    assert not missing, f"no place for {missing}"
    assert not [name for *_, name in found.values() if "." in name and name != "U.S. Virgin Islands"], found
    return [f"{code}\t{x:.0f}\t{y:.0f}\t{name}\n" for code, (x, y, name) in sorted(found.items())]


def main():
    package = pathlib.Path(sys.argv[1])
    outline = land(json.loads((package / "land-110m.json").read_text()))
    assert len(outline) <= MOST_BYTES, len(outline)
    (HERE / "land.txt").write_text(f"0 0 {WIDTH} {HEIGHT}\n{outline}\n")
    table = countries(json.loads((package / "countries-10m.json").read_text()))
    (HERE / "countries.tsv").write_text("".join(table))
    print(f"{WIDTH} x {HEIGHT}, land {len(outline):,} bytes, {len(table)} countries")


if __name__ == "__main__":
    main()
