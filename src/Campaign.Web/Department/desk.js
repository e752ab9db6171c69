// The desk's own script: starts the circuit, says when it is lost, and keeps what is being typed into long boxes.
(() => {
  "use strict";

  // ---- Drafts: in this tab alone, under the officer's name, without anything that looks like a citizen number. ----
  const prefix = `desk-draft:${document.body.dataset.officer}:`;
  const number = /\d(?:[ .\-]?\d){8,11}/g;
  const keep = box => {
    const text = box.value.replace(number, "");
    text === "" ? sessionStorage.removeItem(prefix + box.dataset.draft) : sessionStorage.setItem(prefix + box.dataset.draft, text);
  };
  const restore = box => {
    box.dataset.draftSeen = "";
    const text = sessionStorage.getItem(prefix + box.dataset.draft);
    if (text !== null && box.value === "") {
      box.value = text;
      box.dispatchEvent(new Event("input", { bubbles: true }));
      box.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };
  window.deskDrafts = { forget: form => sessionStorage.removeItem(prefix + form) };
  document.addEventListener("input", event => { if (event.target.matches?.("[data-draft]")) { keep(event.target); } });
  new MutationObserver(() => document.querySelectorAll("[data-draft]:not([data-draft-seen])").forEach(restore))
    .observe(document.body, { childList: true, subtree: true });

  // ---- Where an act has led, and what it has made. ----
  // What was drawn with it may take the focus away again, or come a moment later: until it has the focus, for as long as a second.
  window.deskFocus = (selector, until = performance.now() + 1000) => {
    const wanted = document.querySelector(selector);
    wanted?.focus();
    if ((!wanted || document.activeElement !== wanted) && performance.now() < until) { requestAnimationFrame(() => window.deskFocus(selector, until)); }
  };
  window.deskSave = (name, text) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };

  // ---- On a phone the row of pages runs on sideways: the one that is open is in sight. ----
  const open = document.querySelector(".ways a[aria-current]");
  const row = open?.closest("ul");
  if (row) { row.scrollLeft += open.getBoundingClientRect().left - row.getBoundingClientRect().left - (row.clientWidth - open.offsetWidth) / 2; }

  // ---- The circuit. ----
  const lost = document.getElementById("components-reconnect-modal");
  const again = async () => {
    try {
      if (!await Blazor.reconnect()) { location.reload(); }
    } catch {
      lost.className = "components-reconnect-failed";
    }
  };
  document.getElementById("reconnect").addEventListener("click", again);
  // A host that was started anew does not know the circuit: the page opens again, and drafts come back.
  new MutationObserver(() => { if (lost.classList.contains("components-reconnect-rejected")) { location.reload(); } })
    .observe(lost, { attributes: true, attributeFilter: ["class"] });
  Blazor.start({ reconnectionOptions: { maxRetries: 60, retryIntervalMilliseconds: tries => tries < 5 ? 500 : 3000 } });
})();
