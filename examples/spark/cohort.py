"""A cohort in ranges on two executors, put together by Spark, and compared with one process.

    python cohort.py BINARY SUBJECTS RANGES
"""

import subprocess
import sys
from collections import defaultdict

from pyspark.sql import SparkSession


def fields(line):
    result, part, count = line.split("\t")
    return (int(result), part), int(count)


def exact(counts):
    """Bins as they are, and the digits of each sum as one whole number."""
    bins, sums = {}, defaultdict(int)
    for (result, part), count in counts:
        kind, place = part.split(" ")
        if kind == "bin":
            bins[result, int(place)] = count
        else:
            sums[result] += count << (32 * int(place))
    return bins, dict(sums)


def main(binary, subjects, ranges):
    edges = [subjects * i // ranges for i in range(ranges + 1)]
    spark = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .appName("cohort")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    try:
        lines = [f"{first} {end}" for first, end in zip(edges, edges[1:])]
        merged = (
            spark.sparkContext.parallelize(lines, ranges)
            .pipe(f"xargs -L 1 {binary}", checkCode=True)
            .map(fields)
            .reduceByKey(lambda one, other: one + other)
            .collect()
        )
    finally:
        spark.stop()

    def run(*arguments, **options):
        return subprocess.run([binary, *arguments], check=True, capture_output=True, text=True, **options).stdout

    whole = run("0", str(subjects))
    alone = [fields(line) for line in whole.splitlines()]
    assert exact(merged) == exact(alone), "the ranges do not make the whole"
    text = "".join(f"{result}\t{part}\t{count}\n" for (result, part), count in sorted(merged))
    table = run("table", input=text)
    assert table == run("table", input=whole), "the tables differ"
    print(table, end="")
    print(f"{subjects} subjects in {ranges} ranges on two executors: equal to one process, to the last bit")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
