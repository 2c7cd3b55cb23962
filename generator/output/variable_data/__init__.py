"""The fast path: one sheet is laid out, and serves as the master of all that differ from it in an org's texts only.

An org's texts stand in *slots*: elements that name the text in `data-org`. `output/reserved_space.py` gives each
paragraph with a slot the height of the longest ordinary text, so that everything else on a sheet is the same for every
org.

1. `boxes.py` reads from the layout which paragraphs hold slots: their pieces of text, their width, their lines.
2. `extraction.py` finds these pieces in the finished PDF and cuts them out.
3. `glyphs.py` turns an org's texts into glyphs, as the layout does: with HarfBuzz and the same fonts.
4. `lines.py` breaks a paragraph into lines for an org, where that is beyond doubt.
5. `template.py` sets an org's paragraphs, and `update.py` appends them to the PDF, as PDF itself provides for.
6. `printing.py` finds the master of an org or makes it.

Nothing here is believed: the first sheet from a master is laid out in full as well, and each text must stand at the
same place. Whatever cannot be told for sure raises `UncertainError`, and that org's sheet is laid out in full.
"""
