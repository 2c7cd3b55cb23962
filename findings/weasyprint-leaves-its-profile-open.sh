#!/usr/bin/env bash
# WeasyPrint 70.0: writing PDF/A opens the colour profile that it ships and never closes it. A program that treats warnings as errors, as test
# suites do, is stopped by a ResourceWarning. A plain PDF needs no profile and gives none.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check weasyprint==70.0
venv/bin/python - >seen <<'PYTHON'
import gc
import warnings

from weasyprint import HTML

page = HTML(string="<html lang=en><title>A page</title><p>Text")
for variant in (None, "pdf/ua-1", "pdf/a-2a"):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        page.write_pdf("page.pdf", pdf_variant=variant)
        gc.collect()
    leaks = [str(each.message) for each in caught if each.category is ResourceWarning]
    print(f"{variant}: {len(leaks)} left open", *{"a .icc file" for leak in leaks if ".icc" in leak})
PYTHON
cat seen
diff seen - <<'EXPECTED'
None: 0 left open
pdf/ua-1: 0 left open
pdf/a-2a: 1 left open a .icc file
EXPECTED
