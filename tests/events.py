"""Events to test with, and a reader of calendar files that knows nothing of the library that writes them."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.utils import timezone

from interventions.event_actions import Particulars, change_event, enter_event
from interventions.event_forms import starting_values
from interventions.models import Authority, Event


def in_days(distance: int) -> date:
    return timezone.localdate() + timedelta(distance)


def particulars(**said: Any) -> Particulars:
    """A camp of DIEPC in a week, all day, unless said otherwise."""
    day = said.get("starts_on", in_days(7))
    values = {"kind": "camp", "title": "A camp", "starts_on": day, "ends_on": day, **said}
    return Particulars(**{"organiser": Authority.objects.get(slug="diepc"), **values})


def enter(by: User, at: datetime | None = None, **said: Any) -> Event:
    return enter_event(by=by, said=particulars(**said), at=at)


def change(event: Event, by: User, at: datetime | None = None, **said: Any) -> Event:
    event.refresh_from_db()
    before = starting_values(event)
    revision = before.pop("revision")
    before["clusters"] = frozenset(before["clusters"])
    new = Particulars(**before | said)
    return change_event(by=by, event=event, revision=revision, said=new, at=at)


@dataclass
class Component:
    """BEGIN to END: its properties as (parameters, raw value), and the components within."""

    name: str
    properties: dict[str, list[tuple[dict[str, str], str]]] = field(default_factory=dict)
    parts: list["Component"] = field(default_factory=list)

    def raw(self, name: str) -> str:
        ((_parameters, value),) = self.properties[name]
        return value

    def text(self, name: str) -> str:
        """With what is escaped in it undone (RFC 5545, 3.3.11)."""
        signs = {"\\\\": "\\", "\\;": ";", "\\,": ",", "\\n": "\n", "\\N": "\n"}
        return re.sub(r"\\[\\;,nN]", lambda found: signs[found[0]], self.raw(name))

    def parameters(self, name: str) -> dict[str, str]:
        ((parameters, _value),) = self.properties[name]
        return parameters

    def moment(self, name: str) -> date | datetime:
        """A day, or a moment in the zone that is named, or in UTC."""
        ((parameters, value),) = self.properties[name]
        if parameters.get("VALUE") == "DATE":
            return date(int(value[:4]), int(value[4:6]), int(value[6:]))
        zone = ZoneInfo("UTC" if value.endswith("Z") else parameters["TZID"])
        return datetime.strptime(value.removesuffix("Z"), "%Y%m%dT%H%M%S").replace(tzinfo=zone)


def read_calendar(content: bytes) -> Component:
    """Strict: every line ends with CRLF, has at most 75 octets, and is UTF-8 by itself."""
    assert content.endswith(b"\r\n")
    lines = content.removesuffix(b"\r\n").split(b"\r\n")
    for line in lines:
        assert len(line) <= 75, line
        assert b"\n" not in line
        assert b"\r" not in line
        assert line.decode()  # no sign is cut in two
    unfolded = re.sub(b"\r\n[ \t]", b"", b"\r\n".join(lines)).decode()
    root = Component("")
    opened = [root]
    for line in unfolded.split("\r\n"):
        head, value = _split(line)
        name, *given = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', head)
        if name == "BEGIN":
            opened.append(Component(value))
            opened[-2].parts.append(opened[-1])
        elif name == "END":
            assert opened.pop().name == value
        else:
            parameters = dict(parameter.split("=", 1) for parameter in given)
            opened[-1].properties.setdefault(name, []).append((parameters, value))
    assert opened == [root]
    (calendar,) = root.parts
    assert calendar.name == "VCALENDAR"
    return calendar


def _split(line: str) -> tuple[str, str]:
    """At the first colon outside quotes."""
    found = re.match(r'((?:[^":]|"[^"]*")*):(.*)', line, re.DOTALL)
    assert found, line
    return found[1], found[2]


def entries(calendar: Component) -> list[Component]:
    return [part for part in calendar.parts if part.name == "VEVENT"]


def at_noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
