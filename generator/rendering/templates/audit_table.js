"use strict";
(() => {
  // The page is written row by row, so what all rows come to is counted here.
  const rows = [...document.querySelectorAll(".audit tbody tr")];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const find = document.getElementById("find");
  const due = document.getElementById("due");
  const count = document.getElementById("count");
  const orgs = new Set(rows.map((row) => row.cells[0].textContent)).size;
  const todo = rows.filter((row) => row.classList.contains("todo")).length;
  const total = `${orgs} ${orgs === 1 ? "org" : "orgs"}, ${rows.length} ${rows.length === 1 ? "row" : "rows"}, ${todo} with something to be done`;

  function show() {
    const words = find.value.trim().toLowerCase();
    let shown = 0;
    rows.forEach((row, index) => {
      row.hidden = !texts[index].includes(words) || (due.checked && !row.classList.contains("todo"));
      shown += row.hidden ? 0 : 1;
    });
    count.textContent = shown < rows.length ? `${total}; ${shown} shown` : total;
  }
  find.addEventListener("input", show);
  due.addEventListener("change", show);
  show();
})();
