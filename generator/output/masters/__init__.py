"""The fast path: one sheet is laid out, and serves as the master of all that differ from it in an org's texts only.

An org's texts stand in *slots*: elements that name the text in `data-org`. Everything else on a sheet is the same for
every org, as long as the lines of text break in the same places.

1. `boxes.py` reads from the layout which paragraphs hold slots: their pieces of text, their width, their lines.
2. `lines.py` breaks such a paragraph into lines for another org. It says where text must break, or that it cannot
   tell. Orgs whose paragraphs break alike share a master.
3. `glyphs.py` turns the texts into glyphs. It shapes as the layout does, with HarfBuzz and the same fonts.
4. `master.py` cuts these paragraphs out of the finished PDF and sets them again for each org.
5. `update.py` appends what was set to the PDF, as PDF itself provides for: an incremental update.
6. `press.py` finds the master of an org, or lays the sheet out in full and makes it a new master.

Nothing here is believed: a master must first set its own org to the very bytes that the layout drew. What differs, and
whatever cannot be told for sure, goes through the full layout.
"""
