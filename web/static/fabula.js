// The pages work without this file. It adds keyboard shortcuts, steps from match to match, and copying with a citation.
"use strict";

(() => {
  const marks = [...document.querySelectorAll('.story mark[id^="match"]')];
  const counter = document.querySelector(".matches .counter");
  let current = -1;

  function show(index, move = true) {
    if (!marks.length) return;
    marks[current]?.classList.remove("current");
    current = (index + marks.length) % marks.length;
    marks[current].classList.add("current");
    if (counter && marks.length > 1) counter.textContent = `Match ${current + 1} of ${marks.length}`;
    // replace() keeps the results one step back, however many matches were visited.
    if (move) location.replace(`#${marks[current].id}`);
  }

  function atAddress() {
    const index = marks.findIndex((mark) => `#${mark.id}` === location.hash);
    if (index >= 0) show(index, false);
  }

  function stepButton(label, text, step) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", () => show(current + step));
    return button;
  }

  const numbers = document.querySelector(".numbers-of");
  if (numbers && marks.length > 1) {
    numbers.replaceChildren(stepButton("Previous match", "↑", -1), stepButton("Next match", "↓", 1));
  }
  atAddress();
  addEventListener("hashchange", atAddress);

  // --- Copy with citation -------------------------------------------------------------------------------------

  const article = document.querySelector("article[data-citation]");

  function textToCopy() {
    const chosen = getSelection();
    if (!chosen.isCollapsed && article.contains(chosen.anchorNode)) return chosen.toString().trim();
    const block = (marks[current] ?? marks[0])?.closest("p, h2") ?? article.querySelector(".story p");
    return block ? block.textContent.trim() : "";
  }

  async function copy() {
    const address = location.origin + location.pathname;
    const text = `${textToCopy()}\n— ${article.dataset.citation}\n${address}\n`;
    const status = document.getElementById("copied");
    try {
      await navigator.clipboard.writeText(text);
      status.textContent = "Copied";
    } catch {
      status.textContent = "The browser does not allow copying here";
    }
    status.classList.remove("hidden");
  }

  const copyButton = document.querySelector("button.copy");
  if (article && copyButton && navigator.clipboard) {
    copyButton.hidden = false;
    // Pressing the button would clear the selection that is to be copied.
    copyButton.addEventListener("mousedown", (event) => event.preventDefault());
    copyButton.addEventListener("click", copy);
  }

  // --- Keys -----------------------------------------------------------------------------------------------------
  // Shortcuts of one letter can be turned off (WCAG 2.1.4), as speech input types them by accident.

  const keys = document.querySelector(".keys");
  const keysOn = document.getElementById("keys-on");
  keys.hidden = false;
  try {
    keysOn.checked = localStorage.getItem("fabula-keys") !== "off";
    keysOn.addEventListener("change", () => localStorage.setItem("fabula-keys", keysOn.checked ? "on" : "off"));
  } catch {
    // If storage is forbidden, the setting lasts for this page.
  }

  const follow = (rel) => document.querySelector(`link[rel="${rel}"]`)?.href;
  const go = (rel) => {
    const address = follow(rel);
    if (address) location.assign(address);
    return Boolean(address);
  };
  const actions = {
    "/": () => {
      const box = document.querySelector("form[role=search] input[type=search]");
      box?.focus();
      box?.select();
      return Boolean(box);
    },
    ArrowLeft: () => go("prev"),
    ArrowRight: () => go("next"),
    n: () => marks.length > 0 && (show(current + 1), true),
    p: () => marks.length > 0 && (show(current - 1), true),
  };

  addEventListener("keydown", (event) => {
    if (!keysOn.checked || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (actions[event.key]?.()) event.preventDefault();
  });
})();
