"use strict";

/**
 * Draws one of the plugin's windows. It knows no items and no server: `window.arguments[0]` is the
 * channel of windows.js, whose state says what is to be seen.
 *
 * A text is a string, or {text}, or {id, args}: a message of bibkit.ftl.
 */

var channel = window.arguments[0];
var body, count, accept, cancel;

window.addEventListener("load", () => {
	[body, count, accept, cancel] = ["body", "count", "accept", "cancel"]
		.map(id => document.getElementById(id));
	document.l10n.setAttributes(document.querySelector("title"), "bibkit-window-" + channel.kind);
	cancel.addEventListener("click", () => window.close());
	accept.addEventListener("click", () => {
		let chosen = boxes().filter(box => box.checked).map(box => box.value);
		channel.accept(chosen);
	});
	channel.draw = draw;
	draw();
});

window.addEventListener("unload", () => {
	channel.draw = null;
	channel.closed();
});

window.addEventListener("keydown", event => {
	let accel = event.ctrlKey || event.metaKey;
	if (event.key === "Escape" || accel && event.key === "w") {
		window.close();
	}
	else if (accel && event.key === "Enter" && !accept.hidden && !accept.disabled) {
		accept.click();
	}
});

function draw() {
	let { state } = channel;
	body.replaceChildren(...DRAWN[state.name](state));
	accept.hidden = !state.view?.accept;
	if (!accept.hidden) {
		say(accept, state.view.accept);
	}
	let over = state.name === "done" || state.name === "fail" || state.name === "choose" && accept.hidden;
	say(cancel, { id: over ? "bibkit-close" : "bibkit-cancel" });
	cancel.classList.toggle("default", over);
	countChosen();
	if (state.name === "choose" || over) {
		(over ? cancel : boxes()[0] ?? accept).focus();
	}
}

var DRAWN = {
	busy: state => state.message ? [
		made("div", "busy",
			named("doing", announced("status", made("p", "", state.message))),
			progress(state.share, "doing")),
	] : [],
	choose: ({ view }) => [
		...view.intro.map(text => made("p", "intro", text)),
		...(view.filters ? [filters()] : []),
		...view.groups.map(group),
		...view.lists.map(list),
	],
	done: ({ view }) => [
		...view.lines.map(text => announced("status", made("p", "intro", text))),
		...view.lists.map(list),
	],
	fail: state => [announced("alert", made("p", "fail", state.message))],
};

function group({ title, badge, status, messages, rows }, place) {
	let section = made("section", "group");
	if (title) {
		let heading = named("group-" + place, made("h2", "", title));
		section.setAttribute("aria-labelledby", heading.id);
		let head = made("header", "", heading);
		if (badge) {
			head.append(made("span", "badge " + status, badge));
		}
		if (rows.length > 1) {
			let buttons = [["bibkit-all", "bibkit-group-all", true], ["bibkit-none", "bibkit-group-none", false]];
			head.append(...buttons.map(([label, hint, on]) =>
				button({ id: label }, () => choose(on, section), hint)));
		}
		section.append(head);
	}
	section.append(...messages.map(text => made("p", "message", text)), ...rows.map(row));
	return section;
}

function row({ id, label, old, new: value, source, kind, checked }) {
	let line = made("label", "row " + kind);
	let box = document.createElement("input");
	box.type = "checkbox";
	box.value = id;
	box.checked = checked;
	box.dataset.kind = kind;
	box.addEventListener("change", countChosen);
	let values = made("span", "values");
	if (old) {
		let [before, after] = different(old, value);
		values.append(
			made("span", "old", hidden({ id: "bibkit-old" }), ...before),
			made("span", "new", hidden({ id: "bibkit-new" }), ...after));
	}
	else {
		values.append(made("span", "new", value));
	}
	let chip = kind === "reference" ? made("span", "chip") : made("span", "chip", { id: "bibkit-kind-" + kind });
	line.append(box, made("span", "label", label), values, chip, made("span", "source", source));
	return line;
}

function list({ title, lines, warning }) {
	let section = made("section", warning ? "list warning" : "list", made("h3", "", title));
	let items = document.createElement("ul");
	items.append(...lines.map(line => made("li", "", line)));
	section.append(items);
	return section;
}

function filters() {
	return made("div", "filters", made("span", "", { id: "bibkit-pick" }),
		button({ id: "bibkit-only-empty" }, () => {
			for (let box of boxes()) {
				box.checked = box.dataset.kind === "fill" || box.dataset.kind === "tag";
			}
			countChosen();
		}),
		button({ id: "bibkit-all" }, () => choose(true)),
		button({ id: "bibkit-none" }, () => choose(false)));
}

function choose(on, where = body) {
	for (let box of boxes(where)) {
		box.checked = on;
	}
	countChosen();
}

function boxes(where = body) {
	return [...where.querySelectorAll("input[type=checkbox]")];
}

function countChosen() {
	let all = boxes();
	count.hidden = !all.length;
	if (all.length) {
		let chosen = all.filter(box => box.checked).length;
		say(count, { id: "bibkit-chosen", args: { chosen, all: all.length } });
		accept.disabled = !chosen;
	}
}

function progress(share, label) {
	let bar = document.createElement("progress");
	bar.setAttribute("aria-labelledby", label);
	if (share !== null && share !== undefined) {
		bar.value = share;
	}
	return bar;
}

function button(label, work, hint) {
	let element = made("button", "small");
	element.type = "button";
	let text = made("span", "", label);
	if (hint) {
		document.l10n.setAttributes(element, hint);	// its title: it has no value
	}
	element.append(text);
	element.addEventListener("click", work);
	return element;
}

function announced(role, element) {
	element.setAttribute("role", role);
	return element;
}

function named(id, element) {
	element.id = id;
	return element;
}

function hidden(text) {
	return made("span", "unseen", text);
}

function made(name, classes, ...inside) {
	let element = document.createElement(name);
	element.className = classes;
	if (inside.length === 1 && !(inside[0] instanceof Node)) {
		say(element, inside[0]);
	}
	else {
		element.append(...inside);
	}
	return element;
}

function say(element, text) {
	if (typeof text === "string" || text.id === undefined) {
		element.textContent = typeof text === "string" ? text : text.text;
	}
	else if (Object.values(text.args ?? {}).some(value => /[<&]/.test(value))) {
		// Fluent would take the marks of a title for elements.
		document.l10n.formatValue(text.id, text.args).then(value => element.textContent = value);
	}
	else {
		document.l10n.setAttributes(element, text.id, text.args ?? {});
	}
}

/**
 * Two texts as nodes, with what differs marked: what lies between their common beginning and end, in
 * whole words.
 */
function different(one, other) {
	let [a, b] = [one, other].map(text => text.split(/(?<=\s)/));
	let start = 0;
	while (start < Math.min(a.length, b.length) && a[start] === b[start]) {
		start += 1;
	}
	let end = 0;
	while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) {
		end += 1;
	}
	return [a, b].map(words => {
		let middle = words.slice(start, words.length - end).join("");
		let space = /\s*$/.exec(middle)[0];
		return [
			words.slice(0, start).join(""),
			...(middle.trim() ? [made("mark", "", middle.trimEnd())] : []),
			space + words.slice(words.length - end).join(""),
		];
	});
}
