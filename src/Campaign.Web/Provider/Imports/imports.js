// Keeps the progress of an import fresh, and shows how much of a file has been sent. Without this script the pages work: the one is refreshed by hand, of the other the browser tells.
// In a scope of its own: the answer to a refused file is written into this document, and runs this script in it once more.
{
  const shown = document.querySelector("[data-progress]");
  if (shown) {
    const refresh = async () => {
      try {
        const answer = await fetch(shown.dataset.progress, { headers: { Accept: "application/json" } });
        if (answer.ok && answer.headers.get("content-type")?.startsWith("application/json")) {
          const at = await answer.json();
          if (at.over) {
            location.reload();
            return;
          }
          if (at.running) {
            shown.querySelector("progress").value = at.percent;
            shown.querySelector("[data-percent]").textContent = `${at.percent} %`;
            shown.querySelector("[data-words]").textContent = at.words;
            shown.querySelector("[data-counts]").textContent = at.counts;
          }
        }
      } catch {
        // No network now; the next look may have one.
      }
      setTimeout(refresh, 2000);
    };
    setTimeout(refresh, 1000);
  }

  const form = document.querySelector("form[enctype='multipart/form-data']");
  form?.addEventListener("submit", (event) => {
    if (!form.querySelector("input[type='file']").files.length) {
      return;
    }
    event.preventDefault();
    const told = form.querySelector("[data-sending]");
    const button = form.querySelector("button[type='submit']");
    const sending = new XMLHttpRequest();
    sending.open("POST", form.action);
    sending.upload.addEventListener("progress", (sent) => {
      told.textContent = told.dataset.sending.replace("{0}", String(Math.floor((sent.loaded * 100) / sent.total)));
    });
    sending.addEventListener("load", () => {
      // A redirect was followed to the import's page; a refusal is the list with its reason.
      if (sending.responseURL !== form.action) {
        location.assign(sending.responseURL);
      } else {
        document.open();
        document.write(sending.responseText);
        document.close();
      }
    });
    sending.addEventListener("error", () => form.submit());
    told.hidden = false;
    button.disabled = true;
    sending.send(new FormData(form));
  });
}
