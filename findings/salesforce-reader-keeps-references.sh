#!/usr/bin/env bash
# @salesforce/source-deploy-retrieve 12.37.2: what it reads from a component's file is not always what the XML says. References by number stay as
# they were typed, and an element in CDATA is an object instead of a text. Python's own XML reader gives the plain text for each.
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
mkdir externalClientApps
cat >externalClientApps/Sample.eca-meta.xml <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<ExternalClientApplication xmlns="http://soap.sforce.com/2006/04/metadata">
    <contactEmail>app&#64;example.com</contactEmail>
    <description>caf&#xE9; &amp; bar</description>
    <infoUrl><![CDATA[https://example.com/?a=1&b=2]]></infoUrl>
</ExternalClientApplication>
XML
cat >read.cjs <<'NODE'
const { MetadataResolver } = require("@salesforce/source-deploy-retrieve");
const [component] = new MetadataResolver().getComponentsFromPath("externalClientApps");
const { contactEmail, description, infoUrl } = component.parseXmlSync().ExternalClientApplication;
console.log(JSON.stringify([contactEmail, description, infoUrl]));
NODE
node read.cjs >seen
python3 - >>seen <<'PYTHON'
import json
import xml.etree.ElementTree as ET

root = ET.parse("externalClientApps/Sample.eca-meta.xml").getroot()
print(json.dumps([element.text for element in root], ensure_ascii=False, separators=(",", ":")))
PYTHON
cat seen
diff seen - <<'EXPECTED'
["app&#64;example.com","caf&#xE9; & bar",{"__cdata":"https://example.com/?a=1&b=2"}]
["app@example.com","café & bar","https://example.com/?a=1&b=2"]
EXPECTED
