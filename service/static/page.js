// Small conveniences; every page works without them.
"use strict";

const box = document.getElementById("q");

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey || !box) return;
  event.preventDefault();
  box.focus();
  box.select();
});

for (const hint of document.querySelectorAll(".phim-tat")) hint.hidden = false;

const wide = window.matchMedia("(min-width: 60rem)");
for (const panel of document.querySelectorAll("details.mo-khi-rong")) {
  if (wide.matches) panel.open = true;
}

// navigator.clipboard exists only on https and on localhost; an office's own network has neither.
async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "an";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("copy refused");
}

for (const button of document.querySelectorAll("button[data-chep]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const status = document.querySelector(".bao[role=status]");
    try {
      await copy(button.dataset.chep);
      status.textContent = "Đã sao chép trích dẫn.";
    } catch {
      status.textContent = "Trình duyệt không cho sao chép. Xin chọn và sao chép bằng tay.";
    }
  });
}
