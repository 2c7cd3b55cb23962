"use strict";
(() => {
  // The page is the same on every day; what has passed by today is worked out here, in the reader's own calendar.
  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  const rows = [...document.querySelectorAll(".status tbody tr")];
  const find = document.getElementById("find");
  const due = document.getElementById("due");
  const count = document.getElementById("count");

  for (const time of document.querySelectorAll("time")) {
    if (time.dateTime < today) {
      time.after(" (overdue)");
      time.parentElement.classList.add("overdue");
      time.closest("tr").classList.add("todo");
    }
  }
  const total = count.textContent;
  const overdue = rows.filter((row) => row.querySelector(".overdue")).length;

  function show() {
    const words = find.value.trim().toLowerCase();
    for (const row of rows) {
      row.hidden = !row.textContent.toLowerCase().includes(words) || (due.checked && !row.classList.contains("todo"));
    }
    const shown = rows.filter((row) => !row.hidden).length;
    count.textContent = `${total}${overdue ? `; ${overdue} overdue` : ""}${shown < rows.length ? `; ${shown} shown` : ""}`;
  }
  find.addEventListener("input", show);
  due.addEventListener("change", show);
  show();
})();
