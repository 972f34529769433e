"use strict";
// Text as Slack shows it: rich text, mrkdwn and markdown. Nothing here is ever set as HTML.

function styled(node, style = {}) {
  const tags = [["code", "code"], ["strike", "s"], ["italic", "i"], ["bold", "b"]];
  return tags.reduce((held, [name, tag]) => (style[name] ? el(tag, "", held) : held), node);
}

function richElement(part) {
  switch (part.type) {
    case "text": return styled(document.createTextNode(part.text), part.style);
    case "link": return styled(link(part.url, part.text), part.style);
    case "channel": return styled(el("span", "channel", "#" + (names[part.channel_id] || part.channel_id)), part.style);
    case "user": return el("span", "ping", "@" + (names[part.user_id] || part.user_id));
    case "usergroup": return el("span", "ping", "@" + part.usergroup_id);
    case "broadcast": return el("span", "ping", "@" + part.range);
    case "emoji": return el("span", "emoji", part.unicode ? String.fromCodePoint(...part.unicode.split("-").map((c) => parseInt(c, 16))) : `:${part.name}:`);
    case "date": return document.createTextNode(part.fallback || part.format);
    default: return unknown(part.type);
  }
}

function richPiece(piece) {
  const inner = () => piece.elements.map(richElement);
  switch (piece.type) {
    case "rich_text_section": return el("div", "text", inner());
    case "rich_text_quote": return el("blockquote", "", inner());
    case "rich_text_preformatted": return el("pre", "", inner());
    case "rich_text_list": {
      const list = el(piece.style === "ordered" ? "ol" : "ul", piece.indent ? `indent${piece.indent}` : "");
      if (piece.offset) list.start = piece.offset + 1;
      list.append(...piece.elements.map((item) => el("li", "", richPiece(item))));
      return list;
    }
    default: return unknown(piece.type);
  }
}

const unescape = (text) => text.replace(/&(lt|gt|amp);/g, (_, name) => ({ lt: "<", gt: ">", amp: "&" })[name]);

function angle(held) {
  const [target, words] = held.split("|", 2);
  if (/^[@!]/.test(target)) return el("span", "ping", "@" + target.slice(1));
  if (target.startsWith("#")) return el("span", "channel", "#" + (names[target.slice(1)] || target.slice(1)));
  return link(unescape(target), words && unescape(words));
}

function mrkdwn(text) {
  const out = [];
  const rules = /<([^<>\n]+)>|`([^`\n]+)`|(?<![\w*])\*(?=\S)([^*\n]*[^*\s])\*(?![\w*])|(?<![\w_])_(?=\S)([^_\n]*[^_\s])_(?![\w_])|(?<![\w~])~(?=\S)([^~\n]*[^~\s])~(?![\w~])|(:[a-z0-9_+-]+:)/g;
  let at = 0;
  for (const found of text.matchAll(rules)) {
    out.push(unescape(text.slice(at, found.index)));
    at = found.index + found[0].length;
    const [, angled, code, bold, italic, strike, emoji] = found;
    if (angled !== undefined) out.push(angle(angled));
    else if (code !== undefined) out.push(el("code", "", unescape(code)));
    else if (bold !== undefined) out.push(el("b", "", mrkdwn(bold)));
    else if (italic !== undefined) out.push(el("i", "", mrkdwn(italic)));
    else if (strike !== undefined) out.push(el("s", "", mrkdwn(strike)));
    else out.push(el("span", "emoji_code", emoji));
  }
  out.push(unescape(text.slice(at)));
  return out;
}

// Lines that start with > are set off, as in a section.
function mrkdwnLines(text) {
  const out = el("div", "text");
  for (const [n, line] of text.split("\n").entries()) {
    const quoted = /^(&gt;|>) ?(.*)$/.exec(line);
    if (quoted) out.append(el("blockquote", "", mrkdwn(quoted[2])));
    else out.append(...(n && !(out.lastChild instanceof Element && out.lastChild.tagName === "BLOCKQUOTE") ? ["\n"] : []), ...mrkdwn(line));
  }
  return out;
}

function textObject(object, name = "text") {
  if (object.type !== "mrkdwn") return el("div", name, object.text);
  const drawn = mrkdwnLines(object.text);
  drawn.className = name;
  return drawn;
}

// Standard markdown, as in a markdown block or a stream: what a backslash stands before is literal.
function markdownInline(text) {
  const out = [];
  const rules = /\\([!-\/:-@[-`{-~])|\*\*(?=\S)((?:\\.|[^*\\])+?)\*\*|[*_](?=\S)((?:\\.|[^*_\\])+?)[*_](?!\w)|~~((?:\\.|[^~\\])+?)~~|`([^`]+)`|\[((?:\\.|[^\]\\])*)\]\(<?([^)\s>]+)>?\)|<(https?:[^>\s]+)>|(<[!@#][^>]*>)/g;
  let at = 0;
  for (const found of text.matchAll(rules)) {
    out.push(unescape(text.slice(at, found.index)));
    at = found.index + found[0].length;
    const [, literal, bold, italic, strike, code, words, url, bare, ping] = found;
    if (literal !== undefined) out.push(literal);
    else if (bold !== undefined) out.push(el("b", "", markdownInline(bold)));
    else if (italic !== undefined) out.push(el("i", "", markdownInline(italic)));
    else if (strike !== undefined) out.push(el("s", "", markdownInline(strike)));
    else if (code !== undefined) out.push(el("code", "", code));
    else if (ping !== undefined) out.push(el("span", "ping", ping));
    else out.push(link(url || bare, words === undefined ? bare : words.replace(/\\(.)/g, "$1")));
  }
  out.push(unescape(text.slice(at)));
  return out;
}

function markdown(text) {
  const out = el("div", "markdown");
  for (const block of text.split(/\n{2,}/)) {
    const heading = /^(#{1,6}) (.*)$/.exec(block);
    const lines = block.split("\n");
    if (!block.trim()) continue;
    if (heading) out.append(el("h2", "", markdownInline(heading[2])));
    else if (/^-{3,}$/.test(block)) out.append(el("hr", "divider"));
    else if (lines.every((line) => /^([-*+]|\d+[.)]) /.test(line))) {
      const items = lines.map((line) => el("li", "", markdownInline(line.replace(/^\S+ /, ""))));
      out.append(el(/^\d/.test(block) ? "ol" : "ul", "", items));
    } else if (lines.every((line) => line.startsWith(">"))) {
      out.append(el("blockquote", "", markdownInline(lines.map((line) => line.replace(/^> ?/, "")).join("\n"))));
    } else out.append(el("p", "text", markdownInline(block)));
  }
  return out;
}
