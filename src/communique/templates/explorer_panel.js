/* What is told in words: the panel with a node or a tie, its sentences, and the way to their documents.
   Text reaches the page through textContent alone: what documents say can never become markup. */

function make(tag, text, attributes = {}) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

// Letters without their marks: "Côte" is found by "cote". Some letters have no decomposition.
const PLAIN = { "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "œ": "oe", "æ": "ae", "ı": "i", "’": "'" };
const fold = text => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[łøđßœæı’]/g, sign => PLAIN[sign]);
const many = (n, word) => `${n.toLocaleString("en")} ${word}${n === 1 ? "" : "s"}`;
// A line may break between two dates, not at the hyphens within one: U+2060 joins what it stands between.
const unbroken = date => date.replaceAll("-", "\u2060-\u2060");
const dates = (first, last) => !first ? "undated" : !last || last === first ? unbroken(first) : `${unbroken(first)} to ${unbroken(last)}`;

function panelOf(network, now, { panel, body, tip, list }, draw, activate) {
  const { nodes, ties, types, kinds, sentences, documents, unit, around, other, word } = network;
  function show(what, focus) {
    now.open = what;
    now.hover = null;
    tip.hidden = true;
    panel.replaceChildren();
    const shut = make("button", "×", { type: "button", class: "ex-close", "aria-label": "Close" });
    shut.addEventListener("click", () => { close(); list.focus({ preventScroll: true }); });
    panel.append(shut);
    if (what.node !== undefined) tellNode(what.node); else tellTie(what.tie);
    panel.hidden = false;
    body.classList.add("ex-open");
    panel.scrollTop = 0;
    panel.setAttribute("aria-label", panel.querySelector("h3").textContent);
    if (focus) panel.focus();
    draw();
  }
  function close() {
    now.open = null;
    panel.hidden = true;
    body.classList.remove("ex-open");
    draw();
  }
  function tellNode(node) {
    const seen = around[node].filter(tie => now.seenTie[tie]);
    panel.append(make("h3", nodes.label[node]), make("p",
      `${word(node)} · ${many(around[node].length, "tie")} · named ${many(nodes.mentions[node], "time")} in ${many(nodes.documents[node], "document")} · ${dates(nodes.first[node], nodes.last[node])}`));
    const rows = panel.appendChild(make("ul"));
    for (const tie of seen) {
      const button = rows.appendChild(make("li")).appendChild(make("button", undefined, { type: "button" }));
      button.append(make("b", nodes.label[other(tie, node)]), make("small", facts(tie)));
      button.addEventListener("click", () => show({ tie, back: node }, true));
    }
    if (seen.length < around[node].length) panel.append(make("p", `${many(around[node].length - seen.length, "tie")} left out by the filter`));
  }
  const inWords = of => [...new Set(of.map(kind => `${kinds[kind][0]} (${kinds[kind][1]})`))].join(", ");
  const facts = tie => [inWords(ties.kinds[tie]), many(ties.places[tie] || ties.weight[tie], unit), dates(ties.first[tie], ties.last[tie])].filter(Boolean).join(" · ");
  function tellTie(tie) {
    const ends = [ties.a[tie], ties.b[tie]];
    panel.append(make("h3", ends.map(node => nodes.label[node]).join(" – ")), make("p", facts(tie)));
    const buttons = panel.appendChild(make("div", undefined, { class: "ex-ends" }));
    for (const node of ends) {
      const button = buttons.appendChild(make("button", `All ties of ${nodes.label[node]}`, { type: "button" }));
      button.addEventListener("click", () => { activate(node); show({ node }, true); });
    }
    const quotes = panel.appendChild(make("ol"));
    for (const [sentence, of] of ties.quotes[tie]) {
      const [document_, sent, pieces] = sentences[sentence], [href, title, date] = documents[document_];
      const row = quotes.appendChild(make("li"));
      if (of.length) row.append(make("small", inWords(of)));
      if (pieces.length) {
        const quote = row.appendChild(make("q"));
        for (const piece of pieces) {
          const named = Array.isArray(piece);
          quote.append(named && ends.includes(piece[0]) ? make("mark", piece[1], { class: `ex-${types[nodes.type[piece[0]]].type}` }) : named ? piece[1] : piece);
        }
      }
      row.append(make("a", title + (date ? `, ${unbroken(date)}` : ""), { href: href + (sent === null ? "" : `#s${sent}`) }));
    }
    const left_ = ties.places[tie] - ties.quotes[tie].length;
    if (left_ > 0) panel.append(make("p", `and ${left_.toLocaleString("en")} more in the documents`));
    if (!ties.quotes[tie].length) panel.append(make("p", "No sentence is kept for this tie."));
  }
  panel.addEventListener("keydown", event => {
    event.stopPropagation();
    if (event.key !== "Escape") return;
    const back = now.open?.back;
    if (back !== undefined) show({ node: back }, true);
    else { close(); list.focus({ preventScroll: true }); }
  });
  return { show, close, facts };
}
