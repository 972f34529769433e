"use strict";
// Messages, forms and the app's own page, drawn from Slack's own JSON.

const THUMB = "M2.5 9h3v8h-3z M5.5 9.5 9 3c1.8 0 2.3 1.4 1.8 3l-.6 2.2h5.3c1.2 0 2 1 1.7 2.2l-1.3 5.1c-.2.9-.9 1.5-1.8 1.5H5.5";
const thumb = (down) => icon(THUMB, 20, down ? "rotate(180 10 10)" : "");

const chosenText = (option) => (option ? option.text.text : null);

function select(element) {
  const chosen = (element.initial_options || []).map(chosenText);
  const one = chosenText(element.initial_option);
  const words = element.placeholder ? element.placeholder.text : "Select an option";
  if (chosen.length) return el("div", "select", chosen.map((text) => el("span", "chip", text)));
  return el("div", "select", one === null ? el("span", "placeholder", words) : one);
}

function choices(element, round) {
  const on = new Set([...(element.initial_options || []), ...(element.initial_option ? [element.initial_option] : [])].map((o) => o.value));
  return el("div", "", element.options.map((option) =>
    el("div", `choice${round ? " round" : ""}${on.has(option.value) ? " on" : ""}`, el("i"), textObject(option.text))));
}

function element(held) {
  switch (held.type) {
    case "button": return el("div", `button ${held.style || ""}`, held.text.text);
    case "static_select": case "multi_static_select": case "external_select": return select(held);
    case "feedback_buttons": return el("div", "context_actions",
      el("div", "button quiet", thumb(false), held.positive_button.text.text),
      el("div", "button quiet", thumb(true), held.negative_button.text.text));
    case "icon_button": return el("div", "button quiet", held.text.text);
    case "overflow": return el("div", "button", "…");
    case "plain_text_input": {
      const shown = held.initial_value ?? el("span", "placeholder", held.placeholder ? held.placeholder.text : "");
      return el("div", `field${held.multiline ? " lines" : ""}`, shown);
    }
    case "radio_buttons": return choices(held, true);
    case "checkboxes": return choices(held, false);
    default: return unknown(held.type);
  }
}

function input(block, errors) {
  const label = el("div", "label", block.label.text, block.optional ? el("span", "optional", " (optional)") : null);
  const wrong = errors[block.block_id];
  return el("div", "input", label, element(block.element),
    wrong ? el("div", "error", wrong) : null, block.hint ? el("div", "hint", block.hint.text) : null);
}

function block(held, errors = {}) {
  switch (held.type) {
    case "header": return el("div", "header", held.text.text);
    case "divider": return el("hr", "divider");
    case "section": return el("div", "section",
      el("div", "body", held.text ? textObject(held.text) : null,
        held.fields ? el("div", "fields", held.fields.map((field) => textObject(field))) : null),
      held.accessory ? el("div", "accessory", element(held.accessory)) : null);
    case "rich_text": return el("div", "rich", held.elements.map(richPiece));
    case "context": return el("div", "context", held.elements.map((part) => textObject(part)));
    case "actions": return el("div", "actions", held.elements.map(element));
    case "context_actions": return el("div", "context_actions", held.elements.map(element));
    case "markdown": return markdown(held.text);
    case "input": return input(held, errors);
    default: return unknown(`${held.type} block`);
  }
}

const blocks = (held, errors) => el("div", "blocks", held.map((one) => block(one, errors)));

function body(message) {
  if (message.blocks && message.blocks.length) return blocks(message.blocks);
  return el("div", "blocks", message.markdown_text ? markdown(message.markdown_text) : mrkdwnLines(message.text || ""));
}

function message(held, app) {
  const by = held.by || app;
  const avatar = el("div", `avatar${held.by ? " person" : ""}`, by.slice(0, 1));
  const head = el("div", "by", el("span", "name", by), held.by ? null : el("span", "tag", "APP"), el("span", "time", held.time || ""));
  const replies = held.thread || [];
  const count = replies.length ? el("div", "replies", `${replies.length} ${replies.length === 1 ? "reply" : "replies"}`) : null;
  const content = el("div", "", held.only_you ? el("div", "only", "Only visible to you") : null, head, body(held), count);
  const drawn = el("div", "message", avatar, content);
  if (!replies.length) return drawn;
  return el("div", "", drawn, el("div", "thread", replies.map((reply) => message(reply, app))));
}

function modal(view, app, errors) {
  const top = el("div", "top", el("div", "avatar", app.slice(0, 1)), el("div", "title", view.title.text), "✕");
  const foot = el("div", "foot", view.close ? el("div", "button", view.close.text) : null,
    view.submit ? el("div", "button primary", view.submit.text) : null);
  return el("div", "modal", top, blocks(view.blocks, errors), foot);
}

function home(view, app) {
  const tabs = el("div", "tabs", el("span", "on", "Home"), el("span", "", "Messages"), el("span", "", "About"));
  return el("div", "home", el("div", "top", el("div", "avatar", app.slice(0, 1)), app), tabs, blocks(view.blocks));
}

// A scene: {app, names, frames}, each frame a message, or a view of type "modal" or "home".
function draw(scene) {
  names = scene.names || {};
  const app = scene.app || "Factbox";
  const frames = scene.frames.map((frame) =>
    frame.type === "modal" ? modal(frame, app, frame.errors || {}) : frame.type === "home" ? home(frame, app) : message(frame, app));
  show(frames, scene.frames.every((frame) => frame.type === "modal") ? "narrow" : "");
}
