// Long tables: sort by a click on a heading, search in a field above. Without this script they are read as they stand.
(() => {
  "use strict";
  const LONG = 10;
  const flat = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  // "4 (3–15)" counts as 4, "< 0.001" as 0.001, "1,234" as 1234, "90%" as 90; a dash is nothing.
  const NUMBER = /^(?:[<≤] ?)?([-−]?[\d,]*\.?\d+(?:e[-+]?\d+)?)%?(?: \(.*\))?$/i;
  const said = (cell) => (cell ? cell.textContent.trim() : "");
  const missing = (text) => text === "" || text === "–";
  const number = (text) => {
    const found = NUMBER.exec(text);
    return found ? Number(found[1].replace(/,/g, "").replace("−", "-")) : NaN;
  };

  const sortable = (table, rows, heads, tell) => {
    heads.forEach((head, at) => {
      if (!said(head)) return;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const ascending = head.getAttribute("aria-sort") !== "ascending";
        const told = rows.map((row) => said(row.cells[at]));
        const numeric = told.every((text) => missing(text) || !Number.isNaN(number(text)));
        const order = rows.map((_, row) => row).sort((one, other) => {
          const [a, b] = [told[one], told[other]];
          if (missing(a) || missing(b)) return missing(a) - missing(b) || one - other;
          const difference = numeric ? number(a) - number(b) : a.localeCompare(b, "en", { numeric: true });
          return (ascending ? difference : -difference) || one - other;
        });
        table.tBodies[0].append(...order.map((row) => rows[row]));
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
        tell(`Sorted by ${said(head)}, ${ascending ? "ascending" : "descending"}`);
      });
    });
  };

  const searchable = (box, rows, status, caption) => {
    const texts = rows.map((row) => flat(row.textContent));
    const label = document.createElement("label");
    const field = document.createElement("input");
    field.type = "search";
    field.setAttribute("aria-label", `Search in: ${caption}`);
    label.append("Search ", field);
    field.addEventListener("input", () => {
      const wanted = flat(field.value).split(/\s+/).filter(Boolean);
      let left = 0;
      rows.forEach((row, at) => {
        row.hidden = !wanted.every((word) => texts[at].includes(word));
        left += !row.hidden;
      });
      status.textContent = wanted.length ? `${left} of ${rows.length} rows` : `${rows.length} rows`;
    });
    box.append(label, status);
  };

  for (const table of document.querySelectorAll(".scroll > table")) {
    const rows = table.tBodies.length === 1 ? [...table.tBodies[0].rows] : [];
    const heads = table.tHead && table.tHead.rows.length === 1 ? [...table.tHead.rows[0].cells] : [];
    if (rows.length <= LONG || !heads.length) continue;
    const bar = document.createElement("div");
    const status = document.createElement("span");
    bar.className = "table-bar";
    status.setAttribute("role", "status");
    status.textContent = `${rows.length} rows`;
    searchable(bar, rows, status, said(table.caption));
    sortable(table, rows, heads, (text) => { status.textContent = text; });
    table.parentNode.before(bar);
    table.classList.add("long");
  }
})();
