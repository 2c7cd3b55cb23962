#!/usr/bin/env bash
# @salesforce/source-deploy-retrieve 12.37.2: capitals in a metadata file's name have two ends. `.eca-meta.XML` is passed over without a word, and
# `.ECA-meta.xml` stops the reading of the whole folder, sound files included.
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
cat >names.cjs <<'NODE'
const { MetadataResolver, VirtualTreeContainer } = require("@salesforce/source-deploy-retrieve");
const data = Buffer.from('<ExternalClientApplication xmlns="http://soap.sforce.com/2006/04/metadata"/>');
for (const name of ["Second.eca-meta.xml", "Second.eca-meta.XML", "Second.ECA-meta.xml"]) {
  const children = ["First.eca-meta.xml", name].map((file) => ({ name: file, data }));
  const tree = new VirtualTreeContainer([{ dirPath: "externalClientApps", children }]);
  let answer;
  try {
    const components = new MetadataResolver(undefined, tree).getComponentsFromPath("externalClientApps");
    answer = components.map((component) => component.fullName).join(", ");
  } catch (fault) {
    answer = fault.message;
  }
  console.log(`First.eca-meta.xml and ${name}: ${answer}`);
}
NODE
node names.cjs >seen
cat seen
diff seen - <<'EXPECTED'
First.eca-meta.xml and Second.eca-meta.xml: First, Second
First.eca-meta.xml and Second.eca-meta.XML: First
First.eca-meta.xml and Second.ECA-meta.xml: externalClientApps/Second.ECA-meta.xml: Could not infer a metadata type
EXPECTED
