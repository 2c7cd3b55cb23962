// Ticks and unticks check boxes and types as a program would, and saves.
// Argument: a list of [program, PDF, PDF to write, {name: ticked or words}].
import { readFile, writeFile } from 'node:fs/promises';
import { PDFDocument } from 'pdf-lib';

globalThis.DOMMatrix ??= class {}; // Node has none, and pdf.js names it for drawing, which nobody asks for here
const { getDocument, VerbosityLevel } = await import('pdfjs-dist/legacy/build/pdf.mjs');

const PROGRAMS = {
  async 'pdf-lib'(data, wanted) {
    const pdf = await PDFDocument.load(data);
    const form = pdf.getForm();
    for (const [name, value] of Object.entries(wanted)) {
      if (typeof value === 'string') form.getTextField(name).setText(value);
      else if (value) form.getCheckBox(name).check();
      else form.getCheckBox(name).uncheck();
    }
    return pdf.save();
  },
  async 'pdf.js'(data, wanted) {
    const pdf = await getDocument({ data: new Uint8Array(data), verbosity: VerbosityLevel.ERRORS }).promise;
    const fields = await pdf.getFieldObjects();
    for (const [name, value] of Object.entries(wanted)) {
      for (const { id } of fields[name]) pdf.annotationStorage.setValue(id, { value });
    }
    return pdf.saveDocument();
  },
};

for (const [program, from, to, wanted] of JSON.parse(process.argv[2])) {
  await writeFile(to, await PROGRAMS[program](await readFile(from), wanted));
}
