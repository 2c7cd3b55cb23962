#!/usr/bin/env bash
# @salesforce/source-deploy-retrieve 12.37.2: a text in CDATA gains a line break and blanks on either side when a field or an object is converted,
# because the writer indents the section like an element. No other text of the file changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >package.json <<'JSON'
{
  "dependencies": { "@salesforce/source-deploy-retrieve": "12.37.2" },
  "overrides": { "undici": "7.16.0" }
}
JSON
npm install --silent --no-audit --no-fund
fields=source/objects/Thing__c/fields
mkdir -p "$fields"
cat >source/objects/Thing__c/Thing__c.object-meta.xml <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata"><label>Thing</label></CustomObject>
XML
cat >"$fields/Site__c.field-meta.xml" <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<CustomField xmlns="http://soap.sforce.com/2006/04/metadata">
    <fullName>Site__c</fullName>
    <description><![CDATA[a < b]]></description>
    <inlineHelpText>c &lt; d</inlineHelpText>
</CustomField>
XML
cat >convert.cjs <<'NODE'
const { ComponentSet, MetadataConverter } = require("@salesforce/source-deploy-retrieve");
const target = { type: "directory", outputDirectory: "converted", genUniqueDir: false };
new MetadataConverter().convert(ComponentSet.fromSource("source"), "metadata", target);
NODE
node convert.cjs
python3 - >seen <<'PYTHON'
import xml.etree.ElementTree as ET

for path in ("source/objects/Thing__c/fields/Site__c.field-meta.xml", "converted/objects/Thing__c.object"):
    for element in ET.parse(path).iter():
        name = element.tag.rpartition("}")[2]
        if name in ("description", "inlineHelpText"):
            print(path.partition("/")[0], name, repr(element.text))
PYTHON
cat seen
diff seen - <<'EXPECTED'
source description 'a < b'
source inlineHelpText 'c < d'
converted description '\n            a < b\n        '
converted inlineHelpText 'c < d'
EXPECTED
