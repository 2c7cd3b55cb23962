// Reads each folder with Salesforce's own library, converts it, and prints what it saw as one line of JSON a folder.
import { ComponentSet, MetadataConverter } from '@salesforce/source-deploy-retrieve';

for (const [folder, output] of JSON.parse(process.argv[2])) {
  const set = ComponentSet.fromSource(folder);
  const components = set.getSourceComponents().toArray();
  await new MetadataConverter().convert(set, 'metadata', { type: 'directory', outputDirectory: output, genUniqueDir: false });
  console.log(JSON.stringify(components.map((part) => [part.type.name, part.fullName]).sort()));
}
