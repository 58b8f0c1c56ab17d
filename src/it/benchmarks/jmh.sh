#!/bin/sh
# The parts of the plugin that work through all files of an image or a class library, by themselves (JMH): the merged tree
# of the layers, the keep set, and the class library's format. Images have 10,000, 100,000 and 500,000 files; the heap is
# 512 MB. To be run as
#   src/it/benchmarks/jmh.sh [JMH OPTION...]        as in: jmh.sh Keeper -p files=10000 -prof gc
# Prints a table of each benchmark with its ratio to the floor of the same run ("floor": the same bytes read or copied,
# nothing else), and of the time per file to that of the smallest image, which is 1 where time grows in proportion.
# Compare ratios: milliseconds depend on what else the machine does.
set -eu

cd "$(dirname "$0")/../../.."
work=$PWD/target/benchmarks/jmh
rm -rf "$work"
mkdir -p "$work/classes" "$work/tmp"
trap 'rm -rf "$work/tmp"' EXIT
trap 'exit 1' INT TERM

# The generated classes are of no use to the unit tests, so they stay out of target/test-classes.
./mvnw -B -q -ntp test-compile
classpath=$work/classes:$(./mvnw -B -q exec:exec -Dexec.executable=echo -Dexec.classpathScope=test -Dexec.args=%classpath)
find src/test/java -name '*Benchmark.java' -exec javac -processor org.openjdk.jmh.generators.BenchmarkProcessor \
  -cp "$classpath" -d "$work/classes" {} +
java -cp "$classpath" -Djava.io.tmpdir="$work/tmp" org.openjdk.jmh.Main -jvmArgsAppend "-Djava.io.tmpdir=$work/tmp" \
  -rf json -rff "$work/result.json" "$@"
python3 - "$work/result.json" <<'PYTHON'
import json, sys

results = {}
for result in json.load(open(sys.argv[1])):
    name, method = result["benchmark"].split(".")[-2:]
    params = result.get("params", {})
    size = params.get("files") or params.get("modules")
    results.setdefault((name, params.get("level", "")), {}).setdefault(size, {})[method] = result["primaryMetric"]["score"]

for (name, level), sizes in results.items():
    print(f"\n{name} {level}".rstrip())
    first = next(iter(sizes))
    for size, methods in sizes.items():
        for method, millis in methods.items():
            line = f"  {size:>15} {method:14} {millis:9.1f} ms"
            if "floor" in methods:
                line += f" {millis / methods['floor']:7.1f} x the floor"
            if size.isdigit() and method in sizes[first]:
                line += f", {millis / int(size) / (sizes[first][method] / int(first)):5.2f} x per file"
            print(line)
PYTHON
