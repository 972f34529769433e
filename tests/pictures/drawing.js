"use strict";
// What the pages have in common: making nodes, links, putting a scene on the screen, seeing what sticks out.
// Nothing here is ever set as HTML.

const SVG = "http://www.w3.org/2000/svg";

function el(tag, name, ...children) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  for (const child of children.flat()) if (child !== null && child !== undefined) made.append(child);
  return made;
}

function link(url, words) {
  const made = el("a", "", words || url);
  if (/^(https?|mailto):/i.test(url)) made.href = url;
  return made;
}

// A drawing of one stroke in a square of `size`.
function icon(path, size = 20, turned = "") {
  const made = document.createElementNS(SVG, "svg");
  made.setAttribute("viewBox", `0 0 ${size} ${size}`);
  const stroke = document.createElementNS(SVG, "path");
  stroke.setAttribute("d", path);
  if (turned) stroke.setAttribute("transform", turned);
  made.append(stroke);
  return made;
}

const unknown = (what) => el("div", "unknown", `a ${what} is not drawn`);

// Names of channels, people and roles that a real server would know.
let names = {};

// `look` is the class of the screen: its theme and width.
function show(frames, look) {
  const screen = document.getElementById("screen");
  document.body.className = screen.className = look;
  screen.replaceChildren(...frames);
}

// What sticks out of the screen or of what holds it, in words; nothing should.
function overflowing() {
  const screen = document.getElementById("screen").getBoundingClientRect();
  return [...document.querySelectorAll("#screen *")]
    .filter((node) => !(node instanceof SVGElement) && !node.classList.contains("cut"))
    .filter((node) => node.getBoundingClientRect().right > screen.right + 1 || (node.clientWidth && node.scrollWidth > node.clientWidth + 1))
    .map((node) => `${node.tagName.toLowerCase()}.${node.className}: ${node.textContent.slice(0, 60)}`);
}
