#!/usr/bin/env python3
"""An independent calculator of deadlines, in another language and by another method.

The product searches the way from UTC to local time for the beginning of a day. This asks the other way, with both folds, checks each
answer by its round trip, and walks by seconds where midnight does not exist. Holidays are worked out day by day, not year by year.

    python3 calculate.py 100000 20261125 > ../Cases/clocks.csv     # cases, seed; then gzip
"""
import csv
import datetime as d
import functools
import json
import pathlib
import random
import sys
from zoneinfo import ZoneInfo

ROOT = pathlib.Path(__file__).resolve().parents[3]
DAY = d.timedelta(days=1)
UTC = d.timezone.utc
NAMES = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
ZONES = """Africa/Cairo Africa/Casablanca Africa/Johannesburg Africa/Lagos Africa/Nairobi America/Anchorage America/Argentina/Buenos_Aires America/Asuncion
America/Bogota America/Caracas America/Chicago America/Denver America/Godthab America/Halifax America/Havana America/Lima America/Los_Angeles America/Mexico_City
America/New_York America/Phoenix America/Santiago America/Sao_Paulo America/St_Johns Asia/Amman Asia/Baghdad Asia/Bangkok Asia/Beirut Asia/Colombo Asia/Damascus Asia/Dhaka
Asia/Dubai Asia/Gaza Asia/Ho_Chi_Minh Asia/Hong_Kong Asia/Istanbul Asia/Jakarta Asia/Jerusalem Asia/Kabul Asia/Karachi Asia/Kathmandu Asia/Kolkata Asia/Manila Asia/Riyadh
Asia/Seoul Asia/Shanghai Asia/Singapore Asia/Taipei Asia/Tehran Asia/Tokyo Asia/Yangon Atlantic/Azores Australia/Adelaide Australia/Lord_Howe Australia/Sydney
Europe/Athens Europe/Berlin Europe/Brussels Europe/Dublin Europe/Istanbul Europe/Kyiv Europe/Lisbon Europe/London Europe/Madrid Europe/Moscow Europe/Paris Europe/Warsaw
Pacific/Apia Pacific/Auckland Pacific/Chatham Pacific/Kiritimati Pacific/Tongatapu Etc/UTC""".split()


def easter(year):
    """Gauss, with the corrections for the Gregorian calendar; the product uses another algorithm."""
    a, b, c = year % 19, year % 4, year % 7
    k = year // 100
    m = (15 - (13 + 8 * k) // 25 + k - k // 4) % 30
    n = (4 + k - k // 4) % 7
    x = (19 * a + m) % 30
    e = (2 * b + 4 * c + 6 * x + n) % 7
    if x == 29 and e == 6:
        return d.date(year, 4, 19)
    if x == 28 and e == 6 and (11 * m + 11) % 30 < 19:
        return d.date(year, 4, 18)
    return d.date(year, 3, 22) + (x + e) * DAY


class Calendar:
    def __init__(self, data):
        self.data = data
        self.weekend = {NAMES.index(n) for n in data["weekend"]}
        self.worked = {d.date.fromisoformat(x) for x in data.get("worked", [])}

    def is_holiday_itself(self, day):
        for h in self.data["holidays"]:
            if not h.get("since", 1) <= day.year <= h.get("until", 9999):
                continue
            if h.get("on") == day.strftime("%m-%d"):
                return True
            if "easter" in h and day - h["easter"] * DAY == easter((day - h["easter"] * DAY).year) and (day - h["easter"] * DAY).year == day.year:
                return True
            if day.isoformat() in h.get("dates", []):
                return True
            if "weekday" in h and h["month"] == day.month and NAMES.index(h["weekday"]) == day.weekday():
                if h["nth"] == -1 and (day + 7 * DAY).month != day.month:
                    return True
                if h["nth"] > 0 and (day.day - 1) // 7 + 1 == h["nth"]:
                    return True
        return False

    @functools.lru_cache(maxsize=None)
    def is_off(self, day):
        if day in self.worked:
            return False
        if day.weekday() in self.weekend or self.is_holiday_itself(day):
            return True
        if self.data["observed"] == "nearest":
            # Saturday's holiday is observed on the Friday before, Sunday's on the Monday after.
            return (day.weekday() == 4 and self.is_holiday_itself(day + DAY)) or (day.weekday() == 0 and self.is_holiday_itself(day - DAY))
        if self.data["observed"] == "next_monday":
            # How many holidays of the days just before fell on a weekend, and how many working places stand before this day.
            back, waiting = day - DAY, 0
            run = []
            while back.weekday() in self.weekend or self.is_holiday_itself(back) or (day - back).days <= 4:
                run.append(back)
                back -= DAY
                if (day - back).days > 10:
                    break
            for x in reversed(run):
                if x.weekday() in self.weekend and self.is_holiday_itself(x):
                    waiting += 1
                elif x.weekday() not in self.weekend and not self.is_holiday_itself(x) and waiting > 0:
                    waiting -= 1
            return waiting > 0
        return False


def start_of(day, zone):
    """The first instant whose local date is `day` or later."""
    candidates = []
    for fold in (0, 1):
        local = d.datetime(day.year, day.month, day.day, tzinfo=zone, fold=fold)
        utc = local.astimezone(UTC)
        if utc.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
            candidates.append(utc)
    if candidates:
        first = min(candidates)
        # The clock may have gone back over midnight: then the date was reached before.
        before = first - d.timedelta(seconds=1)
        if before.astimezone(zone).date() < day:
            return first
    at = d.datetime(day.year, day.month, day.day, tzinfo=UTC) - d.timedelta(hours=20)
    step = d.timedelta(minutes=15)
    while at.astimezone(zone).date() < day:
        at += step
    at -= step
    while at.astimezone(zone).date() < day:
        at += d.timedelta(seconds=1)
    return at


def add_months(day, n):
    month = day.month - 1 + n
    year, month = day.year + month // 12, month % 12 + 1
    last = (d.date(year + month // 12, month % 12 + 1, 1) - DAY).day
    return d.date(year, month, min(day.day, last))


def after(at, unit, n, rolls, zone, calendar):
    if unit == "hours":
        return at + d.timedelta(hours=n)
    day = at.astimezone(zone).date()
    if unit == "days":
        last = day + n * DAY
    elif unit == "months":
        last = add_months(day, n)
    elif unit == "years":
        last = add_months(day, 12 * n)
    else:
        last = day
        for _ in range(n):
            last += DAY
            while calendar.is_off(last):
                last += DAY
    while rolls and calendar.is_off(last):
        last += DAY
    return start_of(last + DAY, zone)


def main():
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    rnd = random.Random(seed)
    calendars = {p.stem: Calendar(json.loads(p.read_text())) for p in sorted((ROOT / "config" / "calendars").glob("*.json"))}
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["zone", "at", "unit", "n", "rolls", "calendar", "due"])
    for i in range(count):
        name = rnd.choice(ZONES)
        zone = ZoneInfo(name)
        cal = rnd.choice(list(calendars))
        calendar = calendars[cal]
        first, past = max(2000, calendar.data["from"]), min(2025, calendar.data["to"])
        begin = d.datetime(first, 1, 10, tzinfo=UTC)
        span = (d.datetime(past, 3, 1, tzinfo=UTC) - begin).total_seconds() if past > first else 86400 * 50
        at = begin + d.timedelta(seconds=rnd.randrange(int(span)))
        # Half of them near a change of the clock, where mistakes live.
        if i % 2:
            target = rnd.choice([3, 4, 9, 10, 11])
            at = at.replace(month=target, day=rnd.randrange(1, 29)) if at.year < past else at
        unit = rnd.choice(["hours", "days", "days", "business_days", "business_days", "months", "years"])
        most = {"hours": 400, "days": 200, "business_days": 40, "months": 8, "years": 3}[unit]
        if cal in ("cn", "jp"):
            most = min(most, {"days": 60, "business_days": 30, "months": 3, "years": 1}.get(unit, most))
        n = rnd.randrange(1, most + 1)
        rolls = unit in ("days", "months", "years") and rnd.random() < 0.5
        out.writerow([name, int(at.timestamp()), unit, n, int(rolls), cal, int(after(at, unit, n, rolls, zone, calendar).timestamp())])


if __name__ == "__main__":
    main()
