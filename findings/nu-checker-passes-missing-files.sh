#!/usr/bin/env bash
# The Nu HTML checker (npm's vnu-jar 26.9.27): a file that is not there is passed without a word, exit status 0, beside others too. Needs Java.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund vnu-jar@26.9.27
checker=node_modules/vnu-jar/build/dist/vnu.jar
echo '<!doctype html><html lang="en"><title>Sound</title><p>Sound</p></html>' >sound.html
echo '<!doctype html><html lang="en"><title>Faulty</title><p><b>Faulty</p></html>' >faulty.html

check() {
    status=0
    messages=$(java -jar "$checker" "$@" 2>&1 | wc -l; exit "${PIPESTATUS[0]}") || status=$?
    echo "$*: $messages lines, exit status $status"
}

{
    check sound.html
    check faulty.html
    check missing.html
    check sound.html missing.html
} >seen
cat seen
diff seen - <<'EXPECTED'
sound.html: 0 lines, exit status 0
faulty.html: 2 lines, exit status 1
missing.html: 0 lines, exit status 0
sound.html missing.html: 0 lines, exit status 0
EXPECTED
