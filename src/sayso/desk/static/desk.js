// Keys, selected words, and what lights up together. Every page works without this file; it presses the same buttons.
"use strict";
(() => {
  // What each act does is the element that carries it (data-act); here are only the keys, which a person may change.
  const KEYS = {
    accept: "a", refuse: "x", unsure: "u", skip: " ", edit: "e", comment: "c", undo: "z", previous: "k", next: "j",
    same: "m", different: "n", "previous-report": "K", "next-report": "J", search: "/", anything: "Ctrl+k", keys: "?",
    review: "r", report: "o", add: "n", "read-to-end": "E", kept: "p", light: "L", "page-on": "]", "page-back": "[",
    blur: "b", uncover: "v", incident: "i", tick: "t", leave: "l", export: "w", print: "P", front: "Escape",
  };
  const NAMES = {
    accept: "Accept", refuse: "Refuse", unsure: "Unsure", skip: "Skip", edit: "Edit a slot", comment: "Comment", undo: "Undo the last decision",
    previous: "The one before", next: "The one after", same: "The same", different: "Different",
    "previous-report": "Report before", "next-report": "Report after", search: "To the search field", anything: "Find anything", keys: "These keys",
    review: "Review these", report: "Open the report", add: "Add", "read-to-end": "Read to the end", kept: "The kept page", light: "Light or dark",
    "page-on": "Next page", "page-back": "Page before", blur: "Blur graphic passages", uncover: "Uncover what is blurred", incident: "Who else says so", tick: "Tick, to join with others", leave: "Leave to others", export: "Export", print: "Print this screen",
  };
  const SAYS = { accept: "Accepted", refuse: "Refused", unsure: "Left unsure", undo: "Undone", same: "Called the same", different: "Told apart" };
  const OF_ROW = ["accept", "refuse", "unsure", "same", "different", "incident", "tick"];
  const NAMED = { " ": "space", "Ctrl+k": "Ctrl K", Escape: "Esc" };

  const own = () => { try { return JSON.parse(localStorage.getItem("sayso-keys") || "{}"); } catch { return {}; } };
  const keyOf = (act) => own()[act] || KEYS[act];
  const told = (key) => NAMED[key] || key;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (selector, within = document) => within.querySelector(selector);
  const seen = (element) => element.checkVisibility ? element.checkVisibility() : element.offsetParent !== null;
  const typing = (element) => element.matches("textarea, select, input:not([type=radio], [type=checkbox], [type=file])") || element.isContentEditable;

  // --- keys

  function pressed(event) {
    if (event.altKey || event.metaKey && event.key.toLowerCase() !== "k") return null;
    if (event.ctrlKey || event.metaKey) return `Ctrl+${event.key.toLowerCase()}`;
    return event.key;
  }

  function act(name) {
    // What is chosen among several answers for itself: a claim beside its report, a name to confirm.
    const chosen = one("[data-row].current") || one(".card.here");
    const within = chosen && OF_ROW.includes(name) ? one(`button.${name}, a.${name}, [data-${name}]`, chosen) : null;
    const element = within || all(`[data-act="${name}"]`).find(seen);
    if (!element) return false;
    if (SAYS[name]) sessionStorage.setItem("sayso-said", SAYS[name]);
    if (element.matches("input:not([type=checkbox])")) { element.focus(); element.select(); } else element.click();
    return true;
  }

  function step(by) {
    const rows = all("[data-row]").filter(seen);
    if (!rows.length) return false;
    const at = rows.findIndex((row) => row.classList.contains("current"));
    const to = at < 0 ? (by > 0 ? Math.max(0, rows.findIndex((row) => row.classList.contains("here"))) : rows.length - 1)
      : Math.min(rows.length - 1, Math.max(0, at + by));
    rows.forEach((row, number) => row.classList.toggle("current", number === to));
    rows[to].scrollIntoView({ block: "nearest" });
    if (rows[to].dataset.claim) light(rows[to].dataset.claim);
    const link = rows[to].matches("[tabindex]") ? rows[to] : one("a", rows[to]);
    if (link) link.focus({ preventScroll: true });
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const key = pressed(event);
    if (!key || one("dialog[open]")) return;
    if (typing(event.target)) { if (key === "Escape") event.target.blur(); if (key !== keyOf("anything")) return; }
    if (key === "Escape") { closeEditing(); return; }
    if (event.target.closest("[data-text]") && words(event)) { event.preventDefault(); return; }
    if (/^[1-9]$/.test(key) && choose(key)) { event.preventDefault(); return; }
    if (key === " " && event.target.matches("button, summary, input")) return;
    // One key may stand for two acts of different screens, as n adds here and tells apart there.
    const names = Object.keys(KEYS).filter((each) => keyOf(each) === key);
    const name = names.find((each) => all(`[data-act="${each}"]`).some(seen)) || names[0];
    const stepping = { ArrowDown: 1, ArrowUp: -1 }[key] || (name === "next" ? 1 : name === "previous" ? -1 : 0);
    if ((name && act(name)) || (stepping && step(stepping))) event.preventDefault();
  });

  function closeEditing() {
    all("details.editing[open]").forEach((details) => { details.open = false; });
  }

  // --- the dialog of keys

  function showKeys() {
    const dialog = one("#keys");
    const list = one("dl", dialog);
    list.replaceChildren();
    const here = new Set(all("[data-act]").filter(seen).map((element) => element.dataset.act));
    ["keys", "next", "previous"].forEach((name) => here.add(name));
    OF_ROW.filter((name) => one(`[data-row] :is(button.${name}, a.${name}, [data-${name}])`)).forEach((name) => here.add(name));
    for (const name of Object.keys(KEYS).filter((each) => here.has(each) && NAMES[each])) {
      const term = document.createElement("dt");
      term.textContent = NAMES[name];
      const button = document.createElement("button");
      button.type = "button";
      button.className = "plain";
      button.textContent = told(keyOf(name));
      button.title = "Press to choose another key";
      button.addEventListener("click", () => rebind(name, button));
      const cell = document.createElement("dd");
      cell.append(button);
      list.append(term, cell);
    }
    if (!dialog.open) dialog.showModal();
  }

  function rebind(name, button) {
    button.textContent = "press a key";
    button.addEventListener("keydown", (event) => {
      event.preventDefault();
      event.stopPropagation();
      const key = pressed(event);
      if (key && key !== "Escape" && key !== "Tab") {
        // The acts that had this key take the one that is given up: no key means two things on one screen.
        const bound = own();
        for (const other of Object.keys(KEYS).filter((each) => each !== name && keyOf(each) === key)) bound[other] = keyOf(name);
        bound[name] = key;
        localStorage.setItem("sayso-keys", JSON.stringify(bound));
      }
      showKeys();
      showBound();
    }, { once: true });
  }

  function showBound() {
    for (const element of all("[data-act]")) {
      const kbd = one("kbd", element);
      if (kbd && KEYS[element.dataset.act]) kbd.textContent = told(keyOf(element.dataset.act));
    }
  }

  // --- words: what is selected in the text fills the field that was last entered

  const points = (text) => [...text].length;

  function offset(node, at) {
    const element = (node.nodeType === 3 ? node.parentElement : node).closest("[data-start]");
    if (!element) return null;
    const range = document.createRange();
    range.setStart(element, 0);
    range.setEnd(node, at);
    return Number(element.dataset.start) + points(range.toString());
  }

  function selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const text = one("[data-text]");
    if (!text || !text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
    const pieces = all("[data-start]", text).filter((piece) => range.intersectsNode(piece) && piece.firstChild);
    if (!pieces.length) return null;
    const last = pieces[pieces.length - 1];
    const start = pieces[0].contains(range.startContainer) ? offset(range.startContainer, range.startOffset) : Number(pieces[0].dataset.start);
    const end = last.contains(range.endContainer) ? offset(range.endContainer, range.endOffset) : Number(last.dataset.start) + points(last.textContent);
    return start === null || end === null || end <= start ? null : { start, end, words: selection.toString().replace(/\s+/g, " ").trim() };
  }

  let entered = null;
  function field(form) {
    if (entered && form.contains(entered)) return entered;
    return one("[data-words]", form);
  }

  function take() {
    const form = all("details.editing[open] form[data-selects]")[0];
    const found = form && selected();
    if (!found) return;
    const input = field(form);
    input.value = found.words;
    spansOf(input).value = `${found.start}-${found.end}`;
  }

  const spansOf = (input) => {
    const fields = all("[data-words], [data-spans-field]", input.form);
    return fields.slice(fields.indexOf(input)).find((each) => each.matches("[data-spans-field]"));
  };

  document.addEventListener("selectionchange", take);
  document.addEventListener("focusin", (event) => { if (event.target.matches("[data-words]")) entered = event.target; });
  document.addEventListener("input", (event) => { if (event.target.matches("[data-words]")) spansOf(event.target).value = ""; });

  function words(event) {
    const selection = getSelection();
    const text = event.target.closest("[data-text]");
    const inside = selection.rangeCount && text.contains(selection.anchorNode);
    const along = { ArrowRight: ["forward", "word"], ArrowLeft: ["backward", "word"], ArrowDown: ["forward", "line"], ArrowUp: ["backward", "line"] }[event.key];
    if (event.key === "Enter") return submit();
    if (!along || event.ctrlKey) return false;
    if (!inside) {
      const start = one("mark.here", text) || one("[data-start]", text);
      selection.collapse(start, 0);
      selection.modify("extend", "forward", "word");
    } else if (event.shiftKey) {
      selection.modify("extend", ...along);
    } else {
      if (along[0] === "forward") selection.collapseToEnd(); else selection.collapseToStart();
      selection.modify("move", ...along);
      if (along[0] === "backward" && along[1] === "word") selection.modify("move", "forward", "word"), selection.modify("move", "backward", "word");
      selection.modify("extend", "forward", "word");
    }
    const node = selection.focusNode;
    (node && node.nodeType === 3 ? node.parentElement : node)?.scrollIntoView({ block: "nearest" });
    return true;
  }

  function submit() {
    const form = all("details.editing[open] form[data-selects]")[0];
    if (!form || !selected()) return false;
    form.requestSubmit(one("button:not([name])", form));
    return true;
  }

  function choose(key) {
    const radio = one(`details.editing[open] [data-value-key="${key}"]`);
    if (!radio) return false;
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  }

  document.addEventListener("change", (event) => {
    if (!event.target.matches(".which input")) return;
    const name = event.target.value;
    const list = one(`.of-${name} select`, event.target.form);
    all("mark.pointed").forEach((mark) => mark.classList.remove("pointed"));
    if (list && seen(list)) { list.focus(); return; }
    const row = one(`[data-slot="${name}"]`);
    const from = row ? row.dataset.spans.trim().split("-")[0] : "";
    const mark = from && one(`[data-text] [data-start="${from}"]`);
    const text = one("[data-text]");
    if (mark) { getSelection().selectAllChildren(mark); mark.scrollIntoView({ block: "nearest" }); }
    if (text) text.focus({ preventScroll: true });
  });

  document.addEventListener("toggle", (event) => {
    if (!event.target.matches("details.editing") || !event.target.open) return;
    const kind = event.target.dataset.opens;
    if (kind === "comment") one("textarea", event.target).focus();
    else if (kind === "export") one("select", event.target).focus();
    else if (kind === "add") { take(); (selected() ? one("[name=speaker_words]", event.target) : one("[data-words]", event.target)).focus(); event.target.scrollIntoView({ block: "nearest" }); }
  }, true);

  // --- words and cards light up both ways

  function light(ids) {
    const wanted = new Set((ids || "").split(" ").filter(Boolean));
    all("mark.lit, .card.lit").forEach((element) => element.classList.remove("lit"));
    if (!wanted.size) return;
    all("mark[data-claims]").forEach((mark) => mark.classList.toggle("lit", mark.dataset.claims.split(" ").some((id) => wanted.has(id))));
    all(".card[data-claim]").forEach((card) => card.classList.toggle("lit", wanted.has(card.dataset.claim)));
  }

  document.addEventListener("mouseover", (event) => {
    const over = event.target.closest("[data-claims], .card[data-claim]");
    if (over) light(over.dataset.claims || over.dataset.claim);
    const row = event.target.closest("[data-spans]");
    all("mark.pointed").forEach((mark) => mark.classList.remove("pointed"));
    if (row) for (const span of row.dataset.spans.split(" ").filter(Boolean)) {
      const [start, end] = span.split("-").map(Number);
      all("[data-text] mark[data-start]").forEach((mark) => {
        const from = Number(mark.dataset.start);
        if (from >= start && from < end) mark.classList.add("pointed");
      });
    }
  });
  document.addEventListener("focusin", (event) => { const card = event.target.closest(".card[data-claim]"); if (card) light(card.dataset.claim); });
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-text] mark[data-claims]");
    if (mark && getSelection().isCollapsed) {
      const card = document.getElementById(`claim-${mark.dataset.claims.split(" ")[0]}`);
      if (card) card.scrollIntoView({ block: "nearest" });
    }
    const card = event.target.closest(".card[data-claim]");
    if (card && (!event.target.closest("a, button") || event.target.closest("[data-to-words]"))) one(`mark[data-claims~="${card.dataset.claim}"]`)?.scrollIntoView({ block: "center" });
    const tool = event.target.closest("button[data-act]");
    if (tool?.dataset.act === "keys") showKeys();
    if (tool?.dataset.act === "light") turn();
    if (tool?.dataset.act === "print") print();
    if (tool?.dataset.act === "blur") blur();
    if (tool?.dataset.act === "uncover") all(".graphic").forEach((passage) => passage.classList.toggle("uncovered"));
    if (event.target.closest("[data-reset-keys]")) { localStorage.removeItem("sayso-keys"); showKeys(); showBound(); }
    const tab = event.target.closest("[data-show]");
    if (tab) show(tab);
  });

  function turn() {
    const dark = root.dataset.light ? root.dataset.light === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.light = dark ? "light" : "dark";
    localStorage.setItem("sayso-light", root.dataset.light);
  }

  // --- graphic passages: the switch is kept in this browser; a first click uncovers, and only the next one follows a link

  const root = document.documentElement;
  function blur() {
    const on = root.classList.toggle("blurs");
    localStorage.setItem("sayso-blur", on ? "yes" : "no");
    all(".uncovered").forEach((passage) => passage.classList.remove("uncovered"));
    blurred();
    say(on ? "Graphic passages are blurred" : "Nothing is blurred");
  }

  function blurred() {
    const on = root.classList.contains("blurs");
    one("[data-act=blur]").setAttribute("aria-pressed", String(on));
    one("[data-act=uncover]").hidden = !on || !one(".graphic");
  }

  document.addEventListener("click", (event) => {
    const passage = event.target.closest(".graphic") || one(".graphic", event.target.closest("a.through") || document.createElement("a"));
    if (!passage || !root.classList.contains("blurs") || passage.classList.contains("uncovered")) return;
    passage.classList.add("uncovered");
    event.preventDefault();
    event.stopPropagation();
  }, true);

  function show(tab) {
    const other = all("[data-show]").find((each) => each !== tab);
    const to = tab.getAttribute("aria-pressed") === "true" ? other : tab;
    all("[data-show]").forEach((each) => each.setAttribute("aria-pressed", String(each === to)));
    const kept = to.dataset.show === "kept";
    one("[data-text]").hidden = kept;
    one("details.kept").open = kept;
  }

  // --- files dropped on the page

  document.addEventListener("submit", (event) => {
    if (event.target.id !== "join" || all("[data-tick]:checked").length > 1) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    sessionStorage.removeItem("sayso-said");
    say("Tick two incidents or more first");
  }, true);

  document.addEventListener("dragover", (event) => { if (one("[data-drop]")) { event.preventDefault(); document.body.classList.add("dropping"); } });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) document.body.classList.remove("dropping"); });
  document.addEventListener("drop", (event) => {
    const input = one("[data-drop] input[type=file]");
    if (!input) return;
    event.preventDefault();
    document.body.classList.remove("dropping");
    input.files = event.dataTransfer.files;
  });

  // --- each time a page was put in place

  const scrolled = {};
  document.addEventListener("htmx:beforeSwap", () => all("[data-keep-scroll]").forEach((pane) => { scrolled[location.pathname + pane.dataset.keepScroll] = pane.scrollTop; }));

  function ready() {
    all("[data-scripted]").forEach((element) => { element.hidden = false; });
    showBound();
    blurred();
    all("[data-keep-scroll]").forEach((pane) => { pane.scrollTop = scrolled[location.pathname + pane.dataset.keepScroll] || 0; });
    const here = one(".card.here");
    if (here && matchMedia("(max-width: 60rem)").matches) {
      // The text stands below the cards there: who decides on a card stays at it, and is not sent to the top.
      setTimeout(() => here.scrollIntoView({ block: "center" }), 0);
    } else if (here) {
      here.scrollIntoView({ block: "nearest" });
      const mark = one("mark.here.quote");
      if (mark) mark.scrollIntoView({ block: "center" });
    } else if (one(".context mark.here")) {
      const text = one(".context .text");
      text.scrollTop = Math.max(0, one("mark.here.quote", text).offsetTop - text.offsetTop - text.clientHeight / 3);
    }
    if (matchMedia("(max-width: 60rem)").matches) all("details.filters").forEach((each) => { each.open = false; });
    const said = sessionStorage.getItem("sayso-said");
    if (said && !one(".problem[role=alert]")) say(said);
    sessionStorage.removeItem("sayso-said");
    if (one("[data-poll]") && !window.htmx) setTimeout(() => location.reload(), 800);
  }

  let saying = 0;
  function say(words) {
    const place = one("#said");
    place.textContent = words;
    place.classList.add("shown");
    clearTimeout(saying);
    saying = setTimeout(() => place.classList.remove("shown"), 1200);
  }

  document.addEventListener("DOMContentLoaded", ready);
  if (document.readyState !== "loading") ready();
  document.addEventListener("htmx:afterSettle", (event) => { if (event.target === document.body) { ready(); if (!one("[autofocus]")) one("#main").focus({ preventScroll: true }); } });
  document.addEventListener("htmx:sendError", () => say("The desk does not answer: is `sayso desk` still running?"));
})();
