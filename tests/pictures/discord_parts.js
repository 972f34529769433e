"use strict";
// Components and embeds, drawn from Discord's own JSON. Numbers are Discord's: types of components, styles of buttons.

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "outward", 6: "primary" };
const DOWN = "M4 7l6 6 6-6", UP = "M4 13l6-6 6 6", TICK = "M4 10l4 4 8-8", DOT = "M9 10h2", OUT = "M8 4H4v12h12v-4 M11 4h5v5 M16 4l-7 7";
const colour = (number) => `#${number.toString(16).padStart(6, "0")}`;
const sign = (emoji) => (emoji ? el("span", "sign", emoji.id ? `:${emoji.name}:` : emoji.name) : null);

function button(held) {
  const words = [sign(held.emoji), held.label ? el("span", "", held.label) : null, held.url ? icon(OUT) : null];
  return el("div", `button ${STYLES[held.style] || ""}${held.disabled ? " disabled" : ""}`, words);
}

function choice(option, many) {
  const about = option.description ? el("div", "about", option.description) : null;
  const box = many ? el("i", option.default ? "box on" : "box", option.default ? icon(TICK) : null) : null;
  return el("div", "choice", sign(option.emoji), el("div", "named", el("div", "label", option.label), about), box);
}

// A select is drawn open where its custom_id is `open`.
function select(held, open) {
  const options = held.options || [];
  const chosen = options.filter((option) => option.default).map((option) => option.label);
  const opened = open !== undefined && held.custom_id === open;
  const words = chosen.length ? el("span", "cut", chosen.join(", ")) : el("span", "cut placeholder", held.placeholder || "Make a selection");
  const top = el("div", `select${held.disabled ? " disabled" : ""}`, words, icon(opened ? UP : DOWN));
  if (!opened) return top;
  return el("div", "opened", top, el("div", "choices", options.map((option) => choice(option, (held.max_values || 1) > 1))));
}

function textInput(held) {
  const words = held.value ? held.value : el("span", "placeholder", held.placeholder || "");
  const most = held.style === 2 && held.max_length ? el("span", "most", String(held.max_length - (held.value || "").length)) : null;
  return el("div", `field${held.style === 2 ? " lines" : ""}`, words, most);
}

function ticks(held, round) {
  return el("div", "", (held.options || []).map((option) => {
    const box = el("i", `box${round ? " round" : ""}${option.default ? " on" : ""}`, option.default ? icon(round ? DOT : TICK) : null);
    const about = option.description ? el("div", "about", option.description) : null;
    return el("div", "tick", box, el("div", "named", el("div", "label", option.label), about));
  }));
}

function section(held, open) {
  return el("div", "section", el("div", "body", held.components.map((one) => part(one, open))), part(held.accessory, open));
}

function container(held, open) {
  const drawn = el("div", held.accent_color == null ? "container" : "container accented", held.components.map((one) => part(one, open)));
  if (held.accent_color != null) drawn.style.setProperty("--accent", colour(held.accent_color));
  return drawn;
}

function labelled(held, open, errors) {
  const needed = held.component.required === false ? null : el("span", "needed", " *");
  const wrong = errors[held.component.custom_id];
  return el("div", "labelled", el("div", "title", held.label, needed), held.description ? el("div", "about", held.description) : null,
    part(held.component, open), wrong ? el("div", "error", wrong) : null);
}

function part(held, open, errors = {}) {
  switch (held.type) {
    case 1: return el("div", "row", held.components.map((one) => part(one, open)));
    case 2: return button(held);
    case 3: case 5: case 6: case 7: case 8: return select(held, open);
    case 4: return textInput(held);
    case 9: return section(held, open);
    case 10: return markdown(held.content);
    case 14: return el("hr", `separator${held.divider === false ? " plain" : ""}${held.spacing === 2 ? " large" : ""}`);
    case 17: return container(held, open);
    case 18: return labelled(held, open, errors);
    case 21: return ticks(held, true);
    case 22: return ticks(held, false);
    case 23: return ticks({ options: [{ label: "", default: held.default }] }, false);
    default: return unknown(`component of type ${held.type}`);
  }
}

function embed(held) {
  const fields = (held.fields || []).map((field) =>
    el("div", field.inline ? "inline" : "", el("div", "name", markdown(field.name)), markdown(field.value)));
  const title = held.title ? el("div", "title", held.url ? link(held.url, inline(held.title, { link: true })) : markdown(held.title)) : null;
  const drawn = el("div", "embed", held.author ? el("div", "author", held.author.name) : null, title,
    held.description ? markdown(held.description) : null, fields.length ? el("div", "fields", fields) : null,
    held.footer ? el("div", "footer", held.footer.text) : null);
  if (held.color != null) drawn.style.setProperty("--accent", colour(held.color));
  return drawn;
}
