#!/usr/bin/env bash
# Searches for inputs that a parser neither reads nor refuses: ten minutes for each target, one after another.
#   libs/sgx-dcap/fuzz.sh [TARGET...]      targets: quote tcbInfo qeIdentity revocationList certificates
# Ends with 1 after the first finding, which lies in src/test/resources beside the seeds and is replayed by every test run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

targets=("$@")
[ $# -gt 0 ] || targets=(quote tcbInfo qeIdentity revocationList certificates)
# Coverage of the readers below the parsers guides the search too.
export JAZZER_INSTRUMENT='org.computingpower.**,com.fasterxml.jackson.core.**,org.bouncycastle.asn1.**'
export JAZZER_FUZZ=1

mvn -q -pl libs/sgx-dcap -DskipTests test-compile
for target in "${targets[@]}"; do
  echo "fuzz: $target"
  log="libs/sgx-dcap/target/fuzz-$target.log"
  if ! nice -n 19 mvn -q -pl libs/sgx-dcap surefire:test@fuzz-seeds -Dtest="ParserFuzzTest#$target" >"$log" 2>&1; then
    echo "fuzz: $target found something; see $log" >&2
    exit 1
  fi
  grep -aE '^#[0-9]+[[:space:]]+DONE' "$log"
done
