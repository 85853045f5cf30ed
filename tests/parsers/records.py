"""Reads the files of `examples/export_records.rs` with the programs they are for.

Usage: records.py FOLDER. Needs pandas, pharmpy-core and jsonschema; `run` beside this file gets them.
"""

import json
import sys
from pathlib import Path

import jsonschema
import pandas as pd
from pharmpy.modeling import expand_additional_doses, read_model_from_string

DAYS = [0, 14, 28, 56, 84, 112, 140, 168]
FIRST = pd.Timestamp("2024-01-01")
DATES = [FIRST + pd.Timedelta(days=day) for day in DAYS]
STUDY_DAYS = [day + 1 for day in DAYS]

# As little of a model as lets NONMEM data be read.
CONTROL_STREAM = """$PROBLEM tofersen
$INPUT ID TIME AMT RATE EVID CMT ADDL II MDV DV
$DATA {path} IGNORE=@
$PRED
Y = THETA(1) + ETA(1) + EPS(1)
$THETA 1
$OMEGA 1
$SIGMA 1
"""

TYPES = ["id", "idv", "dose", "rate", "event", "compartment", "additional", "ii", "mdv", "dv"]

# Attributes, their order and types as in the specification of Dataset-JSON 1.1 (CDISC, 5 December 2024).
COLUMN = {
    "type": "object",
    "additionalProperties": False,
    "required": ["itemOID", "name", "label", "dataType"],
    "properties": {
        "itemOID": {"type": "string", "minLength": 1},
        "name": {"type": "string", "minLength": 1},
        "label": {"type": "string"},
        "dataType": {
            "enum": [
                "string", "integer", "decimal", "float", "double", "boolean", "datetime", "date", "time", "URI",
            ]
        },
        "targetDataType": {"enum": ["integer", "decimal"]},
        "length": {"type": "integer", "minimum": 1},
        "displayFormat": {"type": "string"},
        "keySequence": {"type": "integer", "minimum": 1},
    },
}
DATASET_JSON = {
    "type": "object",
    "additionalProperties": False,
    "required": [
        "datasetJSONCreationDateTime", "datasetJSONVersion", "itemGroupOID", "records", "name", "label", "columns",
    ],
    "properties": {
        "datasetJSONCreationDateTime": {
            "type": "string",
            "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?([+-]\d{2}:\d{2}|Z)?$",
        },
        "datasetJSONVersion": {"type": "string", "pattern": r"^1\.1(\.(0|([1-9][0-9]*)))?$"},
        "itemGroupOID": {"type": "string", "minLength": 1},
        "records": {"type": "integer", "minimum": 0},
        "name": {"type": "string", "minLength": 1},
        "label": {"type": "string"},
        "columns": {"type": "array", "items": COLUMN},
        "rows": {
            "type": "array",
            "items": {"type": "array", "items": {"type": ["string", "number", "boolean", "null"]}},
        },
    },
}
# The JSON type of each dataType.
JSON_TYPES = {"string": str, "integer": int, "decimal": str, "double": float, "date": str}


def event_records(path):
    """The file as pandas reads it, dots as missing values."""
    return pd.read_csv(path, na_values=".")


def check_event_records(folder):
    compact = event_records(folder / "compact.csv")
    assert list(compact.TIME) == [0, 56], compact
    assert list(compact.ADDL) == [2, 4], compact
    assert list(compact.II) == [14, 28], compact
    assert (compact.MDV == 1).all() and compact.DV.isna().all()
    expanded = event_records(folder / "expanded.csv")
    assert list(expanded.TIME) == DAYS, expanded
    assert (expanded.AMT == 100).all() and (expanded.ADDL == 0).all()


def check_pharmpy(folder):
    """pharmpy reads both forms as NONMEM data, and expands the compact one to the days of the schedule."""
    for name, items in (("compact", 2), ("expanded", 8)):
        model = read_model_from_string(CONTROL_STREAM.format(path=folder.resolve() / f"{name}.csv"))
        assert len(model.dataset) == items, model.dataset
        model = model.replace(datainfo=model.datainfo.set_types(TYPES))
        doses = expand_additional_doses(model).dataset
        assert list(doses.TIME) == DAYS, doses
        assert (doses.AMT == 100).all() and (doses.EVID == 1).all(), doses


def check_exposure(folder):
    exposure = pd.read_csv(folder / "ex.csv", parse_dates=["EXSTDTC", "EXENDTC"])
    assert list(exposure.EXSTDTC) == DATES, exposure
    assert list(exposure.EXENDTC) == DATES, exposure
    assert list(exposure.EXSTDY) == STUDY_DAYS, exposure
    assert (exposure.EXDOSE == 100).all() and (exposure.EXROUTE == "INTRATHECAL").all()

    weeks = {"EVERY 2 WEEKS": 2, "EVERY 4 WEEKS": 4}
    runs = pd.read_csv(folder / "ex_by_interval.csv", parse_dates=["EXSTDTC", "EXENDTC"])
    dates = []
    for run in runs.itertuples():
        dates += list(pd.date_range(run.EXSTDTC, run.EXENDTC, freq=f"{7 * weeks[run.EXDOSFRQ]}D"))
    assert dates == DATES, dates

    collected = pd.read_csv(folder / "ec.csv")
    for mood, doses in collected.groupby("ECMOOD"):
        assert list(doses.ECSTDY) == STUDY_DAYS + [197], (mood, doses)
        assert list(doses.ECLNKGRP) == [f"DOSE {number}" for number in range(1, len(doses) + 1)], doses
    missed = collected[collected.ECOCCUR == "N"]
    assert list(missed.ECREASOC) == ["PNEUMONIA"] and missed.ECDOSE.isna().all(), missed


def check_design(folder):
    arms, elements = pd.read_csv(folder / "ta.csv"), pd.read_csv(folder / "te.csv")
    assert set(arms.ETCD) == set(elements.ETCD)
    assert elements.ETCD.is_unique and elements.ELEMENT.is_unique
    visits = pd.read_csv(folder / "tv.csv")
    assert list(visits.VISITDY) == [1, 29, 57, 85, 113, 141, 169], visits
    assert visits.VISITNUM.is_unique and visits.VISIT.is_unique


def check_basic_data(folder):
    data = pd.read_csv(folder / "adnfl.csv")
    assert (data.groupby("USUBJID").ABLFL.count() == 1).all(), data
    after = data[(data.ADY > 1) & (data.BASE != 0)]
    percent = 100 * (after.AVAL - after.BASE) / after.BASE.abs()
    assert (percent - after.PCHG).abs().max() < 1e-12, data
    assert data[data.BASE == 0].PCHG.isna().all(), data


def check_dataset_json(folder):
    """Every JSON file has the shape of the specification and the values of its comma-separated twin."""
    paths = sorted(folder.glob("*.json"))
    assert len(paths) == 7, paths
    for path in paths:
        dataset = json.loads(path.read_text(encoding="utf-8"))
        jsonschema.validate(dataset, DATASET_JSON)
        order = [name for name in DATASET_JSON["properties"]]
        assert list(dataset) == order, f"{path}: {list(dataset)}"
        assert dataset["records"] == len(dataset["rows"])
        for row in dataset["rows"]:
            assert len(row) == len(dataset["columns"])
            for value, column in zip(row, dataset["columns"]):
                assert value is None or isinstance(value, JSON_TYPES[column["dataType"]]), (column, value)
        names = [column["name"] for column in dataset["columns"]]
        from_json = pd.DataFrame(dataset["rows"], columns=names)
        from_csv = pd.read_csv(path.with_suffix(".csv"))
        for column in dataset["columns"]:
            name = column["name"]
            one, other = from_json[name], from_csv[name]
            if column["dataType"] in ("integer", "decimal", "double"):
                one, other = pd.to_numeric(one), pd.to_numeric(other)
            assert [None if pd.isna(v) else v for v in one] == [None if pd.isna(v) else v for v in other], name


def main():
    folder = Path(sys.argv[1])
    for check in (
        check_event_records, check_pharmpy, check_exposure, check_design, check_basic_data, check_dataset_json,
    ):
        check(folder)
        print(f"{check.__name__}: ok")


main()
