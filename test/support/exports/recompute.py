"""Recomputes every metric of a CSV export from its forecasted values, with nothing but Python's standard library.

Usage: python3 recompute.py FOLDER
Prints JSON: {"cells": {key: {...}}, "items": {key: {...}}, "windows": {start: {...}}, "overall": {...}, ...}.
Written from the documented formulas alone, to be held against the program's own two ways of computing them.
"""
import csv
import datetime
import json
import math
import os
import re
import sys

MISSING = {"", "not defined", "NaN", "nan", "null", "NULL"}
DAY = 86400


def number(text):
    return None if text in MISSING else float(text)


def seconds(text):
    moment = datetime.datetime.fromisoformat(text.replace("Z", "").replace(" ", "T"))
    return int((moment - datetime.datetime(1970, 1, 1)).total_seconds())


def read(folder):
    """All forecast rows, each key once: of copies the one with the smallest values."""
    inner = os.path.join(folder, "forecasted-values")
    rows, levels, dimensions, has_mean, copies = {}, [], [], False, 0
    fixed = {"item_id", "timestamp", "target_value", "backtestwindow_start_time", "backtestwindow_end_time", "mean"}
    for name in sorted(os.listdir(inner)):
        path = os.path.join(inner, name)
        if os.path.getsize(path) == 0:
            continue
        with open(path, newline="", encoding="utf-8") as file:
            reader = csv.DictReader(file)
            quantiles = [c for c in reader.fieldnames if re.fullmatch(r"[pP]\d+", c)]
            levels = sorted(int(c[1:]) / 100 for c in quantiles)
            dimensions = [c for c in reader.fieldnames if c not in fixed and c not in quantiles]
            has_mean = "mean" in reader.fieldnames
            order = sorted(quantiles, key=lambda c: int(c[1:]))
            for row in reader:
                series = (row["item_id"], *[row[d] for d in dimensions])
                key = (series, seconds(row["backtestwindow_start_time"]), seconds(row["timestamp"]))
                values = (
                    number(row["target_value"]),
                    number(row["mean"]) if has_mean else None,
                    [number(row[c]) for c in order],
                    seconds(row["backtestwindow_end_time"]),
                )
                if key in rows:
                    copies += 1
                    rank = lambda v: [math.inf if x is None else x for x in (v[0], v[1], *v[2])]
                    if rank(values) >= rank(rows[key]):
                        continue
                rows[key] = values
    return rows, levels, has_mean, copies


def season_of(step, length):
    season = 1
    if 0 < step < DAY:
        season = DAY // step if DAY % step == 0 else 1
    elif step >= 28 * DAY:
        months = round(step / (30.44 * DAY))
        if abs(step - months * 30.44 * DAY) <= 3 * DAY and 12 % months == 0:
            season = 12 // months
    return season if season < length else 1


def mean_of(values):
    known = [v for v in values if v is not None]
    return math.fsum(known) / len(known) if known else None


def over_windows(name, values):
    """Amounts add up over windows; a metric is the mean of those in which it is defined."""
    if name not in ("absoluteError", "demand"):
        return mean_of(values)
    known = [v for v in values if v is not None]
    return math.fsum(known) if known else None


def metrics(points, levels, has_mean, season):
    """points: (y, mean, quantiles) in order of time."""
    ys = [p[0] for p in points]
    complete = None not in ys
    demand = math.fsum(abs(y) for y in ys) if complete else None
    over = lambda value: value if demand < 1e-10 else value / demand
    result = {"n": len(points), "demand": math.fsum(y for y in ys if y is not None)}
    wqls = []
    for index, level in enumerate(levels):
        qs = [p[2][index] for p in points]
        if not complete or None in qs:
            wqls.append(None)
            result[f"coverage:{level:g}"] = None
        else:
            loss = math.fsum(
                level * (y - q) if y >= q else (1 - level) * (q - y) for y, q in zip(ys, qs)
            )
            wqls.append(over(2 * loss))
            result[f"coverage:{level:g}"] = sum(1 for y, q in zip(ys, qs) if y <= q) / len(ys)
            result[f"_loss:{level:g}"] = loss
        result[f"wql:{level:g}"] = wqls[-1]
    if levels:
        result["averageWql"] = None if None in wqls else math.fsum(wqls) / len(wqls)
    basis = [p[1] for p in points] if has_mean else [p[2][levels.index(0.5)] for p in points] if 0.5 in levels else None
    if basis is not None:
        good = complete and None not in basis
        result["absoluteError"] = math.fsum(abs(y - f) for y, f in zip(ys, basis)) if good else None
        result["bias"] = over(math.fsum(f - y for y, f in zip(ys, basis))) if good else None
        result["_bias"] = math.fsum(f - y for y, f in zip(ys, basis)) if good else None
    if has_mean:
        means = [p[1] for p in points]
        good = complete and None not in means
        for name in ("wape", "rmse", "mape", "mase"):
            result[name] = None
        if good:
            errors = [abs(y - f) for y, f in zip(ys, means)]
            result["wape"] = over(math.fsum(errors))
            result["rmse"] = math.sqrt(math.fsum(e * e for e in errors) / len(errors))
            result["mape"] = math.fsum(e / abs(y) for y, e in zip(ys, errors) if y != 0) / len(errors)
            steps = [abs(ys[t] - ys[t - season]) for t in range(season, len(ys))]
            scale = math.fsum(steps) / len(steps) if steps else 0
            result["mase"] = math.fsum(errors) / len(errors) / scale if scale else 0
            result["_errors"] = math.fsum(errors)
            result["_squares"] = math.fsum(e * e for e in errors)
    result["_demand"] = demand
    return result


def pool(cells, levels, has_mean):
    """One window over all its items."""
    out = {}

    def ratio(name, numerator, defined):
        chosen = [c for c in cells if c[defined] is not None]
        if not chosen:
            out[name] = None
            return
        total = math.fsum(c[numerator] for c in chosen)
        demand = math.fsum(c["_demand"] for c in chosen)
        factor = 2 if numerator.startswith("_loss") else 1
        out[name] = factor * (total if demand < 1e-10 else total / demand)

    for level in levels:
        ratio(f"wql:{level:g}", f"_loss:{level:g}", f"wql:{level:g}")
        chosen = [c for c in cells if c[f"coverage:{level:g}"] is not None]
        hits = math.fsum(c[f"coverage:{level:g}"] * c["n"] for c in chosen)
        out[f"coverage:{level:g}"] = hits / sum(c["n"] for c in chosen) if chosen else None
    if levels:
        parts = [out[f"wql:{level:g}"] for level in levels]
        out["averageWql"] = None if None in parts else math.fsum(parts) / len(parts)
    if has_mean:
        ratio("wape", "_errors", "wape")
        chosen = [c for c in cells if c["rmse"] is not None]
        out["rmse"] = (
            math.sqrt(math.fsum(c["_squares"] for c in chosen) / sum(c["n"] for c in chosen)) if chosen else None
        )
        out["mape"] = mean_of([c["mape"] for c in cells])
        out["mase"] = mean_of([c["mase"] for c in cells])
    if cells and "bias" in cells[0]:
        ratio("bias", "_bias", "bias")
        known = [c["absoluteError"] for c in cells if c["absoluteError"] is not None]
        out["absoluteError"] = math.fsum(known) if known else None
    out["demand"] = math.fsum(c["demand"] for c in cells)
    return out


def main(folder):
    rows, levels, has_mean, copies = read(folder)
    windows = {}
    ends = {}
    for (series, start, time), (y, mean, quantiles, end) in rows.items():
        windows.setdefault((series, start), []).append((time, (y, mean, quantiles)))
        ends[start] = max(end, ends.get(start, end))
    step, points, length = None, 0, 0
    for (series, start), window in windows.items():
        window.sort(key=lambda entry: entry[0])
        times = [time for time, _ in window]
        points = max(points, len(times))
        length = max(length, ends[start] - start)
        for before, after in zip(times, times[1:]):
            step = after - before if step is None else min(step, after - before)
    step = step or 0
    count = points if step == 0 or step >= 28 * DAY else length // step + 1
    season = season_of(step, count)
    cells = {
        (series, start): metrics([p for _, p in window], levels, has_mean, season)
        for (series, start), window in windows.items()
    }
    by_item, by_window = {}, {}
    for (series, start), cell in cells.items():
        by_item.setdefault(series, []).append(cell)
        by_window.setdefault(start, []).append(cell)
    names = [n for n in next(iter(cells.values())) if not n.startswith("_") and n not in ("n", "demand")]
    all_errors = math.fsum(c.get("absoluteError") or 0 for c in cells.values())
    items = {}
    for series, own in by_item.items():
        items[json.dumps(series)] = {name: over_windows(name, [c.get(name) for c in own]) for name in names}
        items[json.dumps(series)]["demand"] = math.fsum(c["demand"] for c in own)
        known = [c["absoluteError"] for c in own if c.get("absoluteError") is not None]
        if "absoluteError" in names:
            items[json.dumps(series)]["errorShare"] = math.fsum(known) / all_errors if known else None
    pooled = {start: pool(own, levels, has_mean) for start, own in by_window.items()}
    overall = {name: over_windows(name, [p[name] for p in pooled.values()]) for name in next(iter(pooled.values()))}
    public = lambda cell: {k: v for k, v in cell.items() if not k.startswith("_")}
    json.dump(
        {
            "rows": len(rows),
            "copies": copies,
            "season": season,
            "cells": {json.dumps([list(s), start * 1000]): public(c) for (s, start), c in cells.items()},
            "items": items,
            "windows": {str(start * 1000): p for start, p in pooled.items()},
            "overall": overall,
        },
        sys.stdout,
    )


main(sys.argv[1])
