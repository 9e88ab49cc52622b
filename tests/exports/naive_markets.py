"""Finder and comparison a second time: loops over the fixtures' files, with none of the portal's code."""

import json
import re
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

FIXTURES = Path(__file__).parents[2] / "fixtures"
SELLING = ["exported_now", "target", "agreement_focus", "untapped"]


@lru_cache
def rows(name: str) -> list[dict[str, Any]]:
    """The fields of each row; natural keys of one part without their brackets."""
    found = json.loads((FIXTURES / f"exports__{name}.json").read_text())
    return [
        {
            key: value[0] if isinstance(value, list) and key != "numbers" and len(value) == 1 else value
            for key, value in row["fields"].items()
        }
        for row in found
    ]


LINKS = rows("marketlink")
NAMES = {row["iso2"]: row["name"] for row in rows("country")} | {
    row["slug"]: row["name"] for row in rows("countrygroup")
}


def products() -> list[str]:
    """The names of all goods, in print."""
    found = []
    for link in LINKS:
        if link.get("product") and link["product"] not in found:
            found.append(link["product"])
    return found


def slug(product: str) -> str:
    return re.sub(r"[\s-]+", "-", re.sub(r"[^a-z0-9\s-]", "", product.lower())).strip("-")


def market(link: dict[str, Any]) -> str:
    return link.get("country") or link["group"]


def about(product: str = "", hs: str = "") -> list[dict[str, Any]]:
    """The links whose goods have all words of the product's name, and a code above or below."""
    found = []
    for link in LINKS:
        name = re.findall(r"[a-z0-9]+", link.get("product", "").lower().replace("'", " "))
        asked = re.findall(r"[a-z0-9]+", product.lower().replace("'", " "))
        code = link.get("hs_code") or ""
        if product and not all(any(word.startswith(part) for word in name) for part in asked):
            continue
        if hs and not (code and (code.startswith(hs) or hs.startswith(code))):
            continue
        found.append(link)
    return found


def finder(product: str = "", hs: str = "") -> list[tuple[str, int, int]]:
    """Each market to sell to with its number of roles and of mentions: the best is taken again and again."""
    left = {}
    for link in about(product, hs):
        if link["role"] in SELLING:
            left.setdefault(market(link), []).append(link["role"])
    ordered = []
    while left:
        best = None
        for code, roles in left.items():
            if best is None or _before(code, roles, best, left[best]):
                best = code
        ordered.append((best, len(set(left[best])), len(left[best])))
        del left[best]
    return ordered


def _before(code: str, roles: list[str], other: str, other_roles: list[str]) -> bool:
    if len(set(roles)) != len(set(other_roles)):
        return len(set(roles)) > len(set(other_roles))
    if len(roles) != len(other_roles):
        return len(roles) > len(other_roles)
    return NAMES[code] < NAMES[other]


def groups_of(code: str, day: date) -> dict[str, str | None]:
    """The groups of a country on the day, each with its first day as a member."""
    found = {}
    for row in rows("groupmembership"):
        begun = not row["member_from"] or date.fromisoformat(row["member_from"]) <= day
        ended = bool(row["member_to"]) and date.fromisoformat(row["member_to"]) < day
        if row["country"] == code and begun and not ended:
            found[row["group"]] = row["member_from"]
    return found


def members_of(group: str, day: date) -> set[str]:
    return {row["country"] for row in rows("groupmembership") if group in groups_of(row["country"], day)}


def named(code: str, links: list[dict[str, Any]]) -> set[str]:
    return {link["slug"] for link in links if market(link) == code}


def agreements(code: str, day: date) -> set[tuple[str, str, str | None]]:
    """Each agreement with its status and the first day on which it holds in that market."""
    memberships = groups_of(code, day)
    found = set()
    for row in rows("agreementpartner"):
        since = row["in_force_on"]
        if code in (row["country"], row["group"]):
            found.add((row["agreement"], row["status"], since))
        elif row["group"] in memberships:
            joined = memberships[row["group"]]
            later = joined if since and joined and joined > since else since
            found.add((row["agreement"], row["status"], later))
    return found
