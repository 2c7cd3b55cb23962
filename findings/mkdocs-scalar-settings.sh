#!/usr/bin/env bash
# MkDocs 1.6.1: settings that are plain words or a list are refused in one line; settings that are a plain number end with a TypeError and its
# traceback, because MkDocs looks for the key INHERIT in whatever the file holds before it looks at what that is.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mkdocs==1.6.1
mkdir docs
for settings in "plain words" "- a list" 7; do
    echo "$settings" >mkdocs.yml
    echo "$settings | $(venv/bin/mkdocs build 2>&1 | tail -n 1)"
done >seen
cat seen
diff seen - <<'EXPECTED'
plain words | Error: The configuration is invalid. Expected a key-value mapping (dict) but received: <class 'str'>
- a list | Error: The configuration is invalid. Expected a key-value mapping (dict) but received: <class 'list'>
7 | TypeError: argument of type 'int' is not iterable
EXPECTED
