#!/usr/bin/env bash
# mdit-py-plugins 0.5.0 and Markdown 3.9 read the same boxes (`!!! note`), but disagree on where one begins: the former takes any text behind the
# three marks for a kind, without a space too, and splits a quoted title that has no kind before it; the latter leaves both as paragraphs.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mdit-py-plugins==0.5.0 markdown-it-py==4.0.0 Markdown==3.9
venv/bin/python - >seen <<'PYTHON'
import re

import markdown
from markdown_it import MarkdownIt
from mdit_py_plugins.admon import admon_plugin

reader = MarkdownIt().use(admon_plugin)


def title(html):
    found = re.search(r'<p class="admonition-title">(.*?)</p>', html)
    return f"a box, {found[1]}" if found else "no box"


for page in ('!!! note "Title"\n    x\n', "!!!(see below)\n    x\n", '!!! "Only a title"\n    x\n'):
    first = page.splitlines()[0]
    print(f"{first} | {title(reader.render(page))} | {title(markdown.markdown(page, extensions=['admonition']))}")
PYTHON
cat seen
diff seen - <<'EXPECTED'
!!! note "Title" | a box, Title | a box, Title
!!!(see below) | a box, below) | no box
!!! "Only a title" | a box, a title&quot; | no box
EXPECTED
