#!/bin/sh
# Prints the figures of the integration tests that slim an image at every level, as a table.
#
#   figures.sh
#
# Reads target/it/*/target/figures.csv, which `./mvnw -P run-its verify` leaves. Sizes are in MB (10^6
# bytes), times in seconds; "own" is the time without waiting for the app; "unprobed" counts the
# requests that no probe made and that the minified image answers.
set -eu

cd "$(dirname "$0")/../../.."
echo '| image | level | source | slim | ratio | compressed | time | own | unprobed |'
echo '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |'
cat target/it/*/target/figures.csv | awk -F, '{
  printf "| %s | %s | %.1f | %.1f | %.1fx | %.1f | %.1f | %.1f | %d of %d |\n",
    $1, $2, $3 / 1e6, $4 / 1e6, $5, $6 / 1e6, $7 / 1e3, $8 / 1e3, $9, $10 }'
