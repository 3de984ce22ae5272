// Suggestions while one types: a combobox with a list, after the ARIA pattern. Without it the form works as it is.
"use strict";

const SHORTEST = 2; // letters
const LONGEST = 200;
const PAUSE = 120; // milliseconds without a key before the service is asked

class Suggestions {
  constructor(input) {
    this.input = input;
    this.active = -1;
    this.found = [];
    this.asked = null;
    this.timer = 0;
    this.list = document.createElement("ul");
    this.status = document.createElement("p");
    this.make();
    input.addEventListener("input", () => this.typed());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
  }

  make() {
    const { input, list, status } = this;
    Object.assign(list, { id: "goi-y", className: "goi-y", hidden: true });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Gợi ý");
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.open([...list.children].indexOf(option));
    });
    status.className = "an";
    status.setAttribute("role", "status");
    input.form.append(list, status);
    input.type = "text"; // a search box may not be a combobox
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
    })) input.setAttribute(name, value);
  }

  typed() {
    clearTimeout(this.timer);
    this.asked?.abort();
    const text = this.input.value.trim();
    if (text.length < SHORTEST || text.length > LONGEST) return this.close();
    this.timer = setTimeout(() => this.ask(text), PAUSE);
  }

  async ask(text) {
    const asked = new AbortController();
    this.asked = asked;
    try {
      const address = `${this.input.form.dataset.goiY}?q=${encodeURIComponent(text)}`;
      const answer = await fetch(address, { signal: asked.signal, headers: { Accept: "application/json" } });
      const found = answer.ok ? (await answer.json()).suggestions : [];
      if (!asked.signal.aborted) this.show(found);
    } catch {
      if (!asked.signal.aborted) this.close(); // suggestions are a convenience: a failure is no news
    }
  }

  show(found) {
    if (document.activeElement !== this.input) return;
    this.found = found;
    this.list.replaceChildren(...found.map((one, place) => this.option(one, place)));
    this.choose(-1);
    this.expand(found.length > 0);
    this.status.textContent = found.length
      ? `${found.length} gợi ý. Dùng phím mũi tên lên, xuống để chọn.` : "Không có gợi ý.";
  }

  option(one, place) {
    const option = document.createElement("li");
    option.id = `goi-y-${place}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    for (const [name, text] of [["ten-goi-y", one.text], ["chi-tiet", one.detail]]) {
      if (!text) continue;
      const part = document.createElement("span");
      part.className = name;
      part.textContent = text;
      option.append(part, " ");
    }
    return option;
  }

  key(event) {
    if (event.isComposing) return;
    const open = !this.list.hidden;
    const count = this.found.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!open) {
        if (event.key === "ArrowDown") this.typed();
        return;
      }
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      // One place more than there are options: none of them, the text as it was typed.
      this.choose(((this.active + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Enter" && open && this.active >= 0) {
      event.preventDefault();
      this.open(this.active);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      this.close();
    }
  }

  choose(place) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = place;
    const option = this.list.children[place];
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  open(place) {
    const { text, address } = this.found[place];
    this.input.value = text;
    this.close();
    window.location.assign(address);
  }

  expand(open) {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
  }

  close() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.choose(-1);
    this.expand(false);
    this.status.textContent = "";
  }
}

const searchBox = document.querySelector("form[data-goi-y] #q");
if (searchBox) new Suggestions(searchBox);
