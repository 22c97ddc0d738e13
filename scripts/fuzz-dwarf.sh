#!/bin/sh
# Links files with mutated debug information: scripts/fuzz-dwarf.sh [FILES [SEED]]. A failure names the seed of its file.
set -eu
cd "$(dirname "$0")/.."

files=${1:-200000}
seed=${2:-$(date +%s)000000}
echo "$files files from seed $seed"
exec mvn -q -B -ntp -pl linker -am test -Dtests.excluded=none -Dsurefire.failIfNoSpecifiedTests=false \
    -Dtest=HostileDebugInfoTest#mutatedDebugInformationGivesABlobOrALinkExceptionForLong \
    -Dpaddock.fuzz.files="$files" -Dpaddock.fuzz.seed="$seed"
