#!/bin/sh
# The table of the article on slimming a Flask image, with figures of this machine: size, known vulnerabilities by
# severity, push time and scan time, of the source and of the minified image. To be run as
#   src/it/benchmarks/flask-table.sh [ADVISORIES...]
# It builds and minifies src/it/flask-article in the Docker engine, pushes both images to an empty registry on
# localhost, and looks at both from there with an empty cache. Prints Markdown, which stays in
# target/benchmarks/flask-table.md.
# ADVISORIES are files and directories of vulnerability data, as for 'slim.advisories'. By default they are apt's own
# lists, if these have Debian's security suite: run 'apt-get update' before. Without any, vulnerabilities are "not
# assessed"; an index alone tells no severity, which is then "unknown". Those of the minified image are the source's
# without those whose packages have no file left.
# The plugin is installed in the local repository; MAVEN_ARGS=-Dmaven.repo.local=DIR names another one.
set -eu

cd "$(dirname "$0")/../../.."
if [ $# -eq 0 ] && ls /var/lib/apt/lists/*-security_InRelease >/dev/null 2>&1; then
  set -- /var/lib/apt/lists
fi
advisories=
for path; do
  advisories=$advisories${advisories:+,}$(realpath "$path")
done
work=$PWD/target/benchmarks/flask-table
table=$PWD/target/benchmarks/flask-table.md
version=$(sed -n 's|^  <version>\(.*\)</version>$|\1|p' pom.xml | head -n 1)
plugin=io.github.slimmaven:slim-maven-plugin:$version
bin=src/it/bin
registry=
images=

clean() {
  [ -z "$registry" ] || sh $bin/services.sh stop "$registry"
  # shellcheck disable=SC2086 # a list
  [ -z "$images" ] || docker image rm --force $images >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap clean EXIT
trap 'exit 1' INT TERM

maven() { # LOG ARGUMENT...
  log=$1
  shift
  ./mvnw -B -ntp "$@" >"$log" 2>&1 || {
    cat "$log" >&2
    exit 1
  }
}

seconds() { # COMMAND...: how long it takes
  began=$(date +%s.%N)
  "$@" >/dev/null
  echo "$(date +%s.%N) $began" | awk '{ printf "%.1f\n", $1 - $2 }'
}

# It measures the plugin; .ci/run tests it.
[ -n "${SLIM_INSTALLED:-}" ] || ./mvnw -B -q install -DskipTests
rm -rf "$work"
mkdir -p "$work"

# shellcheck disable=SC2046 # the base's name and its packages, as the test has them
sh $bin/debian-base.sh -n $(sed -n '/^Bases\.debian/,/)/p' src/it/flask-article/prebuild.groovy |
  grep -o "'[^']*'" | tr -d "'") >/dev/null
cp -r src/it/flask-article "$work/project"
sed -i "s/@project.version@/$version/; s|<artifactId>flask-article<|<artifactId>flask-table<|" "$work/project/pom.xml"
registry=$(sh $bin/services.sh registry)
source=$registry/flask-table:source
slim=$registry/flask-table:slim
images="flask-table:source flask-table:slim $source $slim"
maven "$work/minify.log" -f "$work/project/pom.xml" verify -Dslim.to=docker://flask-table:slim \
  ${advisories:+"-Dslim.advisories=$advisories"}

docker tag flask-table:source "$source"
docker tag flask-table:slim "$slim"
# The smaller one first: it shares no layer with the source, and neither finds any in the registry.
slim_push=$(seconds docker push "$slim")
source_push=$(seconds docker push "$source")

scan() { # IMAGE NAME: prints the seconds that the goal itself took
  maven "$work/$2.log" "$plugin:lint" "-Dslim.bases=$1" "-Dslim.outputDirectory=$work/$2" \
    "-Dslim.cacheDirectory=$work/cache-$2" ${advisories:+"-Dslim.advisories=$advisories"}
  sed -n 's/.*Looked at it in \([0-9.]*\) s;.*/\1/p' "$work/$2.log"
}
source_scan=$(scan "$source" source)
slim_scan=$(scan "$slim" slim)

python3 - "$work" "$source_push" "$slim_push" "$source_scan" "$slim_scan" >"$table" <<'PYTHON'
import json
import sys

work, source_push, slim_push, source_scan, slim_scan = sys.argv[1:]
report = json.load(open(work + '/project/target/slim/report.json'))
looked = {name: json.load(open('%s/%s/bases.json' % (work, name)))['bases'][0] for name in ('source', 'slim')}
before, after = report['source'], report['slim']
security = report.get('security', {})
counts = security.get('counts', {}) if security.get('assessed') else {}


def row(name, first, second):
    print('| %s | %s | %s |' % (name, first, second))


def sizes(name, one, two):
    row(name, '%.1f MB' % (one / 1e6), '%.1f MB (%.1f times smaller)' % (two / 1e6, one / two))


def shown(found, least):
    return ('%s%d' % (least, found['source']),
            '%s%d (%d gone, %d reduced)' % (least, found['remaining'], found['gone'], found['reduced']))


print('| | source | minified |\n| --- | ---: | ---: |')
sizes('size', before['size'], after['size'])
sizes('compressed', looked['source']['compressedSize'], looked['slim']['compressedSize'])
row('files', '{:,}'.format(before['files']), '{:,}'.format(after['files']))
row('layers', len(before['layers']), len(after['layers']))
every = counts.get('all')
row('known vulnerabilities', *(['not assessed'] * 2 if every is None else shown(every, '')))
for severity in ('critical', 'high', 'medium', 'low', 'none', 'unknown'):
    name = 'of severity ' + severity
    found = counts.get(severity)
    if found is None:
        row(name, 'not assessed', 'not assessed')
    elif severity != 'unknown' and every['source'] == counts['unknown']['source'] > 0:
        row(name, 'unknown', 'unknown')  # those that are known have none
    else:
        row(name, *shown(found, 'at least ' if severity != 'unknown' and counts['unknown']['source'] else ''))
row('setuid and setgid programs', looked['source']['setuid'], looked['slim']['setuid'])
row('push', source_push + ' s', slim_push + ' s')
row('scan', source_scan + ' s', slim_scan + ' s')
naive = security.get('naive')
if naive:
    print('\nA scanner that sees the minified image alone names %d vulnerabilities in %d packages; %d that remain it'
          ' does not name.' % (naive['vulnerabilities'].get('all', 0), naive['packages'], naive['unseen']))
for sentence in [security[key] for key in ('reason',) if key in security] + security.get('limits', []):
    print('\n' + sentence)
PYTHON
cat "$table"
