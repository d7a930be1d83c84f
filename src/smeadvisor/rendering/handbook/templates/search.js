// Looks through THINGS (things.js): every word must occur somewhere in what a thing can be found by.
"use strict";
const MOST = 100;
const field = document.getElementById("words");
const status = document.getElementById("found");
const list = document.getElementById("results");

const folded = (text) => text.normalize("NFKC").toLowerCase();
const SEARCHED = THINGS.map(([title, kind, path, words]) => ({ title, kind, path, name: folded(title), words: folded(words) }));

function matches(text) {
  const wanted = folded(text).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [];
  const found = SEARCHED.filter((each) => wanted.every((word) => each.words.includes(word)));
  const inTitle = (each) => wanted.every((word) => each.name.includes(word));
  return [...found.filter(inTitle), ...found.filter((each) => !inTitle(each))];
}

function row({ title, kind, path }) {
  const item = document.createElement("li");
  const link = item.appendChild(document.createElement("a"));
  link.href = path;
  link.textContent = title;
  const remark = item.appendChild(document.createElement("span"));
  remark.className = "remark";
  remark.textContent = kind;
  return item;
}

function told(count) {
  const phrase = count === 0 ? PHRASES.found_none : count > MOST ? PHRASES.found_shown : PHRASES.found;
  return phrase.replace("#", count).replace("%", MOST);
}

function search() {
  const found = matches(field.value);
  list.replaceChildren(...found.slice(0, MOST).map(row));
  status.textContent = field.value.trim() ? told(found.length) : "";
}

field.value = new URLSearchParams(location.search).get("q") ?? "";
field.addEventListener("input", search);
document.getElementById("search").addEventListener("submit", (event) => {
  event.preventDefault();
  search();
});
search();
field.focus();
