"use strict";
(() => {
  // The page is the same on every day; what has passed by today is worked out here, in the reader's own calendar.
  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  const table = document.querySelector(".status");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const find = document.getElementById("find");
  const due = document.getElementById("due");
  const count = document.getElementById("count");
  const states = ["overdue", "wrong", "outdated", "open", "done"];
  const filters = [];

  for (const time of document.querySelectorAll("time")) {
    if (time.dateTime < today) {
      const row = time.closest("tr");
      time.after(" (overdue)");
      time.parentElement.classList.add("overdue");
      row.classList.add("todo");
      row.dataset.state = "overdue";
    }
  }

  // As the command counts: each record by what it wants most, and the orgs of which there is none.
  function counted(list) {
    const count = (state) => list.filter((row) => row.dataset.state === state).length;
    const parts = states.map((state) => [count(state), state]).filter(([number]) => number).map((part) => part.join(" "));
    const others = count("not begun");
    const begun = list.length - others;
    const line = [`${begun} ${begun === 1 ? "record" : "records"}`, parts.join(", ")].filter(Boolean).join(": ");
    return others ? `${line}; ${others} not begun` : line;
  }

  function show() {
    const words = find.value.trim().toLowerCase();
    for (const row of rows) {
      const fits = filters.every((filter, index) => row.cells[index].textContent.toLowerCase().includes(filter.value.trim().toLowerCase()));
      row.hidden = !fits || !row.textContent.toLowerCase().includes(words) || (due.checked && !row.classList.contains("todo"));
    }
    const shown = rows.filter((row) => !row.hidden);
    count.textContent = counted(rows) + (shown.length < rows.length ? `; shown: ${counted(shown)}` : "");
  }

  function sort(index, heading) {
    const down = heading.getAttribute("aria-sort") === "ascending";
    const text = (row) => row.cells[index].dataset.sort ?? row.cells[index].textContent;
    rows.sort((one, other) => text(one).localeCompare(text(other), undefined, { numeric: true }) * (down ? -1 : 1));
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    body.append(...rows);
  }

  [...table.tHead.rows[0].cells].forEach((heading, index) => {
    const name = heading.textContent;
    const button = document.createElement("button");
    const filter = document.createElement("input");
    button.type = "button";
    button.textContent = name;
    button.addEventListener("click", () => sort(index, heading));
    filter.type = "search";
    filter.autocomplete = "off";
    filter.setAttribute("aria-label", `Show only rows whose “${name}” has`);
    filter.addEventListener("input", show);
    heading.replaceChildren(button, filter);
    filters.push(filter);
  });
  find.addEventListener("input", show);
  due.addEventListener("change", show);
  show();
})();
