#!/usr/bin/env bash
# Zensical 0.0.73 reads mkdocs.yml, but a plugin or a hook that it does not know and a page of the navigation that is not there are passed over without
# a word: exit status 0, "strict" or not. MkDocs 1.6.1 refuses the same plugin and the same hook, and in strict mode the missing page.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check zensical==0.0.73 mkdocs==1.6.1
mkdir docs
echo '# Start' >docs/index.md

build() {
    printf 'site_name: Sample\nstrict: true\n%s\n' "$2" >mkdocs.yml
    for program in zensical mkdocs; do
        status=0
        venv/bin/$program build >said 2>&1 || status=$?
        echo "$1: $program ends with $status, names it: $(grep -c gone said || true)"
    done
}

{
    build "a plugin that is gone" "plugins: [gone]"
    build "a hook that is gone" "hooks: [gone.py]"
    build "a page that is gone" "nav: [index.md, gone.md]"
} >seen
cat seen
diff seen - <<'EXPECTED'
a plugin that is gone: zensical ends with 0, names it: 0
a plugin that is gone: mkdocs ends with 1, names it: 1
a hook that is gone: zensical ends with 0, names it: 0
a hook that is gone: mkdocs ends with 1, names it: 1
a page that is gone: zensical ends with 0, names it: 0
a page that is gone: mkdocs ends with 1, names it: 1
EXPECTED
