"""Reads public files of NONMEM event records with pandas, and compares doses and observations with those of the crate.

Usage: event_records.py FOLDER PROGRAM. FOLDER has the files as OWNER/NAME/PATH; one that is not there is fetched
from its repository where the network allows it. PROGRAM is the example `read_event_records`, built. Needs pandas,
pharmpy-core, and rdata for the files of R. Prints a line for each file, and how many were read; fails if one is read otherwise than by
pandas, or if fewer are read than were before.
"""

import io
import subprocess
import sys
import urllib.request
from pathlib import Path

import pandas as pd

from event_files import FILES, REPOSITORIES

AT_LEAST = 58


def local(folder, repository, path):
    """The file as text of its own, fetched if it is not in the folder."""
    file = folder / repository / path
    if not file.exists():
        address = f"https://raw.githubusercontent.com/{repository}/{REPOSITORIES[repository]}/{path}"
        with urllib.request.urlopen(address, timeout=20) as answer:
            content = answer.read()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    if file.suffix != ".rda":
        return file
    import rdata

    (table,) = rdata.read_rda(file).values()
    text = file.with_suffix(".csv")
    table.to_csv(text, index=False, na_rep="NA")
    return text


def table(file, separator, header, comment):
    """The fields of the records as texts, read by pandas alone."""
    lines = [line for line in file.read_text(encoding="latin-1").splitlines() if line.strip()]
    if isinstance(header, int):
        names, lines = lines[header], lines[header + 1:]
        if comment and names.startswith(comment) and not names.startswith(comment + ","):
            names = names[1:]
        split = names.split(",") if separator == "," else names.split()
        names = [name.strip().strip('"') for name in split]
    else:
        names = header.split()
    if comment:
        lines = [line for line in lines if not line.startswith(comment)]
    pattern = {",": ",", " ": r"\s+"}[separator]
    text = "\n".join(line.strip() if separator == " " else line for line in lines)
    data = pd.read_csv(
        io.StringIO(text), sep=pattern, header=None, names=names, dtype=str, keep_default_na=False,
        na_values=["", ".", "NA"], skipinitialspace=True, index_col=False, engine="python",
    )
    return data.rename(columns={name: name.upper() for name in names if name.upper() in ITEMS})


ITEMS = ["ID", "TIME", "AMT", "RATE", "EVID", "CMT", "SS", "ADDL", "II", "MDV", "DV", "DAT2"]


def numbers(data, name):
    if name not in data:
        return pd.Series(0.0, index=data.index)
    return data[name].str.replace("D", "E").astype(float).fillna(0.0)


def hours(data):
    """TIME, as hours from the first record of the subject where it is that of a clock."""
    if "DAT2" not in data:
        return numbers(data, "TIME")
    def moment(row):
        clock = row["TIME"].split(":")
        hour = int(clock[0]) + int(clock[1]) / 60 if len(clock) == 2 else float(row["TIME"])
        return pd.Timestamp(row["DAT2"].replace("/", "-")) + pd.Timedelta(hours=hour)
    moments = data.apply(moment, axis=1)
    first = moments.groupby(data["ID"]).transform("first")
    return (moments - first).dt.total_seconds() / 3600


def expected(data):
    """Doses (subject, time, amount, rate), one for each that is given, and observations (subject, time, value)."""
    amount, additional, interval = numbers(data, "AMT"), numbers(data, "ADDL"), numbers(data, "II")
    event = numbers(data, "EVID") if "EVID" in data else (amount > 0).astype(float)
    base = pd.DataFrame({
        "id": numbers(data, "ID"), "time": hours(data), "amount": amount, "rate": numbers(data, "RATE"),
        "value": numbers(data, "DV"), "missing": numbers(data, "MDV"), "steady": numbers(data, "SS"),
    })
    given = base[event.isin([1, 4])].copy()
    given["number"] = [range(int(count) + 1) for count in additional[given.index]]
    given["interval"] = interval[given.index]
    given = given.explode("number")
    given["time"] += given["number"].astype(float) * given["interval"].where(given["steady"] == 0, 0)
    given = given.sort_values(["id", "time"], kind="stable")
    observed = base[event == 0].copy()
    if "DV" in data:
        observed.loc[data["DV"].isna(), "missing"] = 1
    else:
        observed["missing"] = 1
    observed["value"] = observed["value"].where(observed["missing"] == 0, 0)
    return given[["id", "time", "amount", "rate", "steady"]], observed[["id", "time", "value", "missing"]]


def found(text):
    """The same of what the crate writes."""
    records = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    data = pd.read_csv(io.StringIO(records), na_values=["."], keep_default_na=False, low_memory=False)
    data = data[data.columns[:data.columns.get_loc("DV") + 1]].rename(columns=str.lower)
    steady = data["ss"] if "ss" in data else 0
    data = data.rename(columns={"amt": "amount", "dv": "value", "mdv": "missing"}).assign(steady=steady)
    data = data[["id", "time", "amount", "rate", "steady", "evid", "value", "missing"]].fillna(0)
    given = data[data["evid"].isin([1, 4])].sort_values(["id", "time"], kind="stable")
    observed = data[data["evid"] == 0].copy()
    observed["value"] = observed["value"].where(observed["missing"] == 0, 0)
    return given[["id", "time", "amount", "rate", "steady"]], observed[["id", "time", "value", "missing"]]


def difference(one, other, what):
    if len(one) != len(other):
        return f"{len(other)} {what} by pandas, {len(one)} here"
    one, other = one.astype(float).to_numpy(), other.astype(float).to_numpy()
    # Times are kept to 1e-8 h and amounts to a microgram.
    apart = abs(one - other) > 1e-6 + 1e-5 * abs(other)
    return f"{apart.any(axis=1).sum()} {what} that differ" if apart.any() else None


def covariates_apart(text, data):
    """Every covariate has the values of the file, record by record."""
    if "ADDL" in data:
        return None
    records = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    ours = pd.read_csv(io.StringIO(records), dtype=str, keep_default_na=False, na_values=["", ".", "NA"])
    for name in ours.columns[ours.columns.get_loc("DV") + 1:]:
        if ours[name].fillna("").tolist() != data[name].reset_index(drop=True).fillna("").str.strip().tolist():
            return f"covariate {name} that differs"
    return None


# As little of a model as lets NONMEM data be read.
CONTROL_STREAM = """$PROBLEM records
$INPUT {names}
$DATA {path} IGNORE=@
$PRED
Y = THETA(1) + ETA(1) + EPS(1)
$THETA 1
$OMEGA 1
$SIGMA 1
"""
TYPES = {
    "ID": "id", "TIME": "idv", "DV": "dv", "AMT": "dose", "RATE": "rate", "EVID": "event", "ADDL": "additional",
    "II": "ii", "MDV": "mdv", "CMT": "compartment", "SS": "ss",
}


def doses_of_pharmpy(file, names, given):
    """pharmpy expands the additional doses to the same ones."""
    from pharmpy.modeling import expand_additional_doses, read_model_from_string

    names = ["C=DROP" if name == "C" else name for name in names]
    model = read_model_from_string(CONTROL_STREAM.format(path=file.resolve(), names=" ".join(names)))
    types = [TYPES.get(column.name, "unknown") for column in model.datainfo]
    model = model.replace(datainfo=model.datainfo.set_types(types))
    doses = expand_additional_doses(model).dataset
    doses = doses[doses["AMT"] > 0].sort_values(["ID", "TIME"], kind="stable")
    apart = difference(given[["id", "time", "amount"]], doses[["ID", "TIME", "AMT"]], "doses of pharmpy")
    if apart:
        sys.exit(f"{file}: {apart}")
    print(f"  {file.name}: {len(doses)} doses by pharmpy as well")


def compare(file, told, separator, header, comment, program):
    run = subprocess.run([program, file, "covariates", *told], capture_output=True, text=True, check=False)
    if run.returncode:
        return False, run.stderr.strip().removeprefix("Error: ")
    given, observed = found(run.stdout)
    data = table(file, separator, header, comment)
    doses, observations = expected(data)
    apart = (
        difference(given, doses, "doses")
        or difference(observed, observations, "observations")
        or covariates_apart(run.stdout, data)
    )
    if apart:
        sys.exit(f"{file}: {apart}")
    if "ADDL" in data:
        doses_of_pharmpy(file, list(data.columns), given)
    return True, f"{len(doses)} doses and {len(observations)} observations"


def main():
    folder, program = Path(sys.argv[1]), sys.argv[2]
    read = missing = 0
    for repository, path, told, separator, header, comment in FILES:
        try:
            file = local(folder, repository, path)
        except OSError as error:
            print(f"| {repository} | {path} | not fetched: {error} |")
            missing += 1
            continue
        is_read, answer = compare(file, told.split(), separator, header, comment, program)
        read += is_read
        print(f"| {repository} | {path} | {'read' if is_read else 'refused'}: {answer} |")
    print(f"{read} of {len(FILES)} read")
    if read + missing < AT_LEAST:
        sys.exit(f"expected at least {AT_LEAST} to be read")


main()
