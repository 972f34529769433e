"use strict";
// Messages with their threads, forms, lists of forum posts and commands being typed, drawn from Discord's own JSON.

const HASH = "M7 3 5 17 M15 3l-2 14 M3 7h14 M3 13h14";
const REPLY = "M3 16V9q0-3 3-3h11";

function body(message) {
  const components = (message.components || []).map((one) => part(one, message.open));
  return el("div", "content", message.content ? markdown(message.content) : null, (message.embeds || []).map(embed), components);
}

function answered(words) {
  return el("div", "answered", icon(REPLY), el("span", "cut", words));
}

function message(held, app) {
  const by = held.by || app;
  const head = el("div", "by", el("span", "name", by), held.by ? null : el("span", "tag", "APP"), el("span", "time", held.time || ""));
  const only = held.only_you ? el("div", "only", "Only you can see this · ", el("a", "", "Dismiss message")) : null;
  const edited = held.edited ? el("div", "edited", "(edited)") : null;
  const avatar = el("div", `avatar${held.by ? " person" : ""}`, by.slice(0, 1));
  const drawn = el("div", `message${held.only_you ? " whispered" : ""}`, held.to ? answered(held.to) : null, avatar,
    el("div", "said", head, body(held), edited, only, held.thread ? begun(held.thread, app) : null));
  return held.thread && held.thread.open !== false ? [drawn, opened(held.thread, app)] : [drawn];
}

// The thread as it is seen below its first message, in the channel.
function begun(thread, app) {
  const last = thread.messages[thread.messages.length - 1];
  const count = `${thread.messages.length} ${thread.messages.length === 1 ? "Message" : "Messages"} ›`;
  const latest = last ? el("div", "last cut", el("b", "", last.by || app), ` ${last.time || ""}`) : null;
  return el("div", "begun", el("div", "", el("b", "cut", thread.name), el("a", "", count)), latest);
}

// {type: "thread", name, messages}: a thread as it opens beside the channel, or over it on a phone.
function opened(thread, app) {
  const top = el("div", "top", icon(HASH), el("b", "cut", thread.name));
  return el("div", "thread", top, thread.messages.flatMap((reply) => message(reply, app)));
}

function modal(form, app) {
  const top = el("div", "top", el("div", "avatar", app.slice(0, 1)), el("div", "title", form.title), el("span", "close", "✕"));
  const warned = el("div", "warned", "This form will be submitted to ", el("b", "", app), ". Do not share passwords or other sensitive information.");
  const parts = form.components.map((one) => part(one, form.open, form.errors));
  const foot = el("div", "foot", el("div", "button", "Cancel"), el("div", "button primary", "Submit"));
  return el("div", "modal", top, warned, parts, foot);
}

// {type: "forum", name, posts: [{title, tags, by, words, count, time}]}
function forum(held) {
  const posts = held.posts.map((post) => el("div", "post",
    post.tags && post.tags.length ? el("div", "tags", post.tags.map((tag) => el("span", "", tag))) : null,
    el("div", "title", post.title), post.words ? el("div", "about cut", el("b", "", `${post.by}: `), post.words) : null,
    el("div", "under", `💬 ${post.count} · ${post.time}`)));
  return el("div", "forum", el("div", "top", icon(HASH), el("b", "cut", held.name)), posts);
}

// {type: "command", app, name, about, options: [{name, description, value}], typing, choices: [words]}
function command(held, app) {
  const options = held.options || [];
  const at = options.find((option) => option.name === held.typing);
  const offered = (held.choices || []).map((words) => el("div", "choice", words));
  const rest = options.filter((option) => option.value === undefined && option.name !== held.typing);
  const about = at ? [el("div", "head", at.name.toUpperCase(), el("span", "", ` ${at.description}`)), ...offered]
    : [el("div", "head", `${app.toUpperCase()}`), el("div", "choice", el("b", "", `/${held.name}`), el("div", "about", held.about || ""))];
  const more = rest.length ? [el("div", "head", "OPTIONS"), ...rest.map((option) =>
    el("div", "choice", el("div", "named", option.name, el("div", "about", option.description || ""))))] : [];
  const filled = options.filter((option) => option.value !== undefined || option.name === held.typing);
  const typed = filled.map((option) => el("span", "slot", el("b", "", option.name), el("span", "", option.value || " ")));
  return el("div", "command", el("div", "offered", about, more), el("div", "typed", el("b", "", `/${held.name} `), typed));
}

// A scene: {page: "discord", app, names, theme, width, frames}, each frame a message, or a form, a thread, a forum or a command.
function draw(scene) {
  names = scene.names || {};
  const app = scene.app || "Factbox";
  const frames = scene.frames.flatMap((frame) => {
    if (frame.type === "forum") return [forum(frame)];
    if (frame.type === "thread") return [opened(frame, app)];
    if (frame.type === "command") return [command(frame, app)];
    return frame.title !== undefined && frame.custom_id !== undefined ? [modal(frame, app)] : message(frame, app);
  });
  show(frames, `${scene.theme || "dark"} ${scene.width === 360 ? "phone" : ""}`);
}
