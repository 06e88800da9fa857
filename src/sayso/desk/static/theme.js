// Before anything is drawn, so that nobody at midnight is met by a white flash.
"use strict";
(() => {
  const kept = localStorage.getItem("sayso-light");
  if (kept === "light" || kept === "dark") document.documentElement.dataset.light = kept;
  document.documentElement.classList.add("scripted");
  if (localStorage.getItem("sayso-blur") === "yes") document.documentElement.classList.add("blurs");
})();
