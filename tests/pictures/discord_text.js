"use strict";
// Discord's own Markdown: what each rule takes is written down in the table of test_discord_text.py.
// A rule (RULES, below) is tried where the text stands; what no rule takes is text.

const TEXT = /[0-9A-Za-z\s\u00c0-\uffff]/;
const ADDRESS = /^https?:\/\/[^\s<]*[^<.,:;"')\]\s]/;
const TIMES = { t: "16:20", T: "16:20:30", d: "20/04/2021", D: "April 20, 2021", R: "4 years ago" };

function markdown(text) {
  return el("div", "text", inline(text.trim(), { start: true }));
}

function inline(text, state) {
  const out = [];
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at);
    const taken = RULES.reduce((found, rule) => found || rule(rest, state, text[at - 1]), null) || plain(rest, state);
    out.push(taken[0]);
    at += taken[1];
  }
  return out;
}

// Each rule gives what is drawn and how many characters it took; or null.
function plain(rest, state) {
  let end = 1;
  while (end < rest.length && rest[end - 1] !== "\n" && TEXT.test(rest[end])) end += 1;
  const address = rest.slice(1, end + 3).search(/https?:\/\//);
  if (address >= 0) end = address + 1;
  state.start = rest[end - 1] === "\n";
  return [rest.slice(0, end), end];
}

function escaped(rest, state) {
  const found = /^\\([^0-9A-Za-z\s])/u.exec(rest);
  if (!found) return null;
  state.start = false;
  return [found[state.link ? 0 : 1], found[0].length]; // in a link the backslash is seen (discord-api-docs, issue 6185)
}

function block(shape, draw) {
  return (rest, state) => {
    const found = state.start && !state.link ? shape.exec(rest) : null;
    const drawn = found && draw(found, state, rest);
    if (drawn) state.start = true;
    return drawn;
  };
}

function quoted(found, state) {
  if (state.quote) return null;
  return [el("blockquote", "", inline(found[2].trimEnd(), { ...state, quote: true })), found[0].length];
}

function quotedLines(found, state) {
  if (state.quote || !found[0].replace(/^ *> /gm, "").trim()) return null;
  const said = found[0].replace(/^ *> /gm, "").trimEnd();
  return [el("blockquote", "", inline(said, { ...state, quote: true })), found[0].length];
}

const subtext = (found, state) => [el("small", "", inline(found[1].trim(), state)), found[0].length];

const heading = (found, state) => [el(`h${found[1].length}`, "", inline(found[2].trim(), state)), found[0].length];

function list(_, state, rest) {
  if ((state.depth || 0) > 10) return null;
  const item = /^( *)([+*-]|(\d+)\.)( +)([^\n]+(?:\n\1 [^\n]+)*)\n?/;
  const first = item.exec(rest);
  const out = el(first[3] ? "ol" : "ul", "");
  if (first[3]) out.start = Math.max(Number(first[3]), 1);
  let at = 0;
  for (let found = first; found; found = item.exec(rest.slice(at))) {
    const indent = new RegExp(`^ {0,${found[4].length + 1}}`, "gm");
    out.append(el("li", "", inline(found[5].replace(indent, ""), { ...state, start: true, depth: (state.depth || 0) + 1 })));
    at += found[0].length;
  }
  return [out, at];
}

function fenced(rest) {
  const end = rest.startsWith("```") ? rest.indexOf("```", 4) : -1;
  if (end < 0 || !rest.slice(3, end).trim()) return null;
  return [el("pre", "", rest.slice(3, end).replace(/^[\w+.-]*\s*\n/, "").trimEnd()), end + 3];
}

function coded(rest) {
  const ticks = /^``?/.exec(rest);
  const end = ticks ? rest.indexOf(ticks[0], ticks[0].length) : -1;
  if (end < 0 || !/[^`]/.test(rest.slice(ticks[0].length, end))) return null;
  return [el("code", "", rest.slice(ticks[0].length, end)), end + ticks[0].length];
}

// What stands between two of the same signs; it ends at the first pair, escaped or not.
function pair(sign, tag, after, name = "") {
  return (rest, state) => {
    if (!rest.startsWith(sign)) return null;
    for (let end = rest.indexOf(sign, sign.length + 1); end > 0; end = rest.indexOf(sign, end + 1)) {
      const next = rest.slice(end + sign.length, end + sign.length + 1);
      if (!after || after.exec(next)?.index === 0) return [el(tag, name, inline(rest.slice(sign.length, end), state)), end + sign.length];
    }
    return null;
  };
}

function italic(shape) {
  return (rest, state) => {
    const found = shape.exec(rest);
    return found && [el("i", "", inline(found[1], state)), found[0].length];
  };
}

const ANGLED = new RegExp([
  "(?<sigil>@[!&]?|#)(?<id>\\d+)", "/(?<command>[^\\n:<>]{1,100}):\\d+", "id:(?<place>[a-z-]+(?::\\d+)?)", "t:(?<time>-?\\d+)(?::(?<style>[tTdDfFRsS]))?",
  "a?:(?<emoji>\\w+):\\d+", "(?<url>https?://[^\\s<>]+)", "(?:mailto:)?(?<mail>[^\\s<>@:]+@[^\\s<>@:]+\\.\\w+)", "(?<phone>\\+\\d[\\d() -]+)",
].map((shape) => `^<${shape}>`).join("|"));

function angled(rest) {
  const found = ANGLED.exec(rest);
  if (!found) return null;
  const { sigil, id, command, place, time, style, emoji: custom, url, mail, phone } = found.groups;
  const drawn = () => {
    if (sigil === "#") return el("span", "mention channel", `#${names[id] || id}`);
    if (sigil) return el("span", "mention ping", `@${names[id] || id}`);
    if (command) return el("span", "mention ping", `/${command}`);
    if (place) return el("span", "mention channel", `#${place}`);
    if (time) return el("span", "timestamp", TIMES[style] || "20 April 2021 16:20");
    if (custom) return el("span", "emoji_code", `:${custom}:`);
    return link(url || "", url || mail || phone);
  };
  return [drawn(), found[0].length];
}

function everyone(rest) {
  const found = /^@(everyone|here)/.exec(rest);
  return found && [el("span", "mention ping", found[0]), found[0].length];
}

function emoji(rest) {
  const found = /^:[a-z0-9_+-]+(?:::skin-tone-\d)?:/i.exec(rest);
  return found && /[a-z]/i.test(found[0]) ? [el("span", "emoji_code", found[0]), found[0].length] : null;
}

// Words with any of it are none of a link's (discord-api-docs, issues 7673, 7721 and 6088).
const NO_LINK = /https?:\/\/[^\s<]+[^<.,:;"')\]\s]|```[^]+?```|<(?:[@#]|a?:\w+:)[!&]?\d+>|:[a-z]\w*:|\p{Extended_Pictographic}|\p{Regional_Indicator}/u;

// [words](address), its brackets counted without regard to escapes.
function masked(rest, state) {
  if (rest[0] !== "[" || state.link) return null;
  for (let at = 1, depth = 1; at < rest.length; at += 1) {
    depth = Math.max(depth + (rest[at] === "[" ? 1 : rest[at] === "]" ? -1 : 0), 0);
    if (rest[at] !== "]" || depth) continue;
    const url = rest[at + 1] === "(" ? target(rest.slice(at + 2)) : null;
    if (!url) continue;
    const whole = at + 2 + url.taken;
    const words = rest.slice(1, at);
    if (!words.trim() || NO_LINK.test(words)) return [rest.slice(0, whole), whole];
    return [link(url.address, inline(words, { ...state, link: true })), whole];
  }
  return null;
}

function target(rest) {
  const found = /^\s*<?((?:\([^()\s]*\)|\\.|[^\s\\()])*?)>?\s*(?:\s"[^"\n]*")?\)/.exec(rest);
  if (!found) return null;
  const address = found[1].replace(/\\([^0-9A-Za-z\s])/g, "$1");
  const whole = ADDRESS.exec(found[1]);
  return whole && whole[0] === found[1] ? { address, taken: found[0].length } : null;
}

function bare(rest, state) {
  const found = state.link ? null : ADDRESS.exec(rest);
  return found && [link(found[0]), found[0].length];
}

// What stands within a line ends its start.
function within(rule) {
  return (rest, state) => {
    const drawn = rule(rest, state);
    if (drawn) state.start = false;
    return drawn;
  };
}

// The order in which they are tried.
const RULES = [
  escaped, block(/^( *>>> )([^]+)/, quoted), block(/^(?: *> [^\n]*(?:\n|$))+/, quotedLines), block(/^-# (?!-#) *([^\n]+)\n?/, subtext),
  block(/^ *(#{1,3}) (?!#) *([^\n]+)\n?/, heading), block(/^( *)(?:[+*-]|\d+\.) +[^\n]+/, list),
  fenced, within(coded), italic(/^_((?:__|\\[^]|[^\\_])+?)_(?!\w)/), pair("**", "b", /(?!\*)/), pair("__", "u", /(?!_)/),
  italic(/^\*(?=\S)((?:\\\*|\*\*|\s+(?:[^*\s]|\\\*|\*\*)|[^\s*])+?)(?<!\\)\*(?!\*)/), pair("~~", "s"), pair("||", "span", undefined, "spoiler"),
  ...[angled, everyone, emoji, masked, bare].map(within),
];
