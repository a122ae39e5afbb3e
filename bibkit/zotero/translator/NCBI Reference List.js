{
	"translatorID": "7d2a3f0c-5b8e-4c61-9d1f-0e6b4a9c7352",
	"label": "NCBI Reference List",
	"creator": "bibkit",
	"target": "txt",
	"minVersion": "7.0",
	"maxVersion": "",
	"priority": 320,
	"inRepository": false,
	"translatorType": 1,
	"browserSupport": "gcsibv",
	"lastUpdated": "2026-11-23 12:00:00"
}

/*
	NCBI Reference List: reads a copied PubMed or PMC reference list, or any other printed one.

	MIT licence. Copyright (c) 2026 the bibkit developers. Made from bibkit's Python source: do not
	change it here, change bibkit and make it anew.
*/

/** Whether the text is a reference list. */
function detectImport() {
	return bibkit.isList(readText(200000));
}

/** Makes an item of each reference. */
function doImport() {
	for (let fields of bibkit.itemsOf(readText(Infinity))) {
		let item = new Zotero.Item(fields.itemType);
		Object.assign(item, fields);
		item.complete();
	}
}

/** Up to so many characters of the text. */
function readText(size) {
	let text = "";
	let part;
	while (text.length < size && (part = Zotero.read(65536))) {
		text += part;
	}
	return text.slice(0, size);
}

// A name that may be set again: Zotero reads a translator more than once in one place.
var bibkit = (() => {
"use strict";

// --- what Python has and JavaScript has not ---
//
// All that follows up to "The translator" is made from bibkit's Python source, function by
// function. Texts hold one unit for each character here, as Python's do: a character beyond the
// Basic Multilingual Plane has a stand-in of the same kind (see StandIns).

// Stand-ins by kind: capital and small letters, other letters, digits, other numbers, the rest.
const KINDS = [
	[/^(?=\p{L})\p{Uppercase}$/u, 0xe100],
	[/^(?=\p{L})\p{Lowercase}$/u, 0xe500],
	[/^\p{L}$/u, 0xe900],
	[/^\p{Nd}$/u, 0xed00],
	[/^\p{N}$/u, 0xee00],
	[/^[^]$/u, 0xef00],
];
const KINDS_END = 0xf000;

/** Characters of two units, and those that are no character, for which others stand meanwhile. */
class StandIns {
	constructor() {
		this.forCharacter = new Map();
		this.ofStandIn = new Map();
		this.next = KINDS.map((kind) => kind[1]);
	}

	/** A text in which each character is one unit. */
	put(text) {
		return text.replace(/[\u{10000}-\u{10ffff}]|[\ue001-\uf8ff]/gu, (character) => {
			if (character === "\uf0b7") { // a bullet of Symbol
				return character;
			}
			if (!this.forCharacter.has(character)) {
				let kind = KINDS.findIndex(([pattern]) => pattern.test(character));
				let end = kind + 1 < KINDS.length ? KINDS[kind + 1][1] : KINDS_END;
				// More different ones than there is room for: the last stands for all of them.
				let unit = String.fromCharCode(Math.min(this.next[kind]++, end - 1));
				this.forCharacter.set(character, unit);
				this.ofStandIn.set(unit, character);
			}
			return this.forCharacter.get(character);
		});
	}

	/** The text as it was. */
	back(text) {
		return text.replace(/[\ue100-\uefff]/g, (unit) => this.ofStandIn.get(unit) ?? unit);
	}
}

let standIns = new StandIns();

/** The characters up to a code that a pattern takes, as parts of a set: quicker than \p in each. */
function members(pattern, end = 0x10000) {
	let parts = "";
	let first = -1;
	let written = (code) => "\\u" + code.toString(16).padStart(4, "0");
	for (let code = 0; code <= end; code++) {
		let taken = code < end && pattern.test(String.fromCharCode(code));
		if (taken && first < 0) {
			first = code;
		} else if (!taken && first >= 0) {
			parts += written(first) + (code - 1 > first ? "-" + written(code - 1) : "");
			first = -1;
		}
	}
	return parts;
}

// What \w, \d and \s hold in Python, as parts of a set.
const W = members(/[\p{L}\p{N}_\ue100-\ueeff]/u);
const D = members(/[\p{Nd}\ued00-\uedff]/u);
const S = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
// \b between characters of \w and others.
const B = `(?:(?<=[${W}])(?![${W}])|(?<![${W}])(?=[${W}]))`;
// The letters up to U+1FFF that are capital or small.
const UPPER = members(/(?=\p{L})\p{Uppercase}/u, 0x2000);
const LOWER = members(/(?=\p{L})\p{Lowercase}/u, 0x2000);

/** A match as Python has it. */
class Match {
	constructor(found, pattern) {
		this.found = found;
		this.re = pattern;
	}

	get(group) {
		return (typeof group === "number" ? this.found[group] : this.found.groups?.[group]) ?? null;
	}

	start(group = 0) {
		return group === 0 ? this.found.index : this.span(group)[0];
	}

	end(group = 0) {
		return group === 0 ? this.found.index + this.found[0].length : this.span(group)[1];
	}

	span(group = 0) {
		if (group === 0) {
			return [this.start(), this.end()];
		}
		let exact = this.re.again(this.found);
		let indices = typeof group === "number" ? exact.indices[group] : exact.indices.groups[group];
		return indices ?? [-1, -1];
	}

	groups() {
		return this.found.slice(1).map((text) => text ?? null);
	}

	groupdict() {
		return new Map(Object.entries(this.found.groups ?? {}).map(([name, text]) => [name, text ?? null]));
	}

	/** Only whether there is one counts. */
	get lastgroup() {
		return Object.keys(this.found.groups ?? {}).findLast((name) => this.get(name) !== null) ?? null;
	}
}

/** A regular expression with the methods that Python's have. */
class Pattern {
	constructor(source, flags) {
		this.source = source;
		this.flags = flags;
	}

	made(name, source, flags) {
		return (this[name] ??= new RegExp(source, this.flags + flags));
	}

	exec(expression, text, position) {
		expression.lastIndex = position;
		let found = expression.exec(text);
		return found && new Match(found, this);
	}

	/** A match that begins at a place. */
	match(text, position = 0) {
		return this.exec(this.made("sticky", this.source, "y"), text, position);
	}

	/** The first match from a place on. */
	search(text, position = 0) {
		return this.exec(this.made("global", this.source, "g"), text, position);
	}

	/** A match of the whole text. */
	fullmatch(text) {
		return this.exec(this.made("whole", `(?:${this.source})$`, "y"), text, 0);
	}

	/** All matches. */
	finditer(text) {
		let expression = this.made("global", this.source, "g");
		let matches = [];
		let found;
		expression.lastIndex = 0;
		while ((found = expression.exec(text))) {
			matches.push(new Match(found, this));
			if (!found[0]) {
				expression.lastIndex++;
			}
		}
		return matches;
	}

	/** The texts of all matches. */
	findall(text) {
		return this.finditer(text).map((match) => match.get(match.found.length > 1 ? 1 : 0) ?? "");
	}

	/** The text with each match replaced: by a text, in which \1 is a group, or a function's. */
	sub(replacement, text) {
		return text.replace(this.made("global", this.source, "g"), (...found) => {
			if (typeof replacement === "string") {
				return replacement.replace(/\\(\d)/g, (_, group) => found[Number(group)] ?? "");
			}
			return replacement(new Match({ 0: found[0], index: 0 }, this));
		});
	}

	/** A match once more, with the places of its groups. */
	again(found) {
		let expression = this.made("placed", this.source, "dy");
		expression.lastIndex = found.index;
		return expression.exec(found.input);
	}
}

/** A pattern, with flags at its end: `re`…${"i"}`. */
function re(strings, ...values) {
	let flags = values.at(-1) === "i" || values.at(-1) === "ascii i" ? values.pop() : "";
	let source = strings.raw.map((text, index) => text + (values[index] ?? "")).join("");
	return new Pattern(source, { "": "u", i: "iu", "ascii i": "i" }[flags]);
}

class Counter extends Map {
	get(key) {
		return super.get(key) ?? 0;
	}
}

const SPACE = new RegExp(`[${S}]+`, "u");
const LEADING = new RegExp(`^[${S}]+`, "u");
const LINE = /[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]|$)/y;

/** Python's built-in functions and methods. */
const py = {
	truth: (value) => Boolean(value) && (value.length ?? value.size ?? 1) !== 0,
	and: (...values) => {
		let value;
		for (let one of values) {
			value = one();
			if (!py.truth(value)) {
				break;
			}
		}
		return value;
	},
	or: (...values) => {
		let value;
		for (let one of values) {
			value = one();
			if (py.truth(value)) {
				break;
			}
		}
		return value;
	},
	iter: (value) => Array.isArray(value) ? value : value instanceof Map ? [...value.keys()] : [...value],
	len: (value) => value.length ?? value.size,
	at: (value, index) => value instanceof Match || value instanceof Map ? value.get(index) : value.at(index),
	get: (map, key, other = null) => map.has(key) ? map.get(key) : other,
	setdefault: (map, key, value) => {
		if (!map.has(key)) {
			map.set(key, value);
		}
		return map.get(key);
	},
	pop: (map, key, other = null) => {
		let value = py.get(map, key, other);
		map.delete(key);
		return value;
	},
	update: (map, other) => {
		for (let [key, value] of other) {
			map.set(key, value);
		}
	},
	dict: (map) => new Map(map),
	fromkeys: (keys, value = null) => new Map(py.iter(keys).map((key) => [key, value])),
	list: (values) => [...py.iter(values)],
	tuple: (values) => [...py.iter(values)],
	/** One by one: what is spread into arguments has to fit on the stack. */
	extend: (list, values) => {
		for (let value of values) {
			list.push(value);
		}
	},
	remove: (list, value) => list.splice(list.indexOf(value), 1),
	replaced: (list, start, end, values) => list.splice(start, end - start, ...values),
	repeated: (list, times) => Array.from({ length: times }, () => list).flat(),
	last_apart: (list) => [list.slice(0, -1), list.at(-1)],
	contains: (values, value) => typeof values === "string" ? values.includes(value)
		: typeof values.has === "function" ? values.has(value)
		: values.some((one) => py.equal(one, value)),
	/** Equal in all parts; matches and patterns are equal to themselves only. */
	equal: (one, other) => {
		if (one === other || one === null || other === null || typeof one !== "object" || typeof other !== "object") {
			return one === other;
		}
		if (one instanceof Match || one.constructor !== other.constructor) {
			return false;
		}
		let [keys, others] = [Object.keys(one), Object.keys(other)];
		return keys.length === others.length && keys.every((key) => py.equal(one[key], other[key]));
	},
	within: (one, other) => py.iter(one).every((value) => py.contains(other, value)),
	shared: (one, other) => new Set(py.iter(one).filter((value) => py.contains(other, value))),
	changed: (value, parts) => Object.assign(Object.create(Object.getPrototypeOf(value)), value, parts),

	any: (values) => py.iter(values).some(py.truth),
	all: (values) => py.iter(values).every(py.truth),
	sum: (values) => py.iter(values).reduce((total, value) => total + Number(value), 0),
	max: (values) => py.iter(values).reduce((one, other) => Math.max(one, other)),
	min: (values) => py.iter(values).reduce((one, other) => Math.min(one, other)),
	next: (values, other = null) => {
		for (let value of values) {
			return value;
		}
		return other;
	},
	map: (test, values) => py.iter(values).map((value) => test(value)),
	filter: (test, values) => py.iter(values).filter(test ?? py.truth),
	reversed: (values) => [...py.iter(values)].reverse(),
	enumerate: (values, start = 0) => py.iter(values).map((value, index) => [index + start, value]),
	zip: (...lists) => {
		let arrays = lists.map(py.iter);
		let length = Math.min(...arrays.map((array) => array.length));
		return Array.from({ length }, (_, index) => arrays.map((array) => array[index]));
	},
	pairwise: (values) => values.slice(1).map((value, index) => [values[index], value]),
	range: (first, last, step = 1) => {
		let [start, end] = last === undefined ? [0, first] : [first, last];
		return Array.from({ length: Math.max(0, Math.ceil((end - start) / step)) }, (_, index) => start + index * step);
	},
	sorted: (values, key = (value) => value) => [...py.iter(values)].sort((one, other) => {
		let [left, right] = [key(one), key(other)];
		return left < right ? -1 : left > right ? 1 : 0;
	}),
	Counter: (values) => {
		let counter = new Counter();
		for (let value of values) {
			counter.set(value, counter.get(value) + 1);
		}
		return counter;
	},

	str: (value) => String(value),
	/** A number in the decimal digits of any script: each stands behind the smaller ones. */
	int: (value) => {
		if (typeof value !== "string") {
			return Number(value);
		}
		let digits = Array.from(standIns.back(py.strip(value)), (digit) => {
			if (digit >= "0" && digit <= "9") {
				return digit;
			}
			let smaller = 0;
			while (/^\p{Nd}$/u.test(String.fromCodePoint(digit.codePointAt(0) - smaller - 1))) {
				smaller++;
			}
			return smaller % 10;
		});
		return Number(digits.join(""));
	},
	format: (value, how) => how === "," ? String(value).replace(/\B(?=(\d{3})+$)/g, ",") : String(value).padStart(parseInt(how), "0"),
	split: (text, separator) => {
		if (separator !== undefined) {
			return text.split(separator);
		}
		return text.split(SPACE).filter((word) => word);
	},
	splitlines: (text, ends = false) => {
		let lines = [];
		LINE.lastIndex = 0;
		while (LINE.lastIndex < text.length) {
			let [line] = LINE.exec(text);
			lines.push(ends ? line : line.replace(/(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])$/, ""));
		}
		return lines;
	},
	strip: (text, characters) => py.lstrip(py.rstrip(text, characters), characters),
	lstrip: (text, characters) => {
		if (characters === undefined) {
			return text.replace(LEADING, "");
		}
		let start = 0;
		while (start < text.length && characters.includes(text[start])) {
			start++;
		}
		return text.slice(start);
	},
	rstrip: (text, characters) => {
		let end = text.length;
		while (end && (characters === undefined ? SPACE.test(text[end - 1]) : characters.includes(text[end - 1]))) {
			end--;
		}
		return text.slice(0, end);
	},
	partition: (text, separator) => {
		let place = text.indexOf(separator);
		return place < 0 ? [text, "", ""] : [text.slice(0, place), separator, text.slice(place + separator.length)];
	},
	rpartition: (text, separator) => {
		let place = text.lastIndexOf(separator);
		return place < 0 ? ["", "", text] : [text.slice(0, place), separator, text.slice(place + separator.length)];
	},
	startswith: (text, beginnings) => beginnings.some((beginning) => text.startsWith(beginning)),
	endswith: (text, ends) => ends.some((end) => text.endsWith(end)),
	removesuffix: (text, end) => end && text.endsWith(end) ? text.slice(0, -end.length) : text,
	replace: (text, old, other) => text.split(old).join(other),
	count: (text, part) => text.split(part).length - 1,
	upper: (text) => text.toUpperCase(),
	translate: (text, table) => {
		let result = "";
		for (let index = 0; index < text.length; index++) {
			let other = table.get(text.charCodeAt(index));
			result += other === undefined ? text[index] : other ?? "";
		}
		return result;
	},
	maketrans: (table) => new Map(Array.from(table, ([character, other]) => [character.charCodeAt(0), other])),
	pairs: (text) => new Map(text ? text.split(" ").map((pair) => pair.split(":")) : []),
	escape: (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
	isascii: (text) => /^[\x00-\x7f]*$/.test(text),
	isalpha: (text) => /^[\p{L}\ue100-\uecff]+$/u.test(text),
	isdecimal: (text) => /^[\p{Nd}\ued00-\uedff]+$/u.test(text),
	/** Decimal digits and those that are raised, lowered or encircled. */
	isdigit: (text) => /^[\p{Nd}\ued00-\uedff²³¹\u1369-\u1371\u19da⁰⁴-⁹₀-₉①-⑨⑴-⑼⒈-⒐⓪⓵-⓽⓿❶-❾➀-➈➊-➒]+$/u.test(text),
	isupper: (text) => /[\p{Uppercase}\ue100-\ue4ff]/u.test(text) && !/[\p{Lowercase}\p{Lt}\ue500-\ue8ff]/u.test(text),
	islower: (text) => /[\p{Lowercase}\ue500-\ue8ff]/u.test(text) && !/[\p{Uppercase}\p{Lt}\ue100-\ue4ff]/u.test(text),
};

// A list prints neither keywords nor notes of its reader.
const _tags = () => [];
const _notes = () => [];
// Keys are Zotero's own business: here an id is only a place in the list.
const base_key = () => "";
const with_keys = (references, notes) => new model.Batch(
	references.map((reference, index) => py.changed(reference, { id: String(index + 1) })),
	notes.map(([place, problem]) => place === null ? problem : py.changed(problem, { ref: String(place + 1) })),
);

// --- parts of patterns ---

const part = {};
part.MONTH = String.raw`(?:[sSſ][eE][pP][tT][iIİı][eE][mM][bB][rR][eE]|[fF][eE][vV][eE][rR][eE][iIİı][rR][oO]|[sSſ][eE][pP][tT][eE][mM][bB][eE][rR]|[sSſ][eE][pP][tT][eE][mM][bB][rR][eE]|[sSſ][eE][tT][tT][eE][mM][bB][rR][eE]|[nN][oO][vV][iIİı][eE][mM][bB][rR][eE]|[dD][iIİı][cC][iIİı][eE][mM][bB][rR][eE]|[fF][eE][bB][rR][uU][aA][rR][yY]|[fF][eE][bB][bB][rR][aA][iIİı][oO]|[sSſ][eE][tT][eE][mM][bB][rR][oO]|[nN][oO][vV][eE][mM][bB][eE][rR]|[nN][oO][vV][eE][mM][bB][rR][oO]|[nN][oO][vV][eE][mM][bB][rR][eE]|[dD][eE][cC][eE][mM][bB][eE][rR]|[dD][eE][zZ][eE][mM][bB][rR][oO]|[dD][éÉ][cC][eE][mM][bB][rR][eE]|[dD][eE][zZ][eE][mM][bB][eE][rR]|[dD][iIİı][cC][eE][mM][bB][rR][eE]|[jJ][aA][nN][uU][aA][rR][yY]|[jJ][aA][nN][eE][iIİı][rR][oO]|[jJ][aA][nN][vV][iIİı][eE][rR]|[gG][eE][nN][nN][aA][iIİı][oO]|[fF][eE][bB][rR][eE][rR][oO]|[fF][éÉ][vV][rR][iIİı][eE][rR]|[fF][eE][vV][rR][iIİı][eE][rR]|[fF][eE][bB][rR][uU][aA][rR]|[jJ][uU][iIİı][lL][lL][eE][tT]|[oO][cC][tT][oO][bB][eE][rR]|[oO][cC][tT][uU][bB][rR][eE]|[oO][uU][tT][uU][bB][rR][oO]|[oO][cC][tT][oO][bB][rR][eE]|[oO][kKK][tT][oO][bB][eE][rR]|[oO][tT][tT][oO][bB][rR][eE]|[jJ][aA][nN][uU][aA][rR]|[aA][pP][rR][iIİı][lL][eE]|[mM][aA][gG][gG][iIİı][oO]|[gG][iIİı][uU][gG][nN][oO]|[lL][uU][gG][lL][iIİı][oO]|[aA][uU][gG][uU][sSſ][tT]|[aA][gG][oO][sSſ][tT][oO]|[eE][nN][eE][rR][oO]|[mM][aA][rR][cC][hH]|[mM][aA][rR][zZ][oO]|[mM][aA][rR][çÇ][oO]|[aA][pP][rR][iIİı][lL]|[aA][bB][rR][iIİı][lL]|[aA][vV][rR][iIİı][lL]|[jJ][uU][nN][iIİı][oO]|[jJ][uU][nN][hH][oO]|[jJ][uU][lL][iIİı][oO]|[jJ][uU][lL][hH][oO]|[mM][aA][rR][sSſ]|[mM][äÄ][rR][zZ]|[mM][aA][yY][oO]|[mM][aA][iIİı][oO]|[jJ][uU][nN][eE]|[jJ][uU][iIİı][nN]|[jJ][uU][nN][iIİı]|[jJ][uU][lL][yY]|[jJ][uU][lL][iIİı]|[jJ][uU][iIİı][lL]|[aA][oO][ûÛ][tT]|[aA][oO][uU][tT]|[sSſ][eE][pP][tT]|[jJ][aA][nN]|[eE][nN][eE]|[gG][eE][nN]|[fF][eE][bB]|[fF][eE][vV]|[fF][éÉ][vV]|[mM][aA][rR]|[mM][äÄ][rR]|[mM][rR][zZ]|[aA][pP][rR]|[aA][bB][rR]|[aA][vV][rR]|[mM][aA][yY]|[mM][aA][iIİı]|[mM][aA][gG]|[jJ][uU][nN]|[gG][iIİı][uU]|[jJ][uU][lL]|[lL][uU][gG]|[aA][uU][gG]|[aA][gG][oO]|[sSſ][eE][pP]|[sSſ][eE][tT]|[oO][cC][tT]|[oO][uU][tT]|[oO][kKK][tT]|[oO][tT][tT]|[nN][oO][vV]|[dD][eE][cC]|[dD][iIİı][cC]|[dD][eE][zZ]|[dD][éÉ][cC]|[sSſ][pP][rR][iIİı][nN][gG]|[sSſ][uU][mM][mM][eE][rR]|[aA][uU][tT][uU][mM][nN]|[fF][aA][lL][lL]|[wW][iIİı][nN][tT][eE][rR])${B}\.?`;
part.DATE = String.raw`(?<date>(?<year>(?:1[5-9]|20)[${D}][${D}])[a-z]?(?:[${S}]*[\-‐‑‒–—―−/][${S}]*(?:(?:1[5-9]|20)[${D}][${D}]|[${D}][${D}])${B})?(?:[${S},]+${part.MONTH}(?:[${S}]*[\-‐‑‒–—―−/][${S}]*${part.MONTH})?(?:[${S}]+[${D}]{1,2}(?:[${S}]*[\-‐‑‒–—―−][${S}]*[${D}]{1,2})?)?)?)`;
part.SUPPLEMENT = String.raw`(?:[${S}]|,[${S}])*(?:Suppl?(?:ement)?|Pt|Part|Spec(?:ial)?(?:[${S}](?:No|Issue))?)${B}\.?(?:[${S}]?[${W}/\-]+)?`;
part.VOLUME = String.raw`(?<volume>(?:[Vv]ol(?:ume)?\.?[${S}]*)?[A-Za-z]{0,8}\.?[${S}]?-?[${D}][${W}./]*(?:(?:[\-–]|[${S}]?&[${S}]?)[${D}][${W}]*)?|[IVXLC]+|[A-Z]{1,2})`;
part.ISSUE = String.raw`[${S}]*\((?<issue>[^()]*(?:\([^()]*\)[^()]*)?)\)`;
part.PAGE_LABEL = String.raw`(?:pp?\.|pages?|article(?:[${S}](?:id|no\.?|number))?|art\.(?:[${S}]no\.?)?|ID)[${S}]*`;
part.PAGE = String.raw`[A-Za-z]{0,10}[${S}.\-]?[${D}][${W}.]*(?:\/[${D}]+)?`;
part.DEGREE = String.raw`Ph\.?[${S}]?D\.?|D\.?[${S}]?Phil\.?|M\.?[${S}]?Sc\.?|M\.?[${S}]?A\.?|M\.?D\.?|[Mm]aster(?:['’]?s)?(?:[${S}]+of[${S}]+[${W}]+)?|[Dd]octoral|Doctorate|[Bb]achelor(?:['’]?s)?|Licentiate`;
part.PARTICLE = String.raw`(?:v[ao]n|vander|vande|de[rnlm]?|della|dell[ae]|d[iaou]s?|d[ao]l|l[aeo]s?|el|al|te[rn]?|zu[rm]?|zum|af|av|bin|ibn|ben|abu|op|in|st|van['’]t|['’][ts]|y|e|auf|dos|das|degli|Mc|Mac|St\.?|Ste\.?)[${S}]+`;
part.WORD = String.raw`(?:[${LOWER}]{1,5}['’‘ʼ\x60´\-‐‑]?|[${UPPER}]['’‘ʼ\x60´])?[${UPPER}][${W}'’‘ʼ\x60´\-‐‑]*`;
part.NOT_TITLE = String.raw`(?![${S}]+(?!et${B}|and${B}|y${B}|e${B}|und${B}|de${B}|van${B}|von${B}|da${B}|der${B}|la${B}|le${B}|el${B})[${LOWER}])`;
part.PLAIN = String.raw`[${UPPER}]{2,4}\.(?=[${S}]*[,;])|[${UPPER}](?:[${S}][${UPPER}]){1,4}(?=[${S}]*(?:[,.;:&(]|$)|[${S}]+(?:and|et)${B})|[${UPPER}]{2,3}(?!s)[${LOWER}](?![${W}'’‘ʼ\x60´])|[${UPPER}]{1,5}(?:[\-‐‑][${UPPER}]{1,3}){0,2}(?![${UPPER}${LOWER}'’‘ʼ\x60´])`;
part.MARKS = String.raw`(?:\([${D}]{1,2}(?:,[${D}]{1,2})*\)|[${D}]{1,2}(?:,[${D}]{1,2})*(?=[${S}]*[,;.][${S}])|[¹²³⁰⁴-⁹*†‡§]+)?(?:,[${S}]*(?:MD|M\.D|PhD|Ph\.D|MSc|MPH|DVM|DDS|RN|FRCP|MBBS)${B}\.?(?=[${S}]*[,;.]))*(?![${W}])`;
part.ACCESS_DATE = String.raw`(?<when>[${D}]{1,2}\.?(?:[${S}]+(?:de[${S}]+)?|-)${part.MONTH},?(?:[${S}]+(?:de[${S}]+)?|-)(?:1[5-9]|20)[${D}][${D}]|${part.MONTH}[${S}]+(?:[${D}]{1,2}(?:st|nd|rd|th)?,?[${S}]+)?(?:1[5-9]|20)[${D}][${D}]|(?:1[5-9]|20)[${D}][${D}](?:[${S}\-]+(?:${part.MONTH}|[${D}][${D}])(?:[${S}\-]+[${D}]{1,2})?)?|[${D}]{1,2}[./][${D}]{1,2}[./](?:1[5-9]|20)[${D}][${D}])`;
part.PLACE = String.raw`[^;.:]|${B}[${W}]{1,3}\.|\.(?=[${W}])`;

// --- bibkit.vocab ---

const vocab = (() => {
	// Every CSL variable, by its name in the specification, with its kind.
	const VARIABLES = new Map([
		["author", "names"],
		["chair", "names"],
		["collection-editor", "names"],
		["compiler", "names"],
		["composer", "names"],
		["container-author", "names"],
		["contributor", "names"],
		["curator", "names"],
		["director", "names"],
		["editor", "names"],
		["editor-translator", "names"],
		["editorial-director", "names"],
		["executive-producer", "names"],
		["guest", "names"],
		["host", "names"],
		["illustrator", "names"],
		["interviewer", "names"],
		["narrator", "names"],
		["organizer", "names"],
		["original-author", "names"],
		["performer", "names"],
		["producer", "names"],
		["recipient", "names"],
		["reviewed-author", "names"],
		["script-writer", "names"],
		["series-creator", "names"],
		["translator", "names"],
		["accessed", "date"],
		["available-date", "date"],
		["event-date", "date"],
		["issued", "date"],
		["original-date", "date"],
		["submitted", "date"],
		["chapter-number", "number"],
		["citation-number", "number"],
		["collection-number", "number"],
		["edition", "number"],
		["first-reference-note-number", "number"],
		["issue", "number"],
		["locator", "number"],
		["number", "number"],
		["number-of-pages", "number"],
		["number-of-volumes", "number"],
		["page", "number"],
		["page-first", "number"],
		["part-number", "number"],
		["printing-number", "number"],
		["section", "number"],
		["supplement-number", "number"],
		["version", "number"],
		["volume", "number"],
		["collection-title", "title"],
		["container-title", "title"],
		["container-title-short", "title"],
		["original-title", "title"],
		["part-title", "title"],
		["reviewed-title", "title"],
		["title", "title"],
		["title-short", "title"],
		["volume-title", "title"],
		["abstract", "string"],
		["annote", "string"],
		["archive", "string"],
		["archive-place", "string"],
		["archive_collection", "string"],
		["archive_location", "string"],
		["authority", "string"],
		["call-number", "string"],
		["citation-key", "string"],
		["citation-label", "string"],
		["dimensions", "string"],
		["division", "string"],
		["DOI", "string"],
		["event", "string"],
		["event-place", "string"],
		["event-title", "string"],
		["genre", "string"],
		["ISBN", "string"],
		["ISSN", "string"],
		["jurisdiction", "string"],
		["keyword", "string"],
		["language", "string"],
		["license", "string"],
		["medium", "string"],
		["note", "string"],
		["original-publisher", "string"],
		["original-publisher-place", "string"],
		["PMCID", "string"],
		["PMID", "string"],
		["publisher", "string"],
		["publisher-place", "string"],
		["references", "string"],
		["reviewed-genre", "string"],
		["scale", "string"],
		["source", "string"],
		["status", "string"],
		["URL", "string"],
		["year-suffix", "string"],
	]);

	return { VARIABLES };
})();

// --- bibkit.model ---

const model = (() => {
	/** A person or a body, in the parts of CSL 1.0.2 (appendix on name variables). */
	class Name {
		constructor(family = "", given = "", dropping_particle = "", non_dropping_particle = "", suffix = "", literal = "", comma_suffix = false, static_ordering = false) {
			this.family = family;
			this.given = given;
			this.dropping_particle = dropping_particle;
			this.non_dropping_particle = non_dropping_particle;
			this.suffix = suffix;
			this.literal = literal;
			this.comma_suffix = comma_suffix;
			this.static_ordering = static_ordering;
		}
	}

	/** A date as precise as it was given; `until` ends a range, `literal` is any other text. */
	class Date {
		constructor(year = null, month = null, day = null, season = null, until = null, circa = false, literal = "") {
			this.year = year;
			this.month = month;
			this.day = day;
			this.season = season;
			this.until = until;
			this.circa = circa;
			this.literal = literal;
		}
	}

	/** Where in the input: offsets into the decoded text, `text[start:end]`, and the first line. */
	class Span {
		constructor(start, end, line = 0) {
			this.start = start;
			this.end = end;
			this.line = line;
		}
	}

	/** A stretch of the text that a reference was read from, and what it was read as. */
	class Part {
		constructor(variable, label, start, end) {
			this.variable = variable;
			this.label = label;
			this.start = start;
			this.end = end;
		}
	}

	/** Where in its text each field of a reference was read, and how sure the reading is. */
	class Evidence {
		constructor(text, parts = [], sure = new Map(), confidence = 1.0) {
			this.text = text;
			this.parts = parts;
			this.sure = sure;
			this.confidence = confidence;
		}

		/** The stretches of the text that a variable was read from. */
		of(variable) {
			return py.tuple(this.parts.filter((p) => p.variable === variable).map((p) => this.text.slice(p.start, p.end)));
		}

		/** The words that no field holds. */
		get left() {
			return this.of("");
		}
	}

	/** One reference: an id, a CSL type, and its fields by CSL variable name. */
	class Reference {
		constructor(id, type, fields = new Map(), extra = new Map(), source = null, evidence = null) {
			this.id = id;
			this.type = type;
			this.fields = fields;
			this.extra = extra;
			this.source = source;
			this.evidence = evidence;
		}

		/** A string, title or number variable as text; empty where it is not set. */
		text(variable) {
			let value = py.get(this.fields, variable, "");
			return typeof value === "string" || typeof value === "number" ? py.str(value) : "";
		}

		/** A name variable; empty where it is not set. */
		names(variable) {
			let value = py.get(this.fields, variable, []);
			return Array.isArray(value) ? value : [];
		}

		/** A date variable; None where it is not set. */
		date(variable) {
			let value = py.get(this.fields, variable);
			return value instanceof Date ? value : null;
		}

		/** CSL-JSON's `custom` object: what bibkit itself has to say of the reference. */
		get custom() {
			let value = py.get(this.extra, "custom");
			return value instanceof Map ? value : new Map();
		}

		/** Whether the list of names goes on after the named people ("et al."). */
		truncated(variable = "author") {
			return Boolean(py.truth(py.get(this.custom, `${variable}-et-al`)));
		}

		/** The identifiers that the list's link tail promised: DOI, PMC, PubMed. */
		get links() {
			return py.tuple(py.get(this.custom, "links", []));
		}
	}

	/** Something about the input that a person should know. */
	class Problem {
		constructor(code, message, severity = "warning", span = null, ref = null, raw = "", was = "") {
			this.code = code;
			this.message = message;
			this.severity = severity;
			this.span = span;
			this.ref = ref;
			this.raw = raw;
			this.was = was;
		}
	}

	/** What every reader returns: references in order, and what was noticed on the way. */
	class Batch {
		constructor(references = [], problems = [], article = null) {
			this.references = references;
			this.problems = problems;
			this.article = article;
		}
	}

	return { Name, Date, Span, Part, Evidence, Reference, Problem, Batch };
})();

// --- bibkit.text ---

const text = (() => {
	// Hyphens and dashes that stand for a plain hyphen or a range in citations.
	const DASHES = "-\u2010\u2011\u2012–—―−";

	/** One line of a text without its end, and its place: `text[start:end]`. */
	class Line {
		constructor(text, start, number) {
			this.text = text;
			this.start = start;
			this.number = number;
		}

		get end() {
			return this.start + this.text.length;
		}
	}

	/** The lines of a text, numbered from 1, whatever their ends (`str.splitlines`). */
	function lines_of(text) {
		let bare;
		let found = [];
		let offset = 0;
		for (const [number, whole] of py.enumerate(py.splitlines(text, true), 1)) {
			bare = py.splitlines(whole)[0];
			found.push(new Line(bare, offset, number));
			offset += whole.length;
		}
		return found;
	}

	// Zero-width spaces, bidirectional marks, soft hyphens: invisible, and never part of a citation.
	// (The zero-width joiners are spelling in Persian and Indic scripts: they stay.)
	const _INVISIBLE = py.fromkeys([173, 8203, 8206, 8207, 8288, 65279, ...py.range(8234, 8239), ...py.range(8294, 8298)]);

	const _CONTROLS = py.fromkeys([...py.range(32), ...py.range(127, 160), ...py.range(55296, 57344)], " ");

	/** White space, control and surrogate characters made single blanks, invisible ones dropped. */
	function collapse(text) {
		if (!py.isascii(text)) {
			text = py.translate(text, _INVISIBLE);
		}
		return py.split(py.translate(text, _CONTROLS)).join(" ");
	}

	return { DASHES, Line, lines_of, collapse };
})();

// --- bibkit.dates ---

const dates = (() => {
	const { Date } = model;

	// English, then what Spanish, Portuguese, French, German and Italian lists print otherwise.
	const _MONTHS = new Map(py.enumerate(["jan january enero janeiro janvier januar gennaio ene gen", "feb february febrero fevereiro février fevrier februar febbraio fev fév", "mar march marzo março mars märz mär mrz", "apr april abril avril aprile abr avr", "may mayo maio mai maggio mag", "jun june junio junho juin juni giugno giu", "jul july julio julho juillet juli luglio lug juil", "aug august agosto août aout ago", "sep sept september septiembre setembro septembre settembre set", "oct october octubre outubro octobre oktober ottobre out okt ott", "nov november noviembre novembro novembre", "dec december diciembre dezembro décembre dezember dicembre dic dez déc"], 1).flatMap(([number, names]) => py.split(names).map((name) => [name, number])));

	const _SEASONS = new Map([["spring", 1], ["summer", 2], ["autumn", 3], ["fall", 3], ["winter", 4]]);

	// date = year [month ["-" month]] [day]   "2017 Mar-Apr", "2019 Jul 19", "2018 Spring"
	// | [day] month [day ","] year       "19 July 2019", "July 19, 2019"
	const _YEAR_FIRST = re`(?<year>(?:1[5-9]|20)[${D}][${D}])[a-zA-Zıİſ\u212a]?(?:[${S}]*[\-‐‑‒–—―−/][${S}]*(?<year2>(?:1[5-9]|20)[${D}][${D}]|[${D}][${D}])${B})?(?:[${S},;]+(?<month>${part.MONTH})(?:[${S}]*[\-‐‑‒–—―−/][${S}]*(?<month2>${part.MONTH}))?(?:[${S}]+(?<day>[${D}]{1,2})${B}(?:[${S}]*[\-‐‑‒–—―−/][${S}]*(?<day2>[${D}]{1,2})${B})?)?)?${"i"}`;

	const _DAY_FIRST = re`(?:(?<day>[${D}]{1,2})(?:st|nd|rd|th)?\.?[${S}]+(?:of[${S}]+|de[${S}]+)?)?(?<month>${part.MONTH})(?:[${S}]+(?<day_us>[${D}]{1,2})(?:st|nd|rd|th)?)?[${S},]+(?:de[${S}]+)?(?<year>(?:1[5-9]|20)[${D}][${D}])${B}${"i"}`;

	const _ISO = re`(?<year>(?:1[5-9]|20)[${D}][${D}])-(?<month>0[1-9]|1[0-2])(?:-(?<day>[${D}][${D}]))?${B}`;

	/** A date in a text; None where no year between 1500 and 2099 stands. */
	function parse_date(text) {
		let last;
		let match = _ISO.search(text) || _DAY_FIRST.search(text) || _YEAR_FIRST.search(text);
		if (match === null) {
			return null;
		}
		let parts = match.groupdict();
		let year = py.int(parts.get("year"));
		let month = py.get(parts, "month");
		let day = _day(py.get(parts, "day") || py.get(parts, "day_us"));
		let first = _date(year, month, day);
		let until = null;
		if (py.get(parts, "year2")) {
			last = parts.get("year2").length === 4 ? py.int(parts.get("year2")) : Math.floor(year / 100) * 100 + py.int(parts.get("year2"));
			until = last > year ? new Date(last) : null;
		} else if (py.get(parts, "month2")) {
			until = _date(year, parts.get("month2"), day);
			first = _date(year, month, null);
		} else if (py.get(parts, "day2") && first.day) {
			until = _date(year, month, _day(parts.get("day2")));
		}
		if (py.equal(until, first)) {
			until = null;
		}
		return new Date(first.year, first.month, first.day, first.season, until);
	}

	function _day(text) {
		let number = text ? py.int(text) : 0;
		return 1 <= number && number <= 31 ? number : null;
	}

	function _date(year, month, day) {
		if (month === null) {
			return new Date(year);
		}
		let name = py.rstrip(month.toLowerCase(), ".");
		if (_SEASONS.has(name)) {
			return Object.assign(new Date(year), { season: _SEASONS.get(name) });
		}
		// Not every letter that matches regardless of case is in the table: "Aprıl".
		let number = py.isdecimal(name) ? py.int(name) : py.get(_MONTHS, name, 0);
		return 1 <= number && number <= 12 ? new Date(year, number, day) : new Date(year);
	}

	return { parse_date };
})();

// --- bibkit.formats.edtf ---

const formats_edtf = (() => {
	const { Date } = model;

	const _MOMENT = re`(-?[0-9]{1,4})(?:-([0-9][0-9])(?:-([0-9][0-9]))?)?(?:T[0-9:.]+(?:Z|[+\-][0-9][0-9]:?[0-9][0-9])?)?([?~%])?`;

	/** A date of this format; None for any other text. */
	function read_edtf(text) {
		let [first, slash, last] = py.partition(py.strip(text), "/");
		let begin = _moment(first);
		if (begin === null || !slash) {
			return begin;
		}
		let until = _moment(last);
		if (until === null) {
			return null;
		}
		let circa = begin.circa || until.circa;
		return py.changed(begin, { until: py.changed(until, { circa: false }), circa: circa });
	}

	function _moment(text) {
		let match = _MOMENT.fullmatch(text);
		if (match === null) {
			return null;
		}
		let [year, month, day] = [py.int(match.get(1)), py.int(match.get(2) || 0), py.int(match.get(3) || 0)];
		let season = (21 <= month && month <= 24) && !day ? month - 20 : null;
		try {
			return new Date(year > 0 ? year : year - 1, season ? null : month || null, day || null, season, undefined, Boolean(match.get(4)));
		} catch {
			return null;
		}
	}

	/** A date in this format; empty where it cannot be said exactly: words, a year of five digits. */
	function write_edtf(date) {
		let ends = date.until ? [date, date.until] : [date];
		let text = ends.map((end) => _written(end) + "~".repeat(date.circa)).join("/");
		return py.equal(read_edtf(text), date) ? text : "";
	}

	function _written(date) {
		if (date.year === null) {
			return "";
		}
		let year = date.year > 0 ? date.year : date.year + 1;
		let parts = [`${"-".repeat(year < 0)}${py.format(Math.abs(year), `04d`)}`];
		let month = date.season && !date.month ? 20 + date.season : date.month;
		py.extend(parts, [month, date.day].filter((part) => part !== null).map((part) => `${py.format(part, `02d`)}`));
		return parts.join("-");
	}

	return { read_edtf, write_edtf };
})();

// --- bibkit.formats.zotero.fields ---

const formats_zotero_fields = (() => {
	/** An item type of Zotero, seen from CSL. */
	class Item {
		constructor(name, resource, container, creators, fields, own, csl) {
			this.name = name;
			this.resource = resource;
			this.container = container;
			this.creators = creators;
			this.fields = fields;
			this.own = own;
			this.csl = csl;
		}
	}

	// CSL type to the item type.
	const ITEMS = new Map([
		["article", new Item("preprint", "Description", "", py.pairs("author:author editor:editor translator:translator reviewed-author:reviewedAuthor contributor:contributor"), py.pairs("title:title abstract:abstractNote collection-title:series collection-number:seriesNumber issued:date number:number publisher:publisher publisher-place:place genre:type DOI:DOI citation-key:citationKey URL:url accessed:accessDate archive:archive archive_location:archiveLocation source:libraryCatalog call-number:callNumber title-short:shortTitle language:language license:rights"), py.pairs("type:genre publisher:repository number:archiveID"), "article")],
		["article-journal", new Item("journalArticle", "Article", "bib:Journal", py.pairs("author:author editor:editor translator:translator reviewed-author:reviewedAuthor contributor:contributor"), py.pairs("title:title abstract:abstractNote container-title:publicationTitle container-title-short:journalAbbreviation collection-title:seriesTitle issued:date volume:volume issue:issue section:section part-number:partNumber part-title:partTitle page:pages publisher:publisher publisher-place:place DOI:DOI PMID:PMID PMCID:PMCID ISSN:ISSN citation-key:citationKey URL:url accessed:accessDate archive:archive archive_location:archiveLocation source:libraryCatalog call-number:callNumber title-short:shortTitle language:language license:rights"), py.pairs(""), "article-journal")],
		["book", new Item("book", "Book", "", py.pairs("author:author editor:editor translator:translator collection-editor:seriesEditor contributor:contributor"), py.pairs("title:title abstract:abstractNote collection-title:series collection-number:seriesNumber issued:date volume:volume edition:edition number-of-volumes:numberOfVolumes number-of-pages:numPages publisher:publisher publisher-place:place original-date:originalDate original-publisher:originalPublisher original-publisher-place:originalPlace medium:medium DOI:DOI ISBN:ISBN ISSN:ISSN citation-key:citationKey URL:url accessed:accessDate archive:archive archive_location:archiveLocation source:libraryCatalog call-number:callNumber title-short:shortTitle language:language license:rights"), py.pairs("medium:format"), "book")],
		["chapter", new Item("bookSection", "BookSection", "bib:Book", py.pairs("author:author editor:editor translator:translator container-author:bookAuthor collection-editor:seriesEditor contributor:contributor"), py.pairs("title:title abstract:abstractNote container-title:publicationTitle collection-title:series collection-number:seriesNumber issued:date volume:volume page:pages edition:edition number-of-volumes:numberOfVolumes publisher:publisher publisher-place:place original-date:originalDate original-publisher:originalPublisher original-publisher-place:originalPlace medium:medium DOI:DOI ISBN:ISBN ISSN:ISSN citation-key:citationKey URL:url accessed:accessDate archive:archive archive_location:archiveLocation source:libraryCatalog call-number:callNumber title-short:shortTitle language:language license:rights"), py.pairs("publicationTitle:bookTitle medium:format"), "chapter")],
		["dataset", new Item("dataset", "Description", "", py.pairs("author:author contributor:contributor"), py.pairs("title:title abstract:abstractNote issued:date number:number publisher:publisher publisher-place:place genre:type medium:medium version:versionNumber DOI:DOI citation-key:citationKey URL:url accessed:accessDate archive:archive archive_location:archiveLocation source:libraryCatalog call-number:callNumber title-short:shortTitle language:language license:rights"), py.pairs("number:identifier publisher:repository place:repositoryLocation medium:format"), "dataset")],
		["document", new Item("document", "Description", "", py.pairs("author:author editor:editor translator:translator reviewed-author:reviewedAuthor contributor:contributor"), py.pairs("title:title abstract:abstractNote issued:date publisher:publisher publisher-place:place genre:type DOI:DOI citation-key:citationKey URL:url accessed:accessDate archive:archive archive_location:archiveLocation source:libraryCatalog call-number:callNumber title-short:shortTitle language:language license:rights"), py.pairs(""), "document")],
		["paper-conference", new Item("conferencePaper", "Description", "bib:Journal", py.pairs("author:author editor:editor translator:translator collection-editor:seriesEditor contributor:contributor"), py.pairs("title:title abstract:abstractNote container-title:publicationTitle collection-title:series collection-number:seriesNumber issued:date volume:volume issue:issue page:pages number-of-volumes:numberOfVolumes publisher:publisher publisher-place:place event-title:conferenceName event-place:eventPlace DOI:DOI ISBN:ISBN ISSN:ISSN citation-key:citationKey URL:url accessed:accessDate archive:archive archive_location:archiveLocation source:libraryCatalog call-number:callNumber title-short:shortTitle language:language license:rights"), py.pairs("publicationTitle:proceedingsTitle"), "paper-conference")],
		["patent", new Item("patent", "Patent", "", py.pairs("author:inventor contributor:contributor"), py.pairs("title:title abstract:abstractNote issued:date issue:priorityNumbers number:number page:pages publisher-place:place original-date:originalDate authority:authority status:status references:references submitted:filingDate DOI:DOI citation-key:citationKey URL:url accessed:accessDate call-number:applicationNumber title-short:shortTitle language:language license:rights"), py.pairs("date:issueDate authority:issuingAuthority number:patentNumber originalDate:priorityDate status:legalStatus"), "patent")],
		["report", new Item("report", "Report", "", py.pairs("author:author editor:editor translator:translator collection-editor:seriesEditor contributor:contributor"), py.pairs("title:title abstract:abstractNote collection-title:seriesTitle collection-number:seriesNumber issued:date number:number page:pages publisher:publisher publisher-place:place genre:type DOI:DOI ISBN:ISBN ISSN:ISSN citation-key:citationKey URL:url accessed:accessDate archive:archive archive_location:archiveLocation source:libraryCatalog call-number:callNumber title-short:shortTitle language:language license:rights"), py.pairs("number:reportNumber type:reportType publisher:institution"), "report")],
		["software", new Item("computerProgram", "Data", "", py.pairs("author:programmer contributor:contributor"), py.pairs("title:title abstract:abstractNote collection-title:seriesTitle issued:date publisher:publisher publisher-place:place genre:programmingLanguage medium:system version:versionNumber DOI:DOI ISBN:ISBN citation-key:citationKey URL:url accessed:accessDate archive:archive archive_location:archiveLocation source:libraryCatalog call-number:callNumber title-short:shortTitle language:language license:rights"), py.pairs("publisher:company"), "software")],
		["thesis", new Item("thesis", "Thesis", "", py.pairs("author:author contributor:contributor"), py.pairs("title:title abstract:abstractNote collection-title:series collection-number:seriesNumber issued:date number-of-pages:numPages publisher:publisher publisher-place:place genre:type DOI:DOI ISBN:ISBN ISSN:ISSN citation-key:citationKey URL:url accessed:accessDate archive:archive archive_location:archiveLocation source:libraryCatalog call-number:callNumber title-short:shortTitle language:language license:rights"), py.pairs("type:thesisType publisher:university"), "thesis")],
		["webpage", new Item("webpage", "Document", "z:Website", py.pairs("author:author translator:translator contributor:contributor"), py.pairs("title:title abstract:abstractNote container-title:publicationTitle issued:date publisher:publisher publisher-place:place genre:type DOI:DOI citation-key:citationKey URL:url accessed:accessDate title-short:shortTitle language:language license:rights"), py.pairs("publicationTitle:websiteTitle type:websiteType"), "webpage")],
	]);

	/** The item type for a CSL type, and whether Zotero gives that CSL type back by itself. */
	function item_of_type(csl) {
		let item = py.at(ITEMS, csl);
		return [item, item.csl === csl];
	}

	return { Item, ITEMS, item_of_type };
})();

// --- bibkit.formats.zotero.items ---

const formats_zotero_items = (() => {
	const { Date } = model;
	const { Kind, VARIABLES } = vocab;
	const { item_of_type } = formats_zotero_fields;
	const { write_edtf } = formats_edtf;

	// What a citation processor counts for itself.
	const NOT_WRITTEN = new Set(new Set(["citation-number", "first-reference-note-number", "locator", "page-first", "year-suffix"]));

	/** A creator of an item. */
	class Creator {
		constructor(kind, last, first = "") {
			this.kind = kind;
			this.last = last;
			this.first = first;
		}
	}

	/** An item of Zotero with what belongs to it. */
	class ZoteroItem {
		constructor(type, fields, creators = [], tags = [], notes = []) {
			this.type = type;
			this.fields = fields;
			this.creators = creators;
			this.tags = tags;
			this.notes = notes;
		}
	}

	/** A reference as Zotero holds it. */
	function zotero_item(reference) {
		let [kind, is_own] = item_of_type(reference.type);
		let fields = py.dict(_fields(reference, kind));
		let extra = py.iter(_extra(reference, kind, is_own)).join("\n");
		if (extra) {
			fields.set("extra", extra);
		}
		return new ZoteroItem(kind.name, fields, py.tuple(_creators(reference, kind)), py.tuple(_tags(reference)), py.tuple(_notes(reference)));
	}

	/** Zotero's fields with their values, in the order of the item type's. */
	function* _fields(reference, kind) {
		let value;
		for (const [variable, field] of [...kind.fields]) {
			value = _value(reference, variable);
			if (variable === "publisher-place" && !value && _held_there(kind)) {
				value = _value(reference, "event-place");
			}
			if (variable === "publisher" && !value && kind.name === "preprint") {
				value = _value(reference, "container-title"); // a list prints the server as a journal
			}
			if (variable === "citation-key" && !value) {
				value = reference.id;
			}
			if (value && !(variable === "accessed" && !_is_day(reference))) {
				yield [py.get(kind.own, field, field), value];
			}
		}
	}

	/** Whether the only place of an item type is where it was held. */
	function _held_there(kind) {
		return !kind.fields.has("event-place") && kind.fields.has("event-title");
	}

	/** Whether the date of access is a day: Zotero throws away any other. */
	function _is_day(reference) {
		let date = reference.date("accessed");
		return date !== null && date.day !== null && date.until === null && !date.circa;
	}

	function _value(reference, variable) {
		let date;
		if (py.at(VARIABLES, variable) === "date") {
			date = reference.date(variable);
			return date ? _date(date) : "";
		}
		let text = reference.text(variable);
		return variable === "abstract" ? py.strip(text) : py.split(text).join(" ");
	}

	const _SEASONS = ["", "Spring", "Summer", "Autumn", "Winter"];

	/** A date as Zotero's date fields understand it. */
	function _date(date) {
		if (date.year === null) {
			return date.literal;
		}
		let circa = date.circa ? "ca. " : "";
		if (date.season && !date.month && date.until === null) {
			return `${circa}${py.str(_SEASONS[date.season])} ${date.year}`;
		}
		let plain = new Date(date.year, date.month, date.day, date.season, date.until);
		return circa + (write_edtf(plain) || py.str(date));
	}

	function* _creators(reference, kind) {
		for (const [variable, creator] of [...kind.creators]) {
			for (const name of reference.names(variable)) {
				yield creator_of(name, creator);
			}
		}
	}

	/** A name as a creator of Zotero's: in two fields, or in one. */
	function creator_of(name, kind) {
		if (name.literal) {
			return new Creator(kind, name.literal);
		}
		let family = [name.non_dropping_particle, name.family].filter((part) => part).join(" ");
		let given = [name.given, name.dropping_particle].filter((part) => part).join(" ");
		given = [given, name.suffix].filter((part) => part).join(", ");
		return family ? new Creator(kind, family, given) : new Creator(kind, given);
	}

	// What has a place of its own.
	const _ELSEWHERE = new Set(new Set(["annote", "citation-key", "keyword", "note"]));

	/** The lines of `extra`: what the type has no field for, and the note. */
	function* _extra(reference, kind, is_own) {
		let value;
		if (!is_own) {
			yield `Type: ${reference.type}`;
		}
		let used = new Set([...kind.fields.keys(), ...kind.creators.keys(), ..._ELSEWHERE, ...NOT_WRITTEN]);
		if (_held_there(kind) && !reference.fields.has("publisher-place")) {
			used.add("event-place");
		}
		if (kind.name === "preprint" && !reference.fields.has("publisher")) {
			used.add("container-title");
		}
		if (kind.fields.has("accessed") && !_is_day(reference)) {
			used.delete("accessed");
		}
		for (const variable of reference.fields.keys()) {
			if (used.has(variable)) {
				continue;
			}
			if (py.at(VARIABLES, variable) === "names") {
				yield* reference.names(variable).map((name) => extra_line(variable, _in_line(name)));
			} else if (value = _value(reference, variable)) {
				yield extra_line(py.get(_LABELS, variable, variable), value);
			}
		}
		for (const line of py.splitlines(py.strip(reference.text("note")))) {
			yield* _free_line(line, reference);
		}
	}

	// "PMID: 777; Epub ahead of print": Zotero would take all of it for the PMID.
	const _TRAP = re`^[${S}]*(PM[Iİı]D|PMC[Iİı]D|DO[Iİı]|[Iİı]SBN|[Iİı]SSN)[${S}]*:[${S}]*(?<id>[^${S}]+?)[;,.]?(?:[${S}]+(?<rest>[^${S}].*))?$${"i"}`;

	const FREE_LINE_1 = re`[${D}]{3}`;
	/** A line of a note, its identifier on a line of its own. */
	function* _free_line(line, reference) {
		let match = _TRAP.match(line);
		if (match === null || !match.get("rest")) {
			yield line;
		} else if (FREE_LINE_1.search(match.get("id"))) {
			if (!reference.fields.has(py.upper(match.get(1)))) {
				yield extra_line(py.upper(match.get(1)), match.get("id"));
			}
			yield match.get("rest");
		} else {
			yield `(${line})`;
		}
	}

	// Zotero would move `accessed` into its field, and there throw away what is not a day.
	const _LABELS = new Map([["accessed", "Date accessed"]]);

	/** A line of `extra`. */
	function extra_line(label, value) {
		return `${label}: ${py.split(value).join(" ")}`;
	}

	function _in_line(name) {
		let creator = creator_of(name, "");
		return creator.first ? `${creator.last} || ${creator.first}` : creator.last;
	}

	return { NOT_WRITTEN, Creator, ZoteroItem, zotero_item, creator_of, extra_line };
})();

// --- bibkit.formats.zotero.dialects ---

const formats_zotero_dialects = (() => {
	/** An item as the connector takes it (`/connector/saveItems`) and a translator makes it. */
	function connector_json(item, id) {
		return new Map([["id", id], ["itemType", item.type], ...item.fields, ["creators", item.creators.map((one) => one.first ? new Map([["creatorType", one.kind], ["firstName", one.first], ["lastName", one.last]]) : new Map([["creatorType", one.kind], ["lastName", one.last], ["fieldMode", 1]]))], ["tags", py.list(item.tags)], ["notes", item.notes.map((note) => new Map([["note", note]]))], ["attachments", []]]);
	}

	// Fields that Zotero has since 7.0.32, and their lines in `extra` before.
	const _SINCE_7_0_32 = new Map([["PMID", "PMID"], ["PMCID", "PMCID"], ["citationKey", "Citation Key"]]);

	/** An item for a Zotero older than 7.0.32: PMID, PMCID and citation key in `extra`. */
	function without_identifiers(item) {
		let fields = new Map([...item.fields].filter(([name, value]) => !_SINCE_7_0_32.has(name)).map(([name, value]) => [name, value]));
		let lines = py.iter([..._SINCE_7_0_32]).filter(([name, label]) => item.fields.has(name)).map(([name, label]) => `${py.str(label)}: ${item.fields.get(name)}`);
		let extra = [...lines, ...py.filter(null, [py.pop(fields, "extra", "")])].join("\n");
		if (extra) {
			fields.set("extra", extra);
		}
		return py.changed(item, { fields: fields });
	}

	return { connector_json, without_identifiers };
})();

// --- bibkit.identifiers ---

const identifiers = (() => {
	/** An identifier in a text. */
	class Identifier {
		constructor(variable, value, start, end) {
			this.variable = variable;
			this.value = value;
			this.start = start;
			this.end = end;
		}
	}

	// The label may be written twice ("doi: https://doi.org/…"). The suffix of a DOI is any
	// printable text (DOI handbook, 2.2); where it ends is decided in `_trim_doi`.
	const _DOI = re`(?:${B}do[iİı][${S}]*[:.=]?[${S}]*)?(?:https?:\/\/[${S}]?(?:[${W}.\-]+\.)?do[iİı]\.org\/[${S}]*(?:do[iİı]:[${S}]*)?)?(10\.[${D}]{4,9}(?:\.[${D}]+)*\/[^${S}"“”]+)${"i"}`;

	const _PMCID = re`(?:${B}PMC[Iİı]D[${S}]*:?[${S}]*|https?:\/\/(?:www\.)?(?:pmc\.)?ncb[iİı]\.nlm\.n[iİı]h\.gov\/(?:pmc\/)?art[iİı]cles\/)?${B}PMC[${S}]?([${D}]{3,9})${B}\/?${"i"}`;

	const _PMID = re`(?:${B}P(?:M[Iİı]D|ubMed(?:[${S}](?:PM[Iİı]D|[Iİı]D|Central PM[Iİı]D))?)[${S}]*[:#][${S}]*|https?:\/\/(?:www\.)?(?:pubmed\.ncb[iİı]\.nlm\.n[iİı]h\.gov|ncb[iİı]\.nlm\.n[iİı]h\.gov\/pubmed)\/)([${D}]{1,9})${B}\/?${"i"}`;

	const _ARXIV = re`(?:${B}arX[iİı]v[${S}]*:[${S}]*|https?:\/\/(?:www\.)?arx[iİı]v\.org\/(?:abs|pdf)\/)([${D}]{4}\.[${D}]{4,5}|[a-zA-Zıİſ\u212a\-]+(?:\.[a-zA-Zıİſ\u212a]{2})?\/[${D}]{7})(?:v[${D}]+)?(?:\.pdf)?${"i"}`;

	const _ISBN = re`${B}[Iİı]SBN(?:-1[03])?[${S}]*:?[${S}]*((?:[${D}][ \-]?){9,12}[${D}XxxX])${B}${"i"}`;

	const _ISSN = re`${B}e?[Iİı]SSN[${S}]*:?[${S}]*([${D}]{4}-?[${D}]{3}[${D}XxxX])${B}${"i"}`;

	const _URL = re`${B}(?:https?:\/\/|ftp:\/\/|www\.)[^${S}<>"“”]+${"i"}`;

	// What PubMed, PMC and exports glue to the end of a DOI without a blank.
	const _GLUED = re`(?:\[(?:DO[Iİı]|PMC|PubMed|Cross|Google)|PubMed${B}(?!\/)|PM[Iİı]D|PMC[Iİı]D|https?:\/\/|[.;,]?\(?Epub${B}).*$${"i"}`;

	const _TRAILING = ".,;:'’‘\"*";

	const _BRACKETS = new Map([[")", "("], ["]", "["], ["}", "{"], [">", "<"]]);

	const _COUNTED = new Set("()[]{}<>");

	/** Cut sentence punctuation and unmatched closing brackets off the end of an identifier. */
	function _trim_end(text) {
		let last, opening, unmatched;
		let counts = py.Counter(py.iter(text).filter((character) => _COUNTED.has(character)));
		let end = text.length;
		while (end) {
			last = text[end - 1];
			opening = py.get(_BRACKETS, last);
			unmatched = opening !== null && counts.get(last) > counts.get(opening);
			if (!_TRAILING.includes(last) && !unmatched) {
				break;
			}
			counts.set(last, counts.get(last) - 1);
			end = end - 1;
		}
		return text.slice(0, end);
	}

	function _trim_doi(text) {
		return _trim_end(_GLUED.sub("", text));
	}

	/** Every identifier in a text, in order, none inside another. */
	function find(text) {
		if (!py.truth(_MAY_HOLD(text))) {
			return [];
		}
		let found = [];
		let taken = Array(text.length).fill(0);
		for (const one of _candidates(text)) {
			if (!py.any(taken.slice(one.start, one.end))) {
				py.replaced(taken, one.start, one.end, py.repeated([1], one.end - one.start));
				found.push(one);
			}
		}
		return py.sorted(found, (one) => one.start);
	}

	// Most strings without any identifier can be told in one pass.
	const _MAY_HOLD_PATTERN = re`10\.[${D}]{4}|PM|arX[iİı]v|[Iİı]SBN|[Iİı]SSN|:\/\/|www\.|pubmed${"i"}`;
	const _MAY_HOLD = (text) => _MAY_HOLD_PATTERN.search(text);

	function* _candidates(text) {
		let value;
		for (const match of _DOI.finditer(text)) {
			value = _trim_doi(match.get(1));
			if (value.length > value.indexOf("/") + 1) {
				yield new Identifier("DOI", value, match.start(), match.start(1) + value.length);
			}
		}
		for (const match of _PMCID.finditer(text)) {
			yield new Identifier("PMCID", `PMC${match.get(1)}`, ...match.span());
		}
		for (const match of _PMID.finditer(text)) {
			if (py.strip(match.get(1), "0")) {
				yield new Identifier("PMID", py.lstrip(match.get(1), "0"), ...match.span());
			}
		}
		for (const match of _ARXIV.finditer(text)) {
			yield new Identifier("arXiv", match.get(1), ...match.span());
		}
		for (const match of _ISBN.finditer(text)) {
			if (is_isbn(match.get(1))) {
				yield new Identifier("ISBN", match.get(1), ...match.span());
			}
		}
		for (const match of _ISSN.finditer(text)) {
			if (is_issn(match.get(1))) {
				yield new Identifier("ISSN", match.get(1), ...match.span());
			}
		}
		for (const match of _URL.finditer(text)) {
			value = _trim_end(match.get(0));
			yield new Identifier("URL", value, match.start(), match.start() + value.length);
		}
	}

	const IS_ISBN_1 = re`[${S}\-]`;
	const IS_ISBN_2 = re`[0-9]{9}[0-9X]`;
	const IS_ISBN_3 = re`97[89][0-9]{10}`;
	/** Whether the check digit of an ISBN-10 or ISBN-13 is right (ISO 2108). */
	function is_isbn(text) {
		let weights;
		let digits = py.upper(IS_ISBN_1.sub("", text));
		if (IS_ISBN_2.fullmatch(digits)) {
			weights = py.range(10, 0, -1);
			return py.sum(py.zip(weights, digits).map(([w, d]) => w * _digit(d))) % 11 === 0;
		}
		if (IS_ISBN_3.fullmatch(digits)) {
			return py.sum(py.enumerate(digits).map(([i, d]) => py.int(d) * (i % 2 ? 3 : 1))) % 10 === 0;
		}
		return false;
	}

	const IS_ISSN_1 = re`[0-9]{7}[0-9X]`;
	/** Whether the check digit of an ISSN is right (ISO 3297). */
	function is_issn(text) {
		let digits = py.upper(py.replace(py.strip(text), "-", ""));
		if (!IS_ISSN_1.fullmatch(digits)) {
			return false;
		}
		return py.sum(py.zip(py.range(8, 0, -1), digits).map(([w, d]) => w * _digit(d))) % 11 === 0;
	}

	function _digit(character) {
		return character === "X" ? 10 : py.int(character);
	}

	return { Identifier, find, is_isbn, is_issn };
})();

// --- bibkit.reflist.grammar.parts ---

const reflist_grammar_parts = (() => {
	const { Part } = model;
	const { parse_date } = dates;

	// Stands where an identifier was taken out.
	const MASK = "\ue000";

	/** What the grammar made of one string: a CSL type, CSL fields, and what was left over. */
	class Reading {
		constructor(type = "document", fields = new Map(), custom = new Map(), left = "") {
			this.type = type;
			this.fields = fields;
			this.custom = custom;
			this.left = left;
		}

		/** Another reading with the same content, to be changed apart. */
		copy() {
			return new Reading(this.type, py.dict(this.fields), py.dict(this.custom), this.left);
		}

		/** Set a text variable, unless there is nothing to set. */
		put(variable, text) {
			let bare = clean(text);
			if (bare) {
				this.fields.set(variable, bare);
			}
		}

		/** A text variable as set so far; empty where it is not. */
		text_of(variable) {
			let value = py.get(this.fields, variable, "");
			return typeof value === "string" ? value : "";
		}

		/** Set a name variable and whether its list goes on, unless there are no names. */
		put_people(variable, names, truncated) {
			if (names.length) {
				this.fields.set(variable, names);
				if (truncated) {
					this.custom.set(`${variable}-et-al`, true);
				}
			}
		}
	}

	// How the name of a preprint server begins.
	const PREPRINT_SERVERS = re`^(?:b[iİı]oRx[iİı]v|medRx[iİı]v|arX[iİı]v|ChemRx[iİı]v|PsyArX[iİı]v|Research Square|SSRN|OSF Prepr[iİı]nts|Prepr[iİı]nts\.org)${B}${"i"}`;

	const JUNK = " .,;:\ue000";

	const _FINAL_STOPS = re`[${S}]*\.(?:[${S}]+\.)*$`;

	/** A field's text: no masks, no punctuation that stood between fields. */
	function clean(text) {
		let bare = py.strip(py.split(py.replace(text, MASK, " ")).join(" "), " ,;:");
		return py.rstrip(_FINAL_STOPS.sub("", bare), " ,;");
	}

	// Whole sentences of a book: "2nd ed.", "Vol. 3.", "Evenson R.E., editors.", "pp. 3–9."
	const EDITION = re`^(?:\(?(?:(?:[${D}]+(?:st|nd|rd|th|[aªº])?|[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ff]ifth|[Ss]ixth|[Ss]eventh|[Ee]ighth|[Nn]inth|[Tt]enth|[Rr]ev(?:ised|\.)?|[Ii]nternational|[Nn]ew|[${W}]+)[${S}]+){1,3}ed(?:|ition|n|ição|ición)${B}\.?\)?(?:[${S}]+edition)?\.?$|edn?\.?[${S}][${D}]{1,2}\.?$)`;

	const EDITORS_SENTENCE = re`^(?<people>.{3,300}?),?[${S}]*\(?(?:editors?|[Ee]ds?)${B}\.?\)?\.?$`;

	const VOLUME_SENTENCE = re`^[Vv]ol(?:ume|\.)?[${S}]*(?<volume>[${W}–\-]+)\.?$`;

	const PAGES_SENTENCE = re`^p(?:p?\.?|ages?)[${S}]*(?<label>(?:pp?\.|pages?|art[iİı]cle(?:[${S}](?:[iİı]d|no\.?|number))?|art\.(?:[${S}]no\.?)?|[Iİı]D)[${S}]*)?(?<pages>[a-zA-Zıİſ\u212a]{0,10}[${S}.\-]?[${D}][${W}.]*(?:\/[${D}]+)?(?:[${S}]?[\-‐‑‒–—―−]+[${S}]?[a-zA-Zıİſ\u212a]{0,6}\.?[${D}][${W}]*(?:\.[${W}]+)?)?(?:,[${S}]?(?:e?[${D}][${W}]*(?:[${S}]?[\-‐‑‒–—―−][${S}]?[${D}][${W}]*)?|d[iİı]scuss[iİı]on[${S}][${W}–\-]+|qu[iİı]z[${S}][${W}–\-]+|author[${S}]reply[${S}][${W}–\-]+))*(?:\.:[${S}]?(?:e[${D}]{1,3}|[a-zA-Zıİſ\u212a]{0,4}[${D}]{2,8})${B})?)\.?$${"i"}`;

	/** Where an identifier stands; an arXiv number is a place in an archive. */
	function identifier_part(one) {
		let variable = one.variable === "arXiv" ? "archive_location" : one.variable;
		return new Part(variable, variable, one.start, one.end);
	}

	/** Set `container-title`; an abbreviated journal keeps the stop of its last word. */
	function put_container(reading, container, stopped) {
		reading.put("container-title", container);
		let bare = reading.text_of("container-title");
		let others = py.split(bare).slice(0, -1);
		if (stopped && others.length && 2 * py.sum(others.map((word) => word.endsWith("."))) >= others.length) {
			reading.fields.set("container-title", `${bare}.`);
		}
	}

	/** Set `issued` from a printed date. */
	function put_date(reading, text) {
		let date = parse_date(text);
		if (date) {
			reading.fields.set("issued", date);
		}
	}

	const _THOUSANDS = re`${B}[${D}]{1,2},[${D}]{3}(?=-[${D}]{1,2},[${D}]{3}${B})|(?<=-)[${D}]{1,2},[${D}]{3}${B}`;

	const PUT_PAGES_1 = re`[${S}]?[\-‐‑‒–—―−]+[${S}]?`;
	/** Set `page`; a label such as "article" says that it is an article number. */
	function put_pages(reading, pages, label) {
		// One hyphen for a range, as CSL data has it; abbreviated ends stay as printed.
		let text = py.strip(PUT_PAGES_1.sub("-", pages), " .,");
		text = _THOUSANDS.sub((m) => py.replace(py.at(m, 0), ",", ""), text);
		// PubMed prints "1509–1525.e19" as "1509–1525.:e19", and the number of pages before an article
		// number as "14.:100643".
		let [count, mark, rest] = py.partition(text, ".:");
		if (mark) {
			text = count.includes("-") ? `${count}.${rest}` : rest;
		}
		if (text) {
			reading.fields.set("page", text);
		}
		if (label && py.startswith(label.toLowerCase(), ["art", "id"])) {
			reading.custom.set("article-number", true);
		}
	}

	const PUT_VOLUME_1 = re`^[Vv]ol(?:ume)?\.?[${S}]*`;
	const PUT_VOLUME_2 = re`^,[${S}]*article[${S}]*`;
	const PUT_VOLUME_3 = re`^(?:[Nn]o|[Ii]ssue|[Nn])${B}\.?[${S}]*`;
	/** Set `volume` and `issue` from the groups of a match; a supplement is an issue. */
	function put_volume(reading, match) {
		let parts = match.groupdict();
		reading.put("volume", PUT_VOLUME_1.sub("", py.get(parts, "volume") || ""));
		let supplements = [py.get(parts, "supplement"), py.get(parts, "supplement2")];
		let supplement = supplements.filter((s) => s).map((s) => py.strip(s, " ,")).join(" ");
		reading.put("number", PUT_VOLUME_2.sub("", py.get(parts, "article") || ""));
		let [number, _, article] = py.partition((py.get(parts, "issue") || ""), ", article ");
		if (article) {
			put_pages(reading, article, "article");
		}
		let issue = py.filter(null, [number, supplement]).join(" ");
		reading.put("issue", PUT_VOLUME_3.sub("", issue));
	}

	return { MASK, Reading, PREPRINT_SERVERS, JUNK, clean, EDITION, EDITORS_SENTENCE, VOLUME_SENTENCE, PAGES_SENTENCE, identifier_part, put_container, put_date, put_pages, put_volume };
})();

// --- bibkit.reflist.grammar.kinds ---

const reflist_grammar_kinds = (() => {
	const { PREPRINT_SERVERS, clean } = reflist_grammar_parts;

	const _THESIS = re`${B}(?:[Uu]npublished[${S}]+)?(?:(?:${part.DEGREE})[${S},\-]+(?:degree[${S}]+)?(?:[Tt]hesis|[Dd]issertation)|(?:[Tt]hesis|[Dd]issertation),?[${S}]*\(?(?:${part.DEGREE})\)?|Inaugural-?[Dd]issertation|Tese[${S}](?:de[${S}][Dd]outorado|\([Dd]outorado[^)]*\))|Dissertação[${S}](?:de[${S}][Mm]estrado|\([Mm]estrado[^)]*\))|Tesis[${S}]+(?:[Dd]octoral|de[${S}][Mm]aestría)|Thèse[${S}](?:de[${S}][Dd]octorat|[Dd]octorale)|Doktorarbeit)(?![${W}])`;

	const _PATENT = re`${B}(?:(?:U\.?[${S}]?S\.?(?:[${S}]?A\.?)?|United States|European|Chinese|Japanese|Korean|German|International|World|Canadian|PCT|CN|WO|EP|JP)[${S}]+)?[Pp]atent(?:[${S}]+(?:[Aa]pplication|[Nn]o\.?|[Nn]umber|[Pp]ublication|US|WO|EP|CN))*[${S}:.#]*(?<number>[A-Z]{0,2}[${S}]?[${D}][${D},./]{3,}[${D}](?:[${S}]?[A-Z][${D}]?)?)`;

	const _SOFTWARE = re`${B}R[${S}][Pp]ackage(?:,?[${S}]+[Vv]ersion)?[${S}]+(?<version>[${D}][${W}.\-]*[${D}])|\[[Cc]omputer[${S}](?:[Ss]oftware|[Pp]rogram(?:me)?)\]|\[[Ss]oftware\]`;

	const _REPORT = re`${B}(?<genre>[Tt]echnical[${S}]+[Rr]eport(?:[${S}]+[Ss]eries)?|[Ww]orking[${S}]+[Pp]apers?|[Rr]esearch[${S}]+[Rr]eport|[Dd]iscussion[${S}]+[Pp]aper|[Ww]hite[${S}]+[Pp]aper)(?:[${S}]+(?:[Nn]o\.?|[Nn]umber|#)?[${S}]*(?<number>[${D}](?:[${W}/.\-]*[${W}]|)))?`;

	const _DATA_ARCHIVES = re`^(?:Dryad(?: Digital Repository)?|Zenodo|[Ff]igshare|PANGAEA|GigaScience Database|GigaDB|Mendeley Data|Harvard Dataverse|Dataverse|Open Science Framework|UK Data Service|CyVerse Data Commons)${B}`;

	/** Set type and fields where the text says what the work is. */
	function settle_kind(text, reading) {
		for (const rule of [_thesis, _patent, _software, _data, _preprint, _report]) {
			if (py.truth(rule(text, reading))) {
				return;
			}
		}
	}

	function _thesis(text, reading) {
		let behind;
		let match = _THESIS.search(text);
		if (match === null || _is_in_journal(reading) || _within_title(reading, match.get(0))) {
			return false;
		}
		reading.type = "thesis";
		let genre = py.rstrip(py.split(match.get(0)).join(" "), ".");
		py.setdefault(reading.fields, "genre", genre);
		for (const variable of ["title", "container-title", "publisher"]) {
			behind = _cut(reading, variable, match.get(0));
			// "[Doctoral dissertation, University of Texas]"
			if (behind && !reading.fields.has("publisher")) {
				reading.put("publisher", behind);
			}
		}
		return true;
	}

	function _patent(text, reading) {
		let match = _PATENT.search(text);
		if (match === null || _within_title(reading, match.get(0))) {
			return false;
		}
		let titled = reading.text_of("container-title").includes("atent");
		if (_is_in_journal(reading) && reading.fields.has("page") && !titled) {
			return false;
		}
		reading.type = "patent";
		for (const variable of ["volume", "issue", "page"]) {
			py.pop(reading.fields, variable, null);
		}
		_cut(reading, "container-title", match.get(0));
		if (titled) {
			py.pop(reading.fields, "container-title", null);
		}
		reading.put("number", match.get("number"));
		let title = _ROLES.sub("", reading.text_of("title"));
		if (title) {
			reading.fields.set("title", title);
		}
		return true;
	}

	// "inventors; University of Pittsburgh, assignee. Wheelchair pushrim"
	const _ROLES = re`^[iİı]nventors?${B}[;.,:${S}]*(?:[^;]{2,120}?,[${S}]*ass[iİı]gnees?${B}[;.,:${S}]*)?${"i"}`;

	function _software(text, reading) {
		let match = _SOFTWARE.search(text);
		if (match === null || _is_in_journal(reading) || _within_title(reading, match.get(0))) {
			return false;
		}
		reading.type = "software";
		_cut(reading, "title", match.get(0));
		_cut(reading, "container-title", match.get(0));
		let version = _VERSION.search(text);
		if (version) {
			_cut(reading, "title", version.get(0));
		}
		reading.put("version", version ? version.get("version") : match.get("version") || "");
		return true;
	}

	const _VERSION = re`\(?${B}[Vv]er(?:sion|\.)?[${S}]+(?<version>[${D}](?:[${W}.\-]*[${W}]|))\)?`;

	function _data(text, reading) {
		let marked = py.replace(py.str(py.get(reading.fields, "genre", "")).toLowerCase(), " ", "") === "dataset";
		let held = ["container-title", "publisher"].some((v) => _DATA_ARCHIVES.match(reading.text_of(v)));
		if (!(marked || held) || reading.fields.has("volume") || text.toLowerCase().includes("preprint")) {
			return false;
		}
		reading.type = "dataset";
		return true;
	}

	function _preprint(text, reading) {
		if (!PREPRINT_SERVERS.match(reading.text_of("container-title"))) {
			return false;
		}
		reading.type = "article";
		return true;
	}

	function _report(text, reading) {
		let match = _REPORT.search(text);
		if (match === null || !["book", "document", "webpage", "report"].includes(reading.type)) {
			return false;
		}
		if (_within_title(reading, match.get(0))) {
			return false;
		}
		reading.type = "report";
		py.setdefault(reading.fields, "genre", py.split(match.get("genre")).join(" "));
		if (reading.text_of("title").endsWith(match.get(0))) {
			_cut(reading, "title", match.get(0));
		}
		if (match.get("number") && !reading.fields.has("number")) {
			reading.put("number", match.get("number"));
		}
		return true;
	}

	function _is_in_journal(reading) {
		return reading.fields.has("volume") && reading.fields.has("container-title");
	}

	/** Whether the words are part of a title's sentence ("How a PhD thesis is written"): they say what the title is about, not what the work is. */
	function _within_title(reading, words) {
		let value, before, found, after;
		for (const variable of ["title", "container-title"]) {
			value = reading.text_of(variable);
			[before, found, after] = py.partition(value, words);
			if (found && !(_at_edge(before, words) && _END.match(after))) {
				return true;
			}
		}
		return false;
	}

	// Around words that say the kind: the edge of a field, or of a sentence or bracket in it.
	const _EDGE = re`(?:^|[.;,:()[\]?!–”"’\-])[${S}]*$`;

	const _END = re`[${S}]*(?:$|[.;,:()[\]?!–\-])`;

	function _at_edge(before, words) {
		return py.startswith(words, ["(", "["]) || Boolean(_EDGE.search(before));
	}

	/** Take words that say the kind, and what follows them, off the end of a field; or off its beginning. Gives back what followed them. */
	function _cut(reading, variable, words) {
		let value = reading.text_of(variable);
		let [before, found, after] = py.partition(value, py.strip(words));
		if (!found || !_at_edge(before, words)) {
			return "";
		}
		let [head, tail] = [py.rstrip(before, " .,;:([–-“\""), py.strip(after, " .,;:()[]")];
		if (clean(head)) {
			reading.fields.set(variable, clean(head));
			return tail;
		}
		if (clean(tail)) {
			reading.fields.set(variable, clean(tail));
		} else {
			py.pop(reading.fields, variable);
		}
		return "";
	}

	return { settle_kind };
})();

// --- bibkit.reflist.grammar.titles ---

const reflist_grammar_titles = (() => {
	// A break is a stop (or a closing bracket that swallowed it) before something that can begin a name.
	const _BREAK = re`(?:[.?!…]["”’'»)\]]*[${S}]+|[)\]]\.?[${S}]+)(?=(?:(?![_a-z])[${W}])|[a-z]+-?[A-Z]|npj |\[|"|“|‘|\()`;

	// Lower-case words in the names of journals, in the languages of biomedical lists.
	const _SMALL = new Set(py.split("a an and as at by for from in into of on or the to with & en et de der des die du e el la le les los las y do da dos das di del della delle dei degli und für fur fuer im zur zum van voor het och i og w na au aux à s em no ao para com"));

	// Words of journal names that PubMed prints in sentence case ("The Journal of biological chemistry").
	const _JOURNAL_HEAD = re`(?:The |A )?(?:[A-Z][${W}]+ )?(?:Journal|Annals|Archives|Archivos|Arquivos|Revista|Revue|Bulletin|Proceedings|Transactions|Acta|Advances|Annual|Current|International|American|British|European|Clinics|Nature|Cell|Frontiers|Anais|Cadernos|Ciência|Zeitschrift|Zhonghua|Zhongguo|Progress|Trends|Seminars|Methods|Research|Reviews|Experimental|Molecular|Biochimica|Biology|Letters)${B}`;

	const _JOURNAL_FIRST = re`(?:Adv|Ann|Annu|Am|Appl|Arch|Biochem|Biol|Br|Can|Chem|Clin|Comp|Crit|Curr|Environ|Ethiop|Eur|Exp|Front|Genet|Indian|Int|J|Med|Microb|Mol|Nat|Opt|Org|Pharm|Phys|Plant|Proc|Prog|Rev|Scand|Semin|Theor|Trans|Trends|Vet|Z)\.`;

	const _LOWER_JOURNAL = re`[a-z]{1,3}[A-Z][${W}]+|bioRxiv|medRxiv|arXiv|npj${B}.*`;

	// A word cut short: one to three letters, or ending in a consonant, or one of the few others.
	const _ABBREVIATION = re`(?:^(?:(?![${D}_])[${W}]){1,3}|(?:(?![${D}_aeiou])[${W}])|Annu|Appl|Neuro|Cardio|Gastro|Physio|Psycho|Immuno|Onco|Agro|Geo|Hydro|Micro|Eco|Ethno|Phyto|Chemo|Radio|Photo|Macro|Bioche|Europe)\.$`;

	const _TOKEN = re`[^${S}]+`;

	const _STRIP = "\"“”‘’'«»()[],:;?!";

	/** Whether a text reads as the name of a journal, in full or abbreviated. */
	function looks_like_container(text) {
		let word, bare;
		if (!text || text.length > 160) {
			return false;
		}
		let tokens = _TOKEN.findall(text);
		if (tokens.length > 18) {
			return false;
		}
		let inner = 0;
		let dotted = inner;
		let big = dotted;
		let previous = "";
		for (const token of tokens) {
			word = py.strip(token, _STRIP);
			bare = py.rstrip(word, ".");
			if (py.endswith(previous, [".", "?", "!"])) {
				if (previous.at(-1) !== "." || !_ABBREVIATION.search(previous)) {
					return false;
				}
				inner += 1;
			}
			previous = py.rstrip(token, "\"”’'»)]");
			if (!bare || _SMALL.has(bare.toLowerCase()) || py.isdigit(bare) || new Set(["-", "–", "—", "="]).has(bare)) {
				continue;
			}
			if (!(py.isupper(bare[0]) || py.isdigit(bare[0]) || _LOWER_JOURNAL.match(bare))) {
				return false;
			}
			if (py.isupper(bare) && bare.length > 1 && py.isalpha(bare)) {
				continue; // "BMC", "PLoS": carries no stop in any style
			}
			big += 1;
			if (py.rstrip(token, _STRIP).endsWith(".")) {
				dotted += bare.length === 1 ? 2 : 1;
			} else {
				dotted += bare.length === 1;
			}
		}
		if (big === 0) {
			return tokens.some((token) => py.isupper(token));
		}
		// The stop of the last word was taken for the sentence's.
		let share = (dotted + !text.endsWith(".")) * 2;
		let known = share === big && _JOURNAL_FIRST.match(text);
		return inner === 0 || share > big || Boolean(py.truth(known));
	}

	/** Whether `TITLE. CONTAINER` is a container only: the list leaves titles out. */
	function is_container_alone(text) {
		if (!looks_like_container(text)) {
			return false;
		}
		let first = _BREAK.search(text);
		if (first === null) {
			return true;
		}
		let short = py.split(text.slice(0, first.start())).at(-1).length <= 4;
		return short && py.split(text).length > 2;
	}

	/** `TITLE. CONTAINER` in two; the container is empty where there is only one sentence. */
	function split_title(text, stop_falls = true) {
		let rest;
		let breaks = _BREAK.finditer(text).filter((match) => stop_falls || _STOP.search(match.get(0)));
		let sure = breaks.filter((match) => _may_end_title(text, match));
		for (const match of [...sure, ...breaks.filter((match) => !sure.includes(match))]) {
			if (match.start() && looks_like_container(text.slice(match.end()))) {
				return [_title(text, match), text.slice(match.end())];
			}
		}
		let stops = sure.filter((match) => _STOP.search(match.get(0)));
		for (const match of stops) {
			rest = text.slice(match.end());
			if (_JOURNAL_HEAD.match(rest) && rest.length < 100) {
				return [_title(text, match), rest];
			}
		}
		let small = _SMALL_END.search(text);
		if (small) {
			return [text.slice(0, small.start()), small.get(1)];
		}
		if (stops.length) {
			return [_title(text, stops.at(-1)), text.slice(stops.at(-1).end())];
		}
		return [text, ""];
	}

	const SPLIT_AT_COMMA_1 = re`,[${S}]+(?=(?:(?![${D}_a-z])[${W}]))`;
	/** `TITLE, CONTAINER` in two, at the first comma behind which a container stands; else None. */
	function split_at_comma(text) {
		let title, rest, inside;
		for (const comma of SPLIT_AT_COMMA_1.finditer(text)) {
			[title, rest] = [text.slice(0, comma.start()), text.slice(comma.end())];
			if (rest.includes(", ")) {
				continue;
			}
			inside = py.count(title, "(") > py.count(title, ")");
			if (py.split(title).length > 2 && !inside && looks_like_container(rest)) {
				return [title, rest];
			}
		}
		return null;
	}

	// ". obesity", ". mBio": a journal that is printed small, at the very end.
	const _SMALL_END = re`\.[${S}]+([a-z][${W}\-]*(?:[${S}][${W}\-]+){0,2})$`;

	const _STOP = re`[.?!…]`;

	/** The title up to a break: its stop is punctuation, a question mark or bracket its own. */
	function _title(text, match) {
		let end = match.start();
		let mark = py.rstrip(match.get(0));
		let keep = mark[0] !== "." ? mark : mark.slice(1);
		return py.rstrip((text.slice(0, end) + keep), ". ");
	}

	// "Oryza sativa L. In", "vs. The", "strain St. George": such stops do not end a title.
	const _NO_END = re`(?:^|[${S}])\(?(?:vs|subsp|ssp|var|[Cc]v|pv|St|Dr|Mr|Mrs|No|Nos|Vol|e\.g|i\.e|cf|et al|approx|Fig|ca)\.$`;

	function _may_end_title(text, match) {
		if (match.start() === 0) {
			return false;
		}
		return !_NO_END.search(text.slice(Math.max(0, match.start() - 12), match.start() + 1));
	}

	const _SENTENCE = re`(?<=[.?!])["”’'»)\]]*[${S}]+(?=(?:(?![_a-z])[${W}])|[a-z]+[A-Z]|\[|\(|"|“|‘)`;

	const _NO_SENTENCE = re`(?:^|[${S}(.,\-])(?:[A-Z]|vs|sp|spp|subsp|ssp|var|cv|pv|St|Dr|Mr|Mrs|Nr|No|Nos|Vol|vol|cf|ca|Inc|Co|Gov|Print|Acad|Sci|Natl|Ltd|Corp|Univ|Dept|Jr|Sr|Eds?|Bros|Publ|Ch|U\.S|e\.g|i\.e|et al|pp?)\.$`;

	/** The sentences of a text, a stop behind an initial or a usual abbreviation being no end. */
	function sentences(text) {
		let found = [];
		let start = 0;
		for (const match of _SENTENCE.finditer(text)) {
			if (_NO_SENTENCE.search(text.slice(Math.max(start, match.start() - 12), match.start()))) {
				continue;
			}
			found.push(py.strip(text.slice(start, match.start())));
			start = match.end();
		}
		found.push(py.strip(text.slice(start)));
		return found.filter((sentence) => sentence);
	}

	return { looks_like_container, is_container_alone, split_title, split_at_comma, sentences };
})();

// --- bibkit.reflist.grammar.plain ---

const reflist_grammar_plain = (() => {
	const { DASHES } = text;
	const { Part } = model;
	const { identifier_part } = reflist_grammar_parts;
	const { looks_like_container } = reflist_grammar_titles;

	// Of two capitalised words in a family name one may be a given name ("Krause William R."): that is
	// for the model to say.
	const _GIVEN = re`(?:(?![${D}_a-zß-ÿ])[${W}]){1,4}|(?:(?![${D}_a-zß-ÿ])[${W}])\.(?:[ \-]?(?:(?![${D}_a-zß-ÿ])[${W}])\.){0,3}`;

	const _FAMILY = re`(?:(?:(?:(?![${D}_A-ZÀ-Þ])[${W}]){1,3}|Le|La|De|Van|Von|Der|Den|Del|Di|Da|Dos|El|Al|Mc|St)[ '’\-]){0,3}(?:(?![${D}_a-zß-ÿ])[${W}])(?:(?![${D}_])[${W}])+(?:[\-'’](?:(?![${D}_a-zß-ÿ])[${W}])(?:(?![${D}_])[${W}])+)?`;

	const _DATE = re`${part.DATE};`;

	const _PROSE = re` [a-z]{4,}`;

	const _TRANSLATED = py.maketrans(py.fromkeys(DASHES, "-"));

	const _FIELDS = new Set(py.split("author title container-title issued volume issue page DOI PMID PMCID URL"));

	/** Where the fields of a reference of the plain form stand; None for any other. */
	function plain_parts(text, found, reading) {
		let [title, container] = [reading.text_of("title"), reading.text_of("container-title")];
		if (reading.left || reading.type !== "article-journal" || !py.within([...reading.fields.keys()], _FIELDS)) {
			return null;
		}
		if (!_is_plain_title(title) || container.includes(".") || !looks_like_container(container)) {
			return null;
		}
		let parts = [];
		let end = _people(text, reading, parts);
		if (end === null) {
			return null;
		}
		for (const [variable, value, gap] of [["title", title, title.endsWith("?") ? "" : "."], ["container-title", container, "."]]) {
			if (!text.startsWith(`${value}${gap} `, end)) {
				return null;
			}
			parts.push(new Part(variable, variable, end, end + value.length));
			end += value.length + gap.length + 1;
		}
		return _numbers(text, found, reading, parts, end);
	}

	function _is_plain_title(title) {
		let inner = py.removesuffix(title, "?");
		return !py.shared(new Set(inner), new Set(".?!;")).size && title.length > 15 && Boolean(_PROSE.search(title));
	}

	/** The names, as printed; gives back where the title begins. */
	function _people(text, reading, parts) {
		let middle;
		let names = py.get(reading.fields, "author", []);
		if (!(Array.isArray(names)) || !py.truth(names)) {
			return null;
		}
		let end = 0;
		for (const [number, name] of py.enumerate(names)) {
			if (number) {
				if (!text.startsWith(", ", end)) {
					return null;
				}
				end = end + 2;
			}
			if (!_is_plain_name(name) || !text.startsWith(`${py.str(name.family)} ${py.str(name.given)}`, end)) {
				return null;
			}
			middle = end + py.len(name.family);
			parts.push(new Part("author", "family", end, middle));
			end = middle + 1 + py.len(name.given);
			parts.push(new Part("author", "given", middle + 1, end));
		}
		if (py.truth(py.get(reading.custom, "author-et-al"))) {
			if (!text.startsWith(", et al", end)) {
				return null;
			}
			parts.push(new Part("author", "et-al", end + 2, end + 7));
			end = end + 7;
		} else if (text.startsWith(" ", end) && text[end - 1] === ".") {
			return end + 1;
		}
		return text.startsWith(". ", end) ? end + 2 : null;
	}

	function _is_plain_name(name) {
		return Boolean(_GIVEN.fullmatch(name.given) && _FAMILY.fullmatch(name.family) && !name.suffix);
	}

	function _numbers(text, found, reading, parts, end) {
		let value, size, printed;
		let date = _DATE.match(text, end);
		if (date === null) {
			return null;
		}
		parts.push(new Part("issued", "issued", date.start("date"), date.end("date")));
		end = date.end();
		for (const [variable, before, after] of [["volume", "", ""], ["issue", "(", ")"], ["page", ":", ""]]) {
			value = reading.text_of(variable);
			if (!value) {
				if (variable === "volume") {
					return null;
				}
				continue;
			}
			size = before.length + value.length;
			printed = py.translate(text.slice(end, end + size + after.length), _TRANSLATED);
			if (printed !== `${before}${value}${after}`) {
				return null;
			}
			parts.push(new Part(variable, variable, end + before.length, end + size));
			end += size + after.length;
		}
		for (const one of found) {
			if (py.strip(text.slice(end, one.start), " .;,")) {
				return null;
			}
			parts.push(identifier_part(one));
			end = one.end;
		}
		return py.strip(text.slice(end), " .;,") ? null : py.tuple(parts);
	}

	return { plain_parts };
})();

// --- bibkit.names ---

const names = (() => {
	const { Name } = model;

	/** A list of names read from a text. */
	class People {
		constructor(names, truncated, end) {
			this.names = names;
			this.truncated = truncated;
			this.end = end;
		}
	}

	// Tried in this order; the possessive-like order keeps each linear: a word has one reading.
	const _INITIALS_NAME = re`(?<family>(?:${part.PARTICLE}){0,3}${part.WORD}(?:[${S}]+(?:${part.PARTICLE}){0,2}${part.WORD}){0,3}?)(?<comma>,)?[${S}]+(?<given>[${UPPER}](?:[${LOWER}]{0,2}\.${part.NOT_TITLE}(?:[${S}]?[\-‐‑]?[${S}]?[${UPPER}][${LOWER}]?\.${part.NOT_TITLE}|[\-‐‑]?[${LOWER}]\.){0,5}(?:[${S}]?[\-‐‑]?[${UPPER}](?=[,;]))?|(?:[\-‐‑][${UPPER}])?\.)|(?:${part.PLAIN}))(?:,?[${S}]+(?<suffix>Jr|Sr|II|III|IV|2nd|3rd|4th|Filho|Neto|Júnior|Junior)${B}\.?(?=[${S}]*[,;.:&(]|[${S}]+(?:and|et)${B}|[${S}]*$))?${part.MARKS}`;

	// ABNT: "MORAIS, Francisco;", "DIAS, José Lopes."
	const _CAPITALS = re`(?<family>(?:(?:DE|DA|DO|DOS|VAN|DER)[${S}])?[${UPPER}][${UPPER}'’‘ʼ\x60´\-‐‑]+(?:[${S}][${UPPER}\-‐‑]+){0,2}),[${S}]+(?<given>[${UPPER}][${LOWER}]+(?:[${S}](?:[${UPPER}][${LOWER}]+|[${UPPER}]\.|de|da|do|dos|e)){0,5})(?=[${S}]*[;.])`;

	// "A. B. Smith", "J.-P. van der Berg"; not "J. Phys. Chem.".
	const _GIVEN_FIRST = re`(?<given>(?:[${UPPER}][${LOWER}]?\.[${S}\-‐‑]{0,2}){1,4})(?<family>(?:${part.PARTICLE}){0,3}${part.WORD}(?:[${S}]${part.WORD}){0,2}?)(?=[${S}]*[,;&(]|[${S}]+(?:and|e|y|et|und)${B}|\.[${S}]+(?![${UPPER}][${W}]*\.)|\.?$)`;

	const _GIVEN_NAME = re`(?<family>(?:${part.PARTICLE}){0,3}${part.WORD})[${S}]+(?<given>[${UPPER}][${LOWER}]+(?:[\-‐‑]?[${UPPER}]?[${LOWER}]+)?(?:[${S}]+[${UPPER}][${LOWER}]+|[${S}]+[${UPPER}]\.?){0,2})(?=[${S}]*(?:[,;.]|$))`;

	const _FAMILY_COMMA_GIVEN = re`(?<family>(?:${part.PARTICLE}){0,3}${part.WORD}(?:[${S}]+(?:${part.PARTICLE}){0,2}${part.WORD}){0,3}?),[${S}]+(?<given>[${UPPER}][${LOWER}]+(?:[\-‐‑${S}]+[${UPPER}](?:[${LOWER}]+|\.)?){0,3})(?=[${S}]*(?:[;.&]|,[${S}]+(?:and|&)|[${S}](?:and|&)[${S}]|$))`;

	// "et al." in its printed forms, with the punctuation around it.
	const ET_AL = re`[${S},;.]*(?:${B}|(?<=\.)|(?=\[))\[?(?:et[${S}.]*al(?:[iİı][iIİıaA])?${B}|and[${S}]+others${B}|e[${S}]+cols?${B}|y[${S}]+cols?${B}|and[${S}]+co-?workers${B}|and[${S}]+colleagues${B}|(?:and[${S}]+)?\[?[${D}]{1,4}[${S}]+(?:more|others)(?:[${S}]+authors)?${B})\.?\]?[${S}.,;:]*${"i"}`;

	// "Smith AB, …, Jones C." leaves people out between.
	const _GAP = re`[${S}]*[,;]?[${S}]*(?:…|\.[${S}]?\.[${S}]?\.)[${S}]*[,;]?[${S}]*(?:&|and${B})?[${S}]*`;

	const _SEPARATOR = re`[${S}]*(?:[,;][${S}]*(?:and${B}|&|y${B}|e${B}|et${B}(?![${S}]*al)|und${B})?|[${S}](?:and|&|y|e|et(?![${S}]*al)|und)(?=[${S}]))[${S}]*`;

	const _END = re`[${S}.:]*`;

	// A role may follow the last name ("Reedijk J., editor.").
	const _ROLE = re`,?[${S}]*\(?${B}(?:editors?|eds?\.?|inventors?|assignees?)${B}`;

	const _BODY_WORD = re`${B}(?:Organi[sz]ation|Committee|Group|Association|Institutes?|Instituto|Ministry|Ministério|University|Universidade|Departa?ment|Society|Sociedade|Agency|Council|Cent(?:er|re)s?|Centro|Network|Consortium|Collaborati(?:on|ve)|Collaborators|[Ii]nvestigators|Team|Task Force|Federation|Foundation|Fundação|Academy|College|Commission|Comisión|Bureau|Office|Board|Union|Nations|Administration|Authority|Program(?:me)?|Project|Initiative|Alliance|Service|Services|Corporation|Company|Panel|Registry|Trialists|Forum|Secretariat|Government|Republic|Brasil|Ministerio|Bank|Survey|Partnership|Taskforce|Federal|National|Société|Royal|International|Inc|Ltd|GmbH|LLC|Community|Division|Consultation|Towarzystwo|Societ[àa]|Gesellschaft|Verband|Ministère|Comité|Comissão|Secretaria|Hospital|Library|Museum)${B}`;

	const _ACRONYM = re`[${UPPER}${D}&/\-]{2,12}\.?(?:[${S}][${UPPER}&]{2,8}){0,2}$`;

	/** Whether a short text reads as the name of an institution, a group or an acronym. */
	function looks_like_body(text) {
		let bare = py.strip(text, " .");
		if (!bare || bare.length > 160 || !(py.isupper(bare[0]) || py.isdigit(bare[0]))) {
			return false;
		}
		return Boolean(_ACRONYM.match(bare) || _BODY_WORD.search(bare));
	}

	// Inside a list: a lower-case slip ("dorego F.,") or a single name ("Riazuddin,").
	const _SLIP = re`(?<family>[${LOWER}]{3,})[${S}]+(?<given>[${UPPER}](?:[${LOWER}]{0,2}\.${part.NOT_TITLE}(?:[${S}]?[\-‐‑]?[${S}]?[${UPPER}][${LOWER}]?\.${part.NOT_TITLE}|[\-‐‑]?[${LOWER}]\.){0,5}(?:[${S}]?[\-‐‑]?[${UPPER}](?=[,;]))?|(?:[\-‐‑][${UPPER}])?\.)|(?:${part.PLAIN}))(?=[${S}]*[,;])`;

	const _MONONYM = re`(?<family>${part.WORD})(?=(?<mark>[,.])[${S}])`;

	const _ABBREVIATED = re`[${W}]{1,4}\.|[${W}]+\.[${S}]+[${W}]+\.`;

	/** A name that counts as one only between others. */
	function _member(text, position) {
		let follows;
		let slip = _SLIP.match(text, position);
		if (slip) {
			return [new Name(slip.get("family"), py.strip(slip.get("given"))), slip.end()];
		}
		let single = _MONONYM.match(text, position);
		if (single && single.get(0).length > 2) {
			follows = ET_AL.match(text, single.end()) || _INITIALS_NAME.match(text, single.end() + 2);
			if (single.get("mark") === "," && !follows) {
				return null;
			}
			if (single.get("mark") === "." && _ABBREVIATED.match(text, single.start())) {
				return null; // "Prog. Lipid Res.": a journal
			}
			return [new Name(single.get("family")), single.end()];
		}
		return null;
	}

	// Words that letters follow without being a name: "Vitamin D and cancer", "Hepatitis C".
	const _NO_FAMILY = new Set(py.split("Vitamin Hepatitis Type Group Class Phase Factor Protein Part Stage Grade Plan Omega Influenza Hemophilia Haemophilia Interleukin Chapter Section Appendix Table Figure Complex Coenzyme Immunoglobulin Apolipoprotein Cyclosporin Cyclosporine Botulinum Streptococcus World"));

	const _FURTHER_WORDS = re`(?:[${S}]+(?:[${UPPER}][${W}/\-]*|of|for|and|the|in|on|&)){1,9}(?=[${S}]*[.,;:(])`;

	const PERSON_1 = re`(?:(?![${D}_a-z])[${W}]){4,}`;
	function _person(text, position, given_names) {
		let match = _INITIALS_NAME.match(text, position);
		if (match === null) {
			match = _GIVEN_FIRST.match(text, position) || _CAPITALS.match(text, position);
		}
		if (match === null && given_names) {
			match = _GIVEN_NAME.match(text, position);
			if (match && looks_like_body(match.get(0))) {
				return null;
			}
		}
		if (match === null) {
			return null;
		}
		let parts = match.groupdict();
		let family = py.split(parts.get("family")).join(" ");
		if (py.get(parts, "comma") && py.isupper(family) && parts.get("given").length > 2 && py.isalpha(parts.get("given"))) {
			return null; // "NHLBI, NINDS": two bodies
		}
		if (py.isupper(family) && PERSON_1.fullmatch(parts.get("given"))) {
			return null; // "WORLD BANK"
		}
		let further = !parts.get("given").includes(".") ? _FURTHER_WORDS.match(text, match.end()) : null;
		if (further && looks_like_body(text.slice(position, further.end()))) {
			return null; // "British HIV Association"
		}
		return [Object.assign(new Name(family, py.strip(parts.get("given"))), { suffix: py.get(parts, "suffix") || "" }), match.end()];
	}

	/** Whether what stands behind a lone name lets it be one; a title's word does not. */
	function _is_closed(text, end) {
		return text[end - 1] === "." || Boolean(_CLOSING.match(text, end));
	}

	const _CLOSING = re`[${S}]*(?:$|[.,;:(]|\(?(?:1[5-9]|20)[${D}][${D}]${B})`;

	/** Read the list of names that a reference begins with. */
	function scan_people(text, start = 0, given_names = false) {
		let found, body, name, end, et_al, left_out, role, separator, following;
		let names = [];
		let position = start;
		let gap = false;
		while (true) {
			found = py.or(() => _person(text, position, given_names), () => names.length ? _member(text, position) : null);
			if (found === null) {
				body = names.length ? _body_in_list(text, position) : null;
				if (body === null) {
					break;
				}
				found = body;
			}
			[name, end] = found;
			names.push(name);
			et_al = ET_AL.match(text, end);
			if (et_al) {
				return _with_body(text, names, et_al.end());
			}
			left_out = _GAP.match(text, end);
			if (left_out) {
				[gap, position] = [true, left_out.end()];
				continue;
			}
			role = _ROLE.match(text, end);
			separator = role ? null : _SEPARATOR.match(text, end);
			if (separator === null) {
				if (names.length === 1 && !role && !_may_be_alone(names[0], text, start, end)) {
					return null;
				}
				return new People(_without_stop(names), gap, _closed(text, end));
			}
			following = separator.end();
			if (py.isalpha(py.strip(separator.get(0))) && !(_person(text, following, given_names)?.length || _body_in_list(text, following)?.length)) {
				// "Vitamin D and cancer": the word is the title's.
				return names.length === 1 ? null : new People(py.tuple(names), gap, end);
			}
			position = separator.end();
		}
		if (names.length === 1 && !_may_be_alone(names[0], text, start, position)) {
			return null;
		}
		return names.length ? new People(py.tuple(names), gap, position) : null;
	}

	/** Whether the only name of a list can be one; initials before it are proof enough. */
	function _may_be_alone(name, text, start, end) {
		if (name.given && text.startsWith(name.given, start)) {
			return true;
		}
		return !_NO_FAMILY.has(py.partition(name.family, " ")[0]) && _is_closed(text, end);
	}

	/** A truncated list, and the body that some print behind it ("et al; ARDS Network."). */
	function _with_body(text, names, end) {
		let body = text.slice(Math.max(0, end - 3), end).includes(";") ? _body_in_list(text, end) : null;
		if (body === null) {
			return new People(py.tuple(names), true, end);
		}
		return new People([...names, body[0]], true, _closed(text, body[1]));
	}

	function _closed(text, end) {
		let match = _END.match(text, end);
		return match ? match.end() : end;
	}

	/** In "Owen AM, Doyon J, Evans C. Planning" the last stop ends the list, not an initial. */
	function _without_stop(names) {
		let [others, last] = py.last_apart(names);
		let undotted = py.and(() => others, () => !others.some((name) => name.given.includes(".")));
		if (py.truth(undotted) && last.given.endsWith(".") && py.count(last.given, ".") === 1) {
			last = Object.assign(new Name(last.family, last.given.slice(0, -1)), { suffix: last.suffix });
		}
		return [...others, last];
	}

	// "Wilson PW, Framingham Study Group. Title": the last of a list may be a body.
	const _BODY_CHUNK = re`(?:(?:for|on behalf of)[${S}]+)?(?:the[${S}]+)?((?:(?!(?:1[5-9]|20)[${D}][${D}]${B})[${D}]+[${S}]+)?[${UPPER}][^.;:,?!]{3,150})(?=\.[${S}]|\.$|;|,[${S}])`;

	function _body_in_list(text, position) {
		let match = _BODY_CHUNK.match(text, position);
		if (match === null || !looks_like_body(match.get(1))) {
			return null;
		}
		return [Object.assign(new Name(), { literal: py.split(match.get(1)).join(" ") }), match.end()];
	}

	/** Read a text that is nothing but names: an editor list, a field of a form. */
	function parse_people(text) {
		let people;
		let bare = py.strip(text);
		for (const pattern of [null, _FAMILY_COMMA_GIVEN]) {
			people = _whole_list(bare, pattern);
			if (people !== null) {
				return people;
			}
		}
		let et_al = ET_AL.search(bare);
		let body = py.strip((et_al ? bare.slice(0, et_al.start()) : bare), " ,;");
		return new People(body ? [Object.assign(new Name(), { literal: body })] : [], Boolean(et_al), text.length);
	}

	function _whole_list(text, pattern) {
		let people, match, et_al, separator, end;
		if (pattern === null) {
			people = scan_people(text, undefined, true);
			return people !== null && people.end >= text.length ? people : null;
		}
		let names = [];
		let position = 0;
		while (position < text.length) {
			match = pattern.match(text, position);
			if (match === null) {
				return null;
			}
			names.push(new Name(py.split(match.get("family")).join(" "), py.strip(match.get("given"))));
			position = match.end();
			et_al = ET_AL.match(text, position);
			if (et_al) {
				return et_al.end() >= text.length ? new People(py.tuple(names), true, text.length) : null;
			}
			separator = _SEPARATOR.match(text, position);
			end = separator ? separator.end() : _closed(text, position);
			if (end === position && position < text.length) {
				return null;
			}
			position = end;
		}
		return names.length ? new People(py.tuple(names), false, text.length) : null;
	}

	return { People, ET_AL, looks_like_body, scan_people, parse_people };
})();

// --- bibkit.reflist.grammar.authors ---

const reflist_grammar_authors = (() => {
	const { EDITION, EDITORS_SENTENCE, JUNK, VOLUME_SENTENCE, clean } = reflist_grammar_parts;
	const { ET_AL, looks_like_body, scan_people } = names;
	const { Name } = model;
	const { looks_like_container, sentences } = reflist_grammar_titles;

	/** Read the people that the text begins with; give back what follows. */
	function take_authors(text, reading, rest_has) {
		let full, body, et_al;
		let people = scan_people(text);
		if (people === null || _runs_on(text, people.end)) {
			full = scan_people(text, undefined, true);
			if (full && (full.names.length > 1 || full.truncated) && full.end < text.length) {
				people = full;
			}
		}
		if (people !== null && py.strip(text.slice(people.end), JUNK)) {
			reading.put_people("author", people.names, people.truncated);
			return py.lstrip(text.slice(people.end), JUNK);
		}
		let led = _LED_BY_BODY.match(text);
		if (led && (looks_like_body(led.get("body")) || !led.get("body").includes(" "))) {
			people = scan_people(text, led.end());
			if (people && (people.names.length > 1 || looks_like_body(led.get("body")))) {
				body = led.get("body").includes(" ") ? Object.assign(new Name(), { literal: led.get("body") }) : new Name(led.get("body"));
				reading.put_people("author", [body, ...people.names], people.truncated);
				return py.lstrip(text.slice(people.end), JUNK);
			}
			et_al = ET_AL.match(text, led.end("body"));
			if (et_al) {
				reading.put_people("author", [new Name(led.get("body"))], true);
				return py.lstrip(text.slice(et_al.end()), JUNK);
			}
		}
		let parts = sentences(text);
		let first = parts.length ? parts[0] : "";
		let named = looks_like_body(first) || rest_has > 1 && _reads_as_proper_name(parts);
		if (parts.length > rest_has && named && !_conference_or_journal(first)) {
			reading.fields.set("author", [Object.assign(new Name(), { literal: clean(first) })]);
			return py.lstrip(text.slice(text.indexOf(first) + first.length), JUNK);
		}
		return text;
	}

	// "Diabetes Trial Research Group, Nathan DM, …" and "Seema, Kumar R., …" and "Tyagi, et al."
	const _LED_BY_BODY = re`(?<body>(?:[${D}]+ )?(?:(?![${D}_a-z])[${W}])[^.;:,]{2,200}), `;

	/** Whether a list of names stopped at a comma: more names of another shape may follow. */
	function _runs_on(text, end) {
		return py.rstrip(text.slice(0, end)).endsWith(",");
	}

	/** Whether the first sentence is a name in capitals before a title ("Statistics Korea"). */
	function _reads_as_proper_name(parts) {
		let [first, second] = [parts[0], parts.length > 1 ? parts[1] : ""];
		if (EDITION.match(second) || EDITORS_SENTENCE.match(second) || VOLUME_SENTENCE.match(second)) {
			return false;
		}
		return py.split(first).length <= 7 && !first.includes(",") && looks_like_container(py.rstrip(first, "."));
	}

	const CONFERENCE_OR_JOURNAL_1 = re`(?:Proceedings|Journal|Annals|Annual Review)${B}`;
	function _conference_or_journal(text) {
		return Boolean(CONFERENCE_OR_JOURNAL_1.match(text));
	}

	return { take_authors };
})();

// --- bibkit.reflist.grammar.notes ---

const reflist_grammar_notes = (() => {
	const { JUNK, MASK, PAGES_SENTENCE, put_pages } = reflist_grammar_parts;
	const { parse_date } = dates;
	const { sentences } = reflist_grammar_titles;

	const _EPUB = re`[[(]?${B}(?:Epub(?:[${S}]+ahead[${S}]+of[${S}]+print)?|eCollection|[Ee]arly online|[Oo]nline ahead of print|[Aa]head of print|[Ii]n press|[Ff]orthcoming|[Aa]ccepted(?!:))${B}(?:[${S},:]*(?:1[5-9]|20)[${D}][${D}](?:[${S}]+${part.MONTH}(?:[${S}]+[${D}]{1,2})?)?)?[\])]?\.?`;

	// "Erratum in: Cancer Res. 2019;79(8):2084." points to another work, whose DOI may follow.
	const _NOTICE = re`${B}(?:Erratum|Comment|Update|Retraction|Republished|Correction|Expression of concern) (?:in|on|of|for|from): [^\ue000]*?(?=[${S}]*(?:doi:|PMID|\ue000|$))`;

	const _ACCESSED = re`[[(]?${B}(?:(?:last[${S}]+)?accessed|c[iİı]ted|retr[iİı]eved|v[iİı]ewed|access(?:[${S}]date)?|acessado(?:[${S}]em)?|acesso(?:[${S}]em)?|consultado(?:[${S}]e[lLnNmM])?|consultato(?:[${S}][iİı]l)?|consultée?(?:[${S}]le)?|(?:zuletzt[${S}]+)?a(?:ufgerufen|bgerufen)(?:[${S}]am)?|abruf(?:[${S}]am)?|zugr[iİı]ff(?:[${S}]am)?|web\.)(?:[${S}]+on)?[${S}]*:?[${S}]*${part.ACCESS_DATE}[\])]?[.;,]?${"i"}`;

	const _AVAILABLE = re`${B}(?:ava[iİı]lable[${S}]+(?:from|at|onl[iİı]ne(?:[${S}]+at)?)|arch[iİı]ved[${S}]+at|d[iİı]sponível[${S}]+em|retr[iİı]eved[${S}]+from|URL)[${S}]*:?[${S}]*(?=\ue000)${"i"}`;

	/** Take access dates, marks of genre and publication notes out of a text, into the reading. */
	function take_notes(text, reading) {
		let variable, note, status;
		let accessed = _MAY_BE_ACCESSED.search(text) ? _ACCESSED.search(text) : null;
		let date = accessed ? _access_date(accessed.get("when")) : null;
		if (accessed && date) {
			reading.fields.set("accessed", date);
			text = `${text.slice(0, accessed.start())} ${text.slice(accessed.end())}`;
		}
		text = _AVAILABLE.sub(" ", text);
		let notice = text.includes(" in: ") || text.includes(" of: ") || text.includes(" on: ") ? _NOTICE.search(text) : null;
		if (notice) {
			_add_note(reading, py.rstrip(notice.get(0), " ."));
			text = `${text.slice(0, notice.start())} ${text.slice(notice.end())}`;
		}
		for (const match of _MARK.finditer(text)) {
			variable = ["internet", "online"].includes(match.get(1).toLowerCase()) ? "medium" : "genre";
			py.setdefault(reading.fields, variable, variable === "genre" ? match.get(1).toLowerCase() : match.get(1));
		}
		text = _MARK.sub("", text);
		let year = _YEAR.search(text);
		// A note stands behind the reference, never in its title.
		let notes = _EPUB.finditer(text).filter((match) => year && match.start() >= year.end());
		for (const match of py.reversed(notes)) {
			text = text.slice(0, match.start()) + text.slice(match.end());
		}
		for (const match of notes) {
			note = py.strip(match.get(0), "[]() .");
			status = _STATUS.match(note);
			if (status && !reading.fields.has("status")) {
				reading.fields.set("status", status.get(1).toLowerCase());
				note = status.end() === py.len(note) ? "" : note;
			}
			if (py.truth(note)) {
				_add_note(reading, note);
			}
		}
		return text;
	}

	const ACCESS_DATE_1 = re`([${D}]{1,2})\.([${D}]{1,2})\.((?:1[5-9]|20)[${D}][${D}])`;
	/** A day of access: also `12.03.2019`, day first, and `12-Mar-2022`. */
	function _access_date(text) {
		let day, month, year;
		let dotted = ACCESS_DATE_1.fullmatch(text);
		if (dotted) {
			[day, month, year] = dotted.groups();
			return parse_date(`${year}-${py.format(py.int(month), `02d`)}-${py.format(py.int(day), `02d`)}`);
		}
		if (!py.isdigit(text.slice(0, 4))) {
			text = py.replace(text, "-", " ");
		}
		return parse_date(text);
	}

	const _YEAR = re`(?:1[5-9]|20)[${D}][${D}]`;

	const _MAY_BE_ACCESSED = re`acce[sSſdD]s|c[iİı]ted|etr[iİı]eved|[iİı]ewed|onsult|acess|fgerufen|bgerufen|abruf|zugr[iİı]ff|web\.${"i"}`;

	const _MARK = re`[${S}]*\[([Iİı]nternet|Onl[iİı]ne|Prepr[iİı]nt|Abstract|Dataset|Data ?set|Letter|Ed[iİı]tor[iİı]al|Comment|Poster)\]${"i"}`;

	const _STATUS = re`(?:Epub )?(ahead of pr[iİı]nt|[iİı]n press|forthcom[iİı]ng|accepted)${"i"}`;

	/** What stands behind the last rule: pages in words, a language note, or `left`. */
	function finish(reading, rest) {
		let bare, pages;
		let left = [];
		for (const sentence of sentences(py.replace(rest, MASK, " "))) {
			bare = py.strip(sentence, JUNK + "()[]");
			if (!bare) {
				continue;
			}
			pages = PAGES_SENTENCE.match(sentence);
			if (pages && !reading.fields.has("page")) {
				put_pages(reading, pages.get("pages"), null);
			} else if (_LANGUAGE_NOTE.fullmatch(sentence)) {
				_add_note(reading, bare);
			} else {
				left.push(bare);
			}
		}
		reading.left = left.join("; ");
	}

	const _LANGUAGE_NOTE = re`[[(]?(?:(?:[Aa]rticle )?[Ii]n )?(?:Bulgarian|Chinese|Croatian|Czech|Danish|Dutch|English|Finnish|French|German|Greek|Hebrew|Hungarian|Italian|Japanese|Korean|Norwegian|Persian|Polish|Portuguese|Romanian|Russian|Serbian|Slovak|Slovenian|Spanish|Swedish|Turkish|Ukrainian)(?:,? with [${W} ]+)?[\])]?\.?`;

	function _add_note(reading, note) {
		let before = py.str(py.get(reading.fields, "note", ""));
		reading.fields.set("note", before ? `${before}; ${note}` : note);
	}

	return { take_notes, finish };
})();

// --- bibkit.reflist.grammar.lateyear ---

const reflist_grammar_lateyear = (() => {
	const { finish } = reflist_grammar_notes;
	const { looks_like_container, split_at_comma, split_title } = reflist_grammar_titles;
	const { put_container, put_date, put_pages, put_volume } = reflist_grammar_parts;
	const { take_authors } = reflist_grammar_authors;

	const _PHYSICS = re`[${S},](?<volume>[A-Z]?[${D}][${W}/]*)(?:${part.ISSUE})?[${S}]*,[${S}]*(?<label>${part.PAGE_LABEL})?(?<pages>${part.PAGE}(?:[${S}]?[\-‐‑‒–—―−]+[${S}]?[A-Za-z]{0,6}\.?[${D}][${W}]*(?:\.[${W}]+)?)?(?:,[${S}]?(?:e?[${D}][${W}]*(?:[${S}]?[\-‐‑‒–—―−][${S}]?[${D}][${W}]*)?|discussion[${S}][${W}–\-]+|quiz[${S}][${W}–\-]+|author[${S}]reply[${S}][${W}–\-]+))*(?:\.:[${S}]?(?:e[${D}]{1,3}|[a-z]{0,4}[${D}]{2,8})${B})?)[${S}]*\(${part.DATE}\)[${S}.,;\ue000]*$`;

	const _MIDDLE = re`[${S},](?<volume>[A-Z]?[${D}][${W}/]*)(?:[${S}]*\([${D}][^()]{0,10}\)|,[${S}]*(?<issue>[${D}]{1,4}))?[${S}]*\(${part.DATE}\)[${S}]*,?[${S}]*(?<label>${part.PAGE_LABEL})?(?<pages>${part.PAGE}(?:[${S}]?[\-‐‑‒–—―−]+[${S}]?[A-Za-z]{0,6}\.?[${D}][${W}]*(?:\.[${W}]+)?)?(?:,[${S}]?(?:e?[${D}][${W}]*(?:[${S}]?[\-‐‑‒–—―−][${S}]?[${D}][${W}]*)?|discussion[${S}][${W}–\-]+|quiz[${S}][${W}–\-]+|author[${S}]reply[${S}][${W}–\-]+))*(?:\.:[${S}]?(?:e[${D}]{1,3}|[a-z]{0,4}[${D}]{2,8})${B})?)[${S}.,;\ue000]*$`;

	const _ABNT = re`,[${S}]*(?:(?<place>[^,.]{2,40}),[${S}]*)?[Vv]\.[${S}]*(?<volume>[${W}/\-]+?)[${S}]*,?(?:[${S}]*n\.[${S}]*(?<issue>[${W}/.–\-]+?)[${S}]*,)?(?:[${S}]*pp?\.[${S}]*(?<pages>[A-Za-z]?[${D}.]+(?:[${S}]?[\-‐‑‒–—―−]+[${S}]?[A-Za-z]?[${D}]+)?)[${S}]*,)?[${S}]*(?:${part.MONTH}(?:[${S}]?[/–\-][${S}]?${part.MONTH})?\.?[${S}]*)?${part.DATE}(?<tail>.*)$`;

	/** People [title "."] container with the year at the end or between volume and page */
	function read_late_year(text, reading) {
		let title, container;
		let abnt = _ABNT.search(text);
		let match = abnt || _PHYSICS.search(text) || _MIDDLE.search(text);
		if (match === null) {
			return false;
		}
		let rest = py.rstrip(take_authors(py.rstrip(text.slice(0, match.start()), " ,") + ".", reading, 2), ". ");
		// These print no titles: capitals throughout, cut short or not, are a journal's name.
		if (abnt === null && !rest.includes(", ") && looks_like_container(py.replace(rest, ".", ""))) {
			[title, container] = ["", rest];
		} else {
			[title, container] = split_title(rest);
			if (!looks_like_container(container)) {
				[title, container] = py.or(() => split_at_comma(rest), () => [title, container]);
			}
		}
		reading.put("title", title);
		put_container(reading, container, py.rstrip(text.slice(0, match.start()), " ,").endsWith("."));
		reading.type = "article-journal";
		put_date(reading, match.get("date"));
		put_volume(reading, match);
		if (match.get("pages")) {
			put_pages(reading, match.get("pages"), py.get(match.groupdict(), "label"));
		}
		if (abnt) {
			reading.put("publisher-place", abnt.get("place") || "");
		}
		finish(reading, abnt ? abnt.get("tail") : "");
		return true;
	}

	return { read_late_year };
})();

// --- bibkit.reflist.grammar.yearfirst ---

const reflist_grammar_yearfirst = (() => {
	const { EDITION, MASK, put_container, put_date, put_pages, put_volume } = reflist_grammar_parts;
	const { Name } = model;
	const { finish } = reflist_grammar_notes;
	const { looks_like_body, parse_people, scan_people } = names;
	const { looks_like_container, sentences, split_at_comma, split_title } = reflist_grammar_titles;

	// After the names: "(2008) Title" or "2008. Title" or "2008 Title" or "2008, 'Title'".
	const _EARLY_YEAR = re`[${S}.,(]*${part.DATE}\.?\)?[${S}.,:;]*(?=[^${S}])`;

	// Container, volume, issue and pages close the string; without a mark between volume and pages
	// these must be a range.
	const _LATE_PLACE = re`(?:^|[${S}.,])(?:[Vv]ol\.?[${S}]*)?(?<volume>[${D}][${W}/]*(?:[\-‐‑‒–—―−][${D}]+)?)(?:${part.ISSUE})?(?<supplement>${part.SUPPLEMENT})?(?:[${S}]*[,:.][${S}]*|[${S}]+(?=[A-Za-z]{0,3}[${D}]+[${S}]?[\-‐‑‒–—―−][${S}]?[A-Za-z]{0,3}[${D}]|[eE][${D}]))(?<label>${part.PAGE_LABEL})?(?<pages>${part.PAGE}(?:[${S}]?[\-‐‑‒–—―−]+[${S}]?[A-Za-z]{0,6}\.?[${D}][${W}]*(?:\.[${W}]+)?)?(?:,[${S}]?(?:e?[${D}][${W}]*(?:[${S}]?[\-‐‑‒–—―−][${S}]?[${D}][${W}]*)?|discussion[${S}][${W}–\-]+|quiz[${S}][${W}–\-]+|author[${S}]reply[${S}][${W}–\-]+))*(?:\.:[${S}]?(?:e[${D}]{1,3}|[a-z]{0,4}[${D}]{2,8})${B})?)[${S}.,;)(\ue000]*$`;

	const _QUOTED = re`^[‘'“"](?<title>.{8,}?)[’'”"],?[${S}]+(?<rest>.+)$`;

	// Marks that match, a comma behind the closing one, none in the rest: no doubt where the title ends,
	// whatever the journal looks like ("‘Dose in practice.’, Medical physics").
	const _QUOTED_SURELY = re`^(?:‘(?<single>.{8,})’|“(?<double>.{8,})”|"(?<plain>.{8,})"|'(?<typed>.{8,})'),[${S}]+(?<rest>(?:(?![_a-z])[${W}])[^‘’“”"]{1,100})$`;

	const _BOOK_PAGES = re`[${S}]*\((?:[Vv]ol\.?[${S}]*(?<volume>[${W}]+),?[${S}]*)?pp?\.?[${S}]*(?<pages>[${W}.]+(?:[${S}]?[\-‐‑‒–—―−]+[${S}]?[${W}.]+)?)\)`;

	const _PLACE_PUBLISHER = re`^(?<place>[^:.]{2,50}(?:\.[A-Z]\.?)*[^:.]{0,30}):[${S}]*(?<publisher>[^:]{2,120}?)\.?$`;

	const _PUBLISHER = re`${B}(?:Press|Publish(?:er|ers|ing)|Publications?|Springer|Elsevier|Wiley|Blackwell|Routledge|Sage|SAGE|Academic|Verlag|Editora|Editorial|Books|Erlbaum|McGraw|Pearson|Karger|Thieme|Humana|CABI|CRC)${B}`;

	// "OECD. 2016 …", "World Bank, 2007 …", "MOA (Ethiopia Ministry of Agriculture). 2012 …"
	const _BODY = re`(?<body>(?:(?![${D}_a-z])[${W}])[^.;:()]{1,110}?(?:[${S}]\([^()]{2,60}\))?)[${S}.,]+\(?(?=(?:1[5-9]|20)[${D}][${D}][a-z]?${B})`;

	// "Title," in Book, [Vol. n,] eds Names (Place: Publisher), pages
	const _IN_BOOK = re`[,.]?[”"’]?[${S}]+in[${S}]+(?<book>(?:(?![${D}_a-z])[${W}]).+?),?[${S}]+(?:[Vv]ol\.?[${S}]*(?<volume>[${W}]+),[${S}]+)?[Ee]ds?\.?[${S}]+(?<editors>.+?)[${S}]+\((?<place>[^():]{2,60}):[${S}]*(?<publisher>[^()]{2,80}?);?[${S}]*\)[,.]?[${S}]*(?:(?:pp?\.[${S}]*)?(?<pages>[A-Za-z]?[${D}]+(?:[${S}]?[\-‐‑‒–—―−][${S}]?[A-Za-z]?[${D}]+)?))?(?<tail>.*)$`;

	// Title In Book, names (eds), [pp pages]. [Place: Publisher]
	const _IN_BOOK_NAMES = re`[,.?]?[”"’]?[${S}]+In[${S}]+(?<book>(?:(?![${D}_a-z])[${W}])[^()]+?),[${S}]+(?<editors>(?:(?![${D}_a-z])[${W}])[${W}’'\-]+,?[${S}][A-Z][^()]{0,200}?)[${S}]*\([Ee]ds?\.?\)[.,]*[${S}]*(?:pp?\.?[${S}]*(?<pages>[A-Za-z]?[${D}]+(?:[${S}]?[\-‐‑‒–—―−][${S}]?[A-Za-z]?[${D}]+)?)[.,]*[${S}]*)?(?:(?<place>[^:.]{2,50}):[${S}]*(?<publisher>[^.]{2,80}?))?(?<volume>)(?<tail>[.,].*)?$`;

	/** “title,” "in" book "," "eds" people "(" place ":" publisher ")" "," pages */
	function _chapter(text, reading) {
		let match = _IN_BOOK.search(text) || _IN_BOOK_NAMES.search(text);
		if (match === null) {
			return false;
		}
		reading.type = "chapter";
		reading.put("title", py.strip(text.slice(0, match.start()), "“‘\"' "));
		let editors = parse_people(match.get("editors"));
		reading.put_people("editor", editors.names, editors.truncated);
		for (const [variable, group] of [["container-title", "book"], ["volume", "volume"], ["publisher-place", "place"], ["publisher", "publisher"]]) {
			reading.put(variable, match.get(group) || "");
		}
		if (match.get("pages")) {
			put_pages(reading, match.get("pages"), null);
		}
		finish(reading, match.get("tail") || "");
		return true;
	}

	const TAKE_EARLY_YEAR_1 = re`[${S}]*\(.*`;
	/** Read names and the year behind them; give back the rest, or None for another form. */
	function take_early_year(text, reading) {
		let body;
		let people = scan_people(text);
		let names = people ? people.names : [];
		let end = people ? people.end : 0;
		if (people === null) {
			body = _BODY.match(text);
			if (body === null || !looks_like_body(TAKE_EARLY_YEAR_1.sub("", body.get("body")))) {
				return null;
			}
			[names, end] = [[Object.assign(new Name(), { literal: py.strip(body.get("body"), " .,") })], body.end("body")];
		}
		let year = _EARLY_YEAR.match(text, end);
		if (year === null) {
			return null;
		}
		reading.put_people("author", names, Boolean(people && people.truncated));
		put_date(reading, year.get("date"));
		return text.slice(year.end());
	}

	/** People ["("] year [")"] (article | work) */
	function read_early_year(text, reading) {
		let rest = take_early_year(text, reading);
		if (rest === null) {
			return false;
		}
		if (_chapter(rest, reading)) {
			return true;
		}
		let place = _LATE_PLACE.search(rest);
		if (place === null) {
			read_work(rest, reading, "title");
			return true;
		}
		let comma_form = py.rstrip(rest.slice(0, place.start() + 1)).endsWith(",");
		let [title, container] = _title_and_container(py.rstrip(rest.slice(0, place.start()), " ,."), comma_form);
		reading.put("title", title);
		put_container(reading, container, py.rstrip(rest.slice(0, place.start()), " ,").endsWith("."));
		reading.type = "article-journal";
		put_volume(reading, place);
		put_pages(reading, place.get("pages"), place.get("label"));
		return true;
	}

	/** Two parts, a stop between them, or a comma, or quotation marks around the first. */
	function _title_and_container(text, comma_form) {
		let title, container;
		let quoted = _QUOTED.match(text);
		if (quoted && looks_like_container(quoted.get("rest"))) {
			return [py.rstrip(quoted.get("title"), ",."), quoted.get("rest")];
		}
		let surely = _QUOTED_SURELY.match(text);
		if (surely) {
			title = py.next(py.filter(null, surely.groups()));
			return [py.rstrip(title, ",. "), surely.get("rest")];
		}
		[title, container] = split_title(text);
		let at_comma = split_at_comma(text);
		if (at_comma?.length && (comma_form || !looks_like_container(container))) {
			return at_comma;
		}
		return [title, container];
	}

	const _LISTED_PAGES = re`,[${S}]*pp?\.[${S}]*(?<pages>[${W}.]+(?:[${S}]?[\-‐‑‒–—―−]+[${S}]?[${W}.]+)?)(?=[,.;]|$)`;

	const READ_WORK_1 = re`[${S}]*${B}ed(?:|n|ition)${B}\.?.*$`;
	/** Title "." [edition "."] [container "."] [place ":"] [publisher "."] ["(pp." pages ")"] */
	function read_work(text, reading, variable) {
		let listed, after, imprint, journal;
		let pages = _BOOK_PAGES.search(text);
		if (pages) {
			put_pages(reading, pages.get("pages"), null);
			reading.put("volume", pages.get("volume") || "");
			text = `${text.slice(0, pages.start())}${text.slice(pages.end())}`;
		} else {
			listed = _LISTED_PAGES.search(text);
			if (listed) {
				put_pages(reading, listed.get("pages"), null);
				after = py.strip(text.slice(listed.end()), " ,.");
				text = text.slice(0, listed.start()) + ".";
				reading.put("publisher", after);
			}
		}
		let [first, ...rest] = py.or(() => sentences(py.replace(text, MASK, " ")), () => [""]);
		reading.put(variable, first);
		let left = [];
		for (const sentence of rest) {
			imprint = _PLACE_PUBLISHER.match(sentence);
			if (imprint) {
				reading.put("publisher-place", imprint.get("place"));
				reading.put("publisher", imprint.get("publisher"));
			} else if (EDITION.match(sentence)) {
				reading.put("edition", READ_WORK_1.sub("", py.strip(sentence, "()")));
			} else if (_PUBLISHER.search(sentence) || looks_like_body(sentence)) {
				reading.put("publisher", sentence);
			} else if (looks_like_container(py.rstrip(sentence, ".")) && !reading.fields.has("container-title")) {
				reading.put("container-title", sentence);
			} else {
				left.push(sentence);
			}
		}
		if (variable === "title") {
			journal = reading.fields.has("container-title") && !reading.fields.has("publisher");
			reading.type = journal ? "article-journal" : "book";
		}
		finish(reading, left.join(" "));
	}

	return { take_early_year, read_early_year, read_work };
})();

// --- bibkit.reflist.grammar.rules ---

const reflist_grammar_rules = (() => {
	const { EDITION, EDITORS_SENTENCE, MASK, PAGES_SENTENCE, PREPRINT_SERVERS, Reading, VOLUME_SENTENCE, put_container, put_date, put_pages, put_volume } = reflist_grammar_parts;
	const { finish, take_notes } = reflist_grammar_notes;
	const { is_container_alone, looks_like_container, sentences, split_at_comma, split_title } = reflist_grammar_titles;
	const { looks_like_body, parse_people, scan_people } = names;
	const { read_early_year, read_work, take_early_year } = reflist_grammar_yearfirst;
	const { read_late_year } = reflist_grammar_lateyear;
	const { take_authors } = reflist_grammar_authors;

	// year [month [day]] ";" volume "(" issue ")" ":" pages
	const _YEAR_PART = re`(?:(?<=[${S}.,:(?!)])|^)${part.DATE}[${S}]*;[${S}]*(?:${part.VOLUME}(?<supplement>${part.SUPPLEMENT})?)?(?:${part.ISSUE})?(?<supplement2>${part.SUPPLEMENT})?(?<article>,[${S}]*article[${S}][${W}]+(?=:))?(?:[${S}]*[:,][${S}]*(?<label>${part.PAGE_LABEL})?(?<pages>${part.PAGE}(?:[${S}]?[\-‐‑‒–—―−]+[${S}]?[A-Za-z]{0,6}\.?[${D}][${W}]*(?:\.[${W}]+)?)?(?:,[${S}]?(?:e?[${D}][${W}]*(?:[${S}]?[\-‐‑‒–—―−][${S}]?[${D}][${W}]*)?|discussion[${S}][${W}–\-]+|quiz[${S}][${W}–\-]+|author[${S}]reply[${S}][${W}–\-]+))*(?:\.:[${S}]?(?:e[${D}]{1,3}|[a-z]{0,4}[${D}]{2,8})${B})?)|[${S}]*[:,])?(?=[${S}.,;\ue000]|$)`;

	// "(" year ")" volume ["(" issue ")"] ":" pages, behind the journal
	const _BRACKETED_PART = re`(?<=[${S}.])\(${part.DATE}\)[${S}.,:;]*(?<volume>[${D}][${W}/]*)(?<supplement>${part.SUPPLEMENT})?(?:${part.ISSUE})?[${S}]*:[${S}]*(?<label>${part.PAGE_LABEL})?(?<pages>${part.PAGE}(?:[${S}]?[\-‐‑‒–—―−]+[${S}]?[A-Za-z]{0,6}\.?[${D}][${W}]*(?:\.[${W}]+)?)?(?:,[${S}]?(?:e?[${D}][${W}]*(?:[${S}]?[\-‐‑‒–—―−][${S}]?[${D}][${W}]*)?|discussion[${S}][${W}–\-]+|quiz[${S}][${W}–\-]+|author[${S}]reply[${S}][${W}–\-]+))*(?:\.:[${S}]?(?:e[${D}]{1,3}|[a-z]{0,4}[${D}]{2,8})${B})?)(?=[${S}.,;\ue000]|$)`;

	// year "," volume ["(" issue ")"] "," pages, behind the journal and at the end (ACS)
	const _COMMA_PART = re`(?<=[${W}.)][${S}])${part.DATE}[${S}]*,[${S}]*(?<volume>[A-Z]?[${D}][${W}/]*)(?<supplement>${part.SUPPLEMENT})?(?:${part.ISSUE})?[${S}]*,[${S}]*(?<label>${part.PAGE_LABEL})?(?<pages>${part.PAGE}(?:[${S}]?[\-‐‑‒–—―−]+[${S}]?[A-Za-z]{0,6}\.?[${D}][${W}]*(?:\.[${W}]+)?)?(?:,[${S}]?(?:e?[${D}][${W}]*(?:[${S}]?[\-‐‑‒–—―−][${S}]?[${D}][${W}]*)?|discussion[${S}][${W}–\-]+|quiz[${S}][${W}–\-]+|author[${S}]reply[${S}][${W}–\-]+))*(?:\.:[${S}]?(?:e[${D}]{1,3}|[a-z]{0,4}[${D}]{2,8})${B})?)(?=[${S}.,;\ue000]*$)`;

	// year ":" volume ["(" issue ")"] ":" pages
	const _COLON_PART = re`(?<=[${W}.)][${S}])${part.DATE}[${S}]*:[${S}]*(?<volume>[${D}][${W}/]*)(?<supplement>${part.SUPPLEMENT})?(?:${part.ISSUE})?[${S}]*:[${S}]*(?<label>${part.PAGE_LABEL})?(?<pages>${part.PAGE}(?:[${S}]?[\-‐‑‒–—―−]+[${S}]?[A-Za-z]{0,6}\.?[${D}][${W}]*(?:\.[${W}]+)?)?(?:,[${S}]?(?:e?[${D}][${W}]*(?:[${S}]?[\-‐‑‒–—―−][${S}]?[${D}][${W}]*)?|discussion[${S}][${W}–\-]+|quiz[${S}][${W}–\-]+|author[${S}]reply[${S}][${W}–\-]+))*(?:\.:[${S}]?(?:e[${D}]{1,3}|[a-z]{0,4}[${D}]{2,8})${B})?)(?=[${S}.,;\ue000]|$)`;

	const _IMPRINT = re`;[${S}]*(?:(?<place>(?:${part.PLACE}){2,80}?(?:;(?:${part.PLACE}){2,40}){0,2}):[${S}]*)?${part.DATE}${B}(?:[${S}]*:[${S}]*(?<label>${part.PAGE_LABEL})?(?<pages>${part.PAGE}(?:[${S}]?[\-‐‑‒–—―−]+[${S}]?[A-Za-z]{0,6}\.?[${D}][${W}]*(?:\.[${W}]+)?)?(?:,[${S}]?(?:e?[${D}][${W}]*(?:[${S}]?[\-‐‑‒–—―−][${S}]?[${D}][${W}]*)?|discussion[${S}][${W}–\-]+|quiz[${S}][${W}–\-]+|author[${S}]reply[${S}][${W}–\-]+))*(?:\.:[${S}]?(?:e[${D}]{1,3}|[a-z]{0,4}[${D}]{2,8})${B})?))?[${S}]*(?<tail>.*)$`;

	// container ";" [month] year ";" place "." ["pp." pages]
	const _MEETING = re`;[${S}]*(?<when>(?:[${D}]{1,2}(?:[${S}]?[\-‐‑‒–—―−][${S}]?[${D}]{1,2})?[${S}]+)?(?:${part.MONTH}(?:[${S}]?[\-‐‑‒–—―−][${S}]?${part.MONTH})?[${S}]+)?(?:1[5-9]|20)[${D}][${D}])[${S}]*;[${S}]*(?<place>[^;]{2,80}?)\.[${S}]*(?<tail>(?:[^;]{0,80};[${S}]*)?(?:pp?\.[^;]*)?)$`;

	// container ";" place "." year "." ["pp." pages]
	const _MEETING_PLACE = re`;[${S}]*(?<place>[^;.${D}]{2,60})\.[${S}]*(?<when>(?:1[5-9]|20)[${D}][${D}](?:[${S}]+${part.MONTH}[^.;]{0,12})?)\.[${S}]*(?<tail>(?:pp?\.[^;]*)?)$`;

	const _PLACE_FIRST = re`^(?<place>[^:;]{2,60}):[${S}]*(?<publisher>.+)$`;

	const _CONFERENCE = re`${B}(?:Proceedings of|Proc(?:\.|eedings)? (?:of )?the|Conference|Symposium|Workshop|Congress)${B}`;

	// "In:" before a book; without its colon where editors follow ("In Roe R. (Eds.),").
	const _IN = re`(?:(?<=[.?!)\],])|(?<=[.?!,][”"’])|(?<=[”"’],)|(?=[${S}]In:))[${S}]+[Ii]n(?:[${S}]?:[${S}]+|[${S}]+(?=(?:(?![${D}_])[${W}]).{2,300}?\([Ee]ds?\.?\)))`;

	const _EDITORS = re`,?[${S}]*\(?${B}(?:editors?|[Ee]ds?|Hrsg|orgs?|coords?)${B}\.?\)?[.,:;]?[${S}]*`;

	/** Read one reference, its identifiers masked, by the grammar of this module. */
	function read_fields(text) {
		let attempt;
		let reading = new Reading();
		let body = take_notes(text, reading);
		for (const rule of [_chapter, _meeting, _article, _book, read_early_year, read_late_year, _dated]) {
			attempt = reading.copy(); // a rule that does not fit leaves nothing behind
			if (py.truth(rule(body, attempt))) {
				return attempt;
			}
		}
		_whole(body, reading);
		return reading;
	}

	function _container_type(container) {
		return PREPRINT_SERVERS.match(container) ? "article" : "article-journal";
	}

	/** [people] title "." container "." year ";" volume "(" issue ")" ":" pages */
	function _article(text, reading) {
		let match = null;
		for (const found of _YEAR_PART.finditer(text)) {
			match = found;
			if (found.get("volume") || found.get("pages") || found.get("issue")) {
				break;
			}
		}
		if (match === null || !(match.get("volume") || match.get("pages") || match.get("issue"))) {
			if (take_early_year(text, new Reading()) !== null) {
				return false;
			}
			match = _BRACKETED_PART.search(text) || _COMMA_PART.search(text) || _COLON_PART.search(text);
			if (match === null) {
				return false;
			}
		}
		let head = py.rstrip(py.rstrip(text.slice(0, match.start()), " ("));
		let rest = py.rstrip(take_authors(py.rstrip(head, ".") + ".", reading, 2), ". ");
		// ACS prints no titles: a name that ends in a stop before the year is the journal's.
		let untitled = match.re === _COMMA_PART && head.endsWith(".") && looks_like_container(rest);
		let alone = untitled || is_container_alone(rest);
		let [title, container] = alone ? ["", rest] : split_title(rest);
		if (!alone && !container) {
			[title, container] = py.or(() => split_at_comma(rest), () => [title, container]);
		}
		reading.put("title", title);
		put_container(reading, container, head.endsWith("."));
		reading.type = _container_type(container);
		put_date(reading, match.get("date"));
		put_volume(reading, match);
		if (match.get("pages")) {
			put_pages(reading, match.get("pages"), match.get("label"));
		}
		finish(reading, text.slice(match.end()));
		return true;
	}

	/** [people] title "." "In:" [people "," "editors" "."] book */
	function _chapter(text, reading) {
		let editors;
		let where = _IN.search(text);
		if (where === null) {
			return false;
		}
		let [head, tail] = [text.slice(0, where.start()), text.slice(where.end())];
		let early = take_early_year(head, reading);
		let title = early === null ? take_authors(py.rstrip(head, ".") + ".", reading, 1) : early;
		reading.put("title", py.strip(title, "“”‘’\"', "));
		reading.type = "chapter";
		let role = _EDITORS.search(tail);
		if (role && role.start() < 400) {
			editors = parse_people(tail.slice(0, role.start()));
			reading.put_people("editor", editors.names, editors.truncated);
			tail = tail.slice(role.end());
		}
		if (early !== null) {
			read_work(py.lstrip(tail, " .,"), reading, "container-title");
		} else if (!_imprint(tail, reading, "container-title")) {
			_undated_book(tail, reading, "container-title");
		}
		return true;
	}

	/** [people] title ("." | ";") proceedings ";" ([month] year ";" place | place "." year) "." ["pp." pages] */
	function _meeting(text, reading) {
		let match = _MEETING.search(text) || _MEETING_PLACE.search(text);
		if (match === null || !_CONFERENCE.search(text.slice(0, match.start()))) {
			return false;
		}
		let rest = take_authors(text.slice(0, match.start()), reading, 1);
		let [title, semicolon, conference] = py.rpartition(rest, "; ");
		if (!semicolon || !_CONFERENCE.search(conference)) {
			[title, conference] = split_title(rest);
		}
		reading.type = "paper-conference";
		reading.put("title", title);
		reading.put("container-title", conference);
		reading.put("event-place", match.get("place"));
		put_date(reading, match.get("when"));
		let [publisher, _, pages] = py.rpartition(match.get("tail"), ";");
		reading.put("publisher", publisher);
		finish(reading, pages);
		return true;
	}

	/** [people] title "." [edition "."] publisher ";" [place ":"] year "." ["pp." pages] */
	function _book(text, reading) {
		let name, conference;
		if (_IMPRINT.search(text) === null) {
			return false;
		}
		reading.type = "book";
		let rest = take_authors(text, reading, 2);
		if (!_imprint(rest, reading, "title")) {
			return false;
		}
		let title = reading.text_of("title");
		if (_CONFERENCE.search(title)) {
			[name, conference] = split_title(title);
			if (conference && _CONFERENCE.search(conference)) {
				reading.type = "paper-conference";
				reading.put("title", name);
				reading.put("container-title", conference);
			}
		}
		return true;
	}

	/** `variable` "." [edition "."] ["Vol." volume "."] publisher ";" [place ":"] year … */
	function _imprint(text, reading, variable) {
		let other;
		let match = _IMPRINT.search(text);
		if (match === null) {
			return false;
		}
		let parts = sentences(text.slice(0, match.start()) + ".");
		if (!parts.length) {
			return false;
		}
		let publisher = parts.length > 1 ? py.removesuffix(parts.pop(), ".") : "";
		let place = match.get("place") || "";
		if (!publisher) {
			// "Title; 2015." or "In: Book; Place: 2005."
			parts = [text.slice(0, match.start())];
		} else if (!place) {
			other = _PLACE_FIRST.match(publisher);
			if (other) {
				[place, publisher] = [other.get("place"), other.get("publisher")];
			}
		}
		_put_book_parts(parts, reading, variable);
		reading.put("publisher", publisher);
		reading.put("publisher-place", place);
		put_date(reading, match.get("date"));
		if (match.get("pages")) {
			put_pages(reading, match.get("pages"), match.get("label"));
		}
		finish(reading, py.lstrip(match.get("tail"), " .,;"));
		return true;
	}

	const PUT_BOOK_PARTS_1 = re`[${S}]*${B}ed(?:|n|ition)${B}\.?.*$`;
	/** Editions and volumes among the sentences of a book's head; the rest is its title. */
	function _put_book_parts(parts, reading, variable) {
		let volume, pages, editors, people;
		let named = [];
		for (const part of parts) {
			volume = VOLUME_SENTENCE.match(part);
			pages = PAGES_SENTENCE.match(part);
			editors = EDITORS_SENTENCE.match(part);
			if (named.length && EDITION.match(part)) {
				reading.put("edition", PUT_BOOK_PARTS_1.sub("", py.strip(part, "()")) || part);
			} else if (named.length && volume) {
				reading.put("volume", volume.get("volume"));
			} else if (named.length && pages) {
				put_pages(reading, pages.get("pages"), null);
			} else if (named.length && editors && scan_people(editors.get("people"))) {
				people = parse_people(editors.get("people"));
				reading.put_people("editor", people.names, people.truncated);
			} else {
				named.push(part);
			}
		}
		reading.put(variable, named.join(" "));
	}

	const _ANY_YEAR = re`(?:^|[${S}.,(])${part.DATE}\)?[.,;]?(?=[${S}]|$|\ue000)`;

	const _CLOSING_YEAR = re`(?<=[.,?!)\]:])[${S}]*\(?${part.DATE}\)?[.,;:]*(?=[${S}]|$|\ue000)`;

	/** The last match: the year of a reference closes it. */
	function _last(pattern, text) {
		let found = null;
		for (const match of pattern.finditer(text)) {
			found = match;
		}
		return found;
	}

	/** A book without publisher: title "." [edition "."] [year "."] ["pp." pages] */
	function _undated_book(text, reading, variable) {
		let year = _last(_ANY_YEAR, text);
		let [head, tail] = year ? [text.slice(0, year.start()), text.slice(year.end())] : [text, ""];
		if (year) {
			put_date(reading, year.get("date"));
		}
		let parts = sentences(py.replace(head, MASK, " "));
		_put_book_parts(parts, reading, variable);
		finish(reading, tail);
		return true;
	}

	/** [people] title "." [container "."] year */
	function _dated(text, reading) {
		let year = _last(_CLOSING_YEAR, text);
		if (year === null) {
			return false;
		}
		let rest = take_authors(py.rstrip(text.slice(0, year.start()), ". ") + ".", reading, 1);
		let [title, container] = split_title(py.rstrip(rest, ". "), false);
		let imprint = _PLACE_FIRST.match(container);
		if (imprint || container && looks_like_body(container)) {
			reading.type = "book";
			reading.put("publisher", imprint ? imprint.get("publisher") : container);
			reading.put("publisher-place", imprint ? imprint.get("place") : "");
			container = "";
		} else if (container && _CONFERENCE.search(container)) {
			reading.type = "paper-conference";
		} else if (container) {
			reading.type = _container_type(container);
		} else {
			reading.type = "book";
		}
		reading.put("title", title);
		reading.put("container-title", container);
		put_date(reading, year.get("date"));
		finish(reading, text.slice(year.end()));
		return true;
	}

	/** No rule fits: names where there are some, the first sentence as title, the rest left. */
	function _whole(text, reading) {
		let title, container, conference;
		let rest = take_authors(text, reading, 1);
		let parts = sentences(py.replace(rest, MASK, " "));
		if (parts.length) {
			[title, container] = split_title(py.rstrip(parts[0], "."));
			conference = py.next(parts.slice(1, 2).filter((p) => _CONFERENCE.search(p)), "");
			reading.put("title", title);
			reading.put("container-title", container || conference);
			if (conference) {
				reading.type = "paper-conference";
				py.remove(parts, conference);
			}
			finish(reading, parts.slice(1).join(" "));
		}
	}

	return { read_fields };
})();

// --- bibkit.reflist.tail ---

const reflist_tail = (() => {
	const _NAMES = new Map([["doi", "DOI"], ["crossref", "DOI"], ["cross ref", "DOI"], ["pmc", "PMC"], ["pmc free article", "PMC"], ["free article", "PMC"], ["pubmed", "PubMed"], ["google scholar", "Google Scholar"], ["isi", "ISI"], ["publisher site", "Publisher"], ["full text", "Full text"]]);

	const _DASHED = re`(?:(?:^|[\t-\r ])[\-–][\t-\r ]+(?:(?:doi|cross[\t-\r ]?ref|pmc(?:[\t-\r ]+free[\t-\r ]+article)?|free[\t-\r ]+article|pubmed|google[\t-\r ]+scholar)|(?:isi|publisher[\t-\r ]+site|full[\t-\r ]+text))\b)+[\t-\r ]*$${"ascii i"}`;

	const _BRACKETED = re`(?:[\t-\r ]*\[[\t-\r ]*(?:(?:doi|cross[\t-\r ]?ref|pmc(?:[\t-\r ]+free[\t-\r ]+article)?|free[\t-\r ]+article|pubmed|google[\t-\r ]+scholar)|(?:isi|publisher[\t-\r ]+site|full[\t-\r ]+text))[\t-\r ]*\][,;.]?)+[\t-\r ]*$${"ascii i"}`;

	const _WORD = re`(?:doi|cross[\t-\r ]?ref|pmc(?:[\t-\r ]+free[\t-\r ]+article)?|free[\t-\r ]+article|pubmed|google[\t-\r ]+scholar)|(?:isi|publisher[\t-\r ]+site|full[\t-\r ]+text)${"ascii i"}`;

	/** A reference without its link tail, and what the tail promises, in its order. */
	function cut_tail(text) {
		// A tail is short; looking only there keeps a long line linear.
		let start = Math.max(0, text.length - 200);
		let match = _BRACKETED.search(text, start) || _DASHED.search(text, start);
		if (match === null) {
			return [text, []];
		}
		let links = _WORD.findall(match.get(0)).map((word) => py.split(word.toLowerCase()).join(" "));
		let promised = py.tuple(py.fromkeys(links.map((link) => _NAMES.get(link))));
		return [py.rstrip(text.slice(0, match.start())), promised];
	}

	/** Whether a line is nothing but a link tail. */
	function is_tail(line) {
		let [rest, links] = cut_tail(py.strip(line));
		return Boolean(links.length) && !rest;
	}

	return { cut_tail, is_tail };
})();

// --- bibkit.reflist.items ---

const reflist_items = (() => {
	const { DASHES } = text;
	const { Span } = model;
	const { cut_tail, is_tail } = reflist_tail;
	const { scan_people } = names;

	// Longer than any citation: lists of thousands of authors (physics) reach some 40,000.
	const MAX_LENGTH = 60000;

	/** One item of a list. */
	class Item {
		constructor(text, span, raw = "", known = new Map(), links = []) {
			this.text = text;
			this.span = span;
			this.raw = raw;
			this.known = known;
			this.links = links;
		}
	}

	// "1." "1)" "[1]" "[1]:" "(1)" "{1}" "#1" "1:" "1 -" "**1.**" "Ref. 1:" "1<tab>"
	const _LABEL = re`^[\t-\r \u200b]*(?:\*\*)?(?:[Rr]ef(?:erence)?\.?[\t-\r ]*)?#?(?:\[(?<square>[0-9]{1,4})\][.:)]?|[({](?<round>[0-9]{1,4})[)}][.:]?|(?<plain>[0-9]{1,4})(?:[\t-\r ]?\\?[.)\]](?![0-9])|[\t-\r ]?:(?=[\t-\r ])|[\t-\r ]?[\-–](?=[\t-\r ])|º|\x09))(?:\*\*)?[\t-\r ]*(?<rest>.*)$`;

	// A number or letter with little or nothing behind it is one only where names follow.
	const _WEAK_LABEL = re`^[${S}\u200b]*[[({#]?[${S}]?(?<number>[${D}]{1,4}|[a-z]|[A-Za-z]{1,3}[${D}]{1,3}|[${D}]{1,2}\.[${D}]{1,2})[\])}.:]*[${S}]+(?<rest>(?:(?![${D}_])[${W}]).*)$`;

	const _BULLET = re`^[${S}]*(?:[•·‣▪●◦*▸►■□†○∙⁃\uf0b7]+|[\-–—](?=[${S}])|o(?=[${S}]))[${S}]*(?<rest>.*)$`;

	// Marks of interest that reviews print before a reference: "* of special interest".
	const _STARS = re`^(?:[*•·†‡§#]+[${S}]*)+`;

	/** Cut the lines of a list into items. */
	function split_items(lines) {
		let groups;
		let filled = lines.filter((line) => py.strip(line.text));
		if (!filled.length) {
			return [];
		}
		found: {
			for (const rule of [_numbered, _bulleted, _blocks, _hanging]) {
				groups = rule(lines, filled);
				if (groups !== null) {
					break found;
				}
			}
			groups = _line_by_line(filled);
		}
		return py.iter(_with_tails(groups)).map((group) => _item(group));
	}

	/** A line without its number or bullet. */
	function split_label(line) {
		let rest, bullet;
		let match = _LABEL.match(line);
		let weak = match ? null : _WEAK_LABEL.match(line);
		if (match && _may_begin(match.get("rest"))) {
			rest = match.get("rest");
		} else if (weak && _begins_with_names(weak.get("rest"))) {
			rest = weak.get("rest");
		} else {
			bullet = _BULLET.match(line);
			rest = bullet ? bullet.get("rest") : line;
		}
		return _STARS.sub("", py.strip(rest));
	}

	/** Items, each with the tail lines that follow it. */
	function* _with_tails(groups) {
		let current = null;
		for (const group of groups) {
			if (current !== null && group.every(([_, text]) => is_tail(text))) {
				py.extend(current, group);
				continue;
			}
			if (current !== null) {
				yield current;
			}
			current = group;
		}
		if (current !== null) {
			yield current;
		}
	}

	function _item(group) {
		let span = new Span(group[0][0].start, group.at(-1)[0].end, group[0][0].number);
		return new Item(_STARS.sub("", py.strip(_join(group.map(([_, text]) => text)))), span);
	}

	function _numbered(lines, filled) {
		let match, weak, kind, number, rest, goes_on, shuffled;
		let labels = new Map();
		let numbers = [];
		let form = "";
		let before = "";
		for (const line of filled) {
			match = _LABEL.match(line.text);
			weak = match ? null : _WEAK_LABEL.match(line.text);
			if (weak && _begins_with_names(weak.get("rest"))) {
				labels.set(line.number, weak.get("rest"));
			}
			if (match !== null && py.truth(match.lastgroup)) {
				kind = py.next(["square", "round", "plain"].filter((name) => match.get(name)));
				[number, rest] = [py.int(match.get(kind)), match.get("rest")];
				form = py.or(() => form, () => kind);
				// A number that does not go on from the last is one where names follow it.
				goes_on = kind === form && _continues(numbers, number, before) && _may_begin(rest);
				// In a shuffled list a whole reference follows a whole one, whatever their numbers.
				shuffled = kind === form && is_complete(rest) && _is_ended(before);
				if (goes_on || shuffled || _begins_with_names(rest)) {
					numbers.push(number);
					labels.set(line.number, rest);
				}
			}
			before = line.text;
		}
		if (!labels.size || !labels.has(filled[0].number) && py.len(labels) < 2) {
			return null;
		}
		// One number on the first of many lines: a list of one, or no list of numbers at all.
		if (py.len(labels) === 1 && py.sum(filled.map((line) => is_complete(line.text))) > 1) {
			return null;
		}
		if (_mostly_whole(filled, labels)) {
			return null;
		}
		return _grouped(filled.map((line) => [line, labels.has(line.number), py.get(labels, line.number)]));
	}

	/** Whether lines without a number are whole references, one behind the other: the few numbers among them do not cut the list. */
	function _mostly_whole(filled, labels) {
		let whole = filled.map((line) => is_complete(line.text));
		let alone = py.sum(py.zip(whole, whole.slice(1), filled.slice(1)).map(([before, this_, line]) => this_ && before && !labels.has(line.number)));
		return alone >= 2 && 2 * alone >= py.len(labels);
	}

	/** Whether a number can be the next label: the same throughout, or rising by no great step. */
	function _continues(numbers, number, before) {
		if (!numbers.length) {
			return number < 1500;
		}
		let last = numbers.at(-1);
		if (number === last) {
			// Numbers that rose once go on rising: comparing with the first is enough.
			return number === numbers[0];
		}
		if (!(last < number && number <= last + 60) || numbers.length > 1 && numbers.at(-2) === last) {
			return false;
		}
		return number === last + 1 || !py.strip(before) || _is_ended(before) || is_tail(before);
	}

	function _begins_with_names(rest) {
		let people = rest.length > 25 ? scan_people(rest.slice(0, 200)) : null;
		return people !== null && people.end < rest.length;
	}

	const MAY_BEGIN_1 = re`[${D}]+(?:st|nd|rd|th)?[${S}]+[A-Z]`;
	/** Whether a reference can begin so: nothing (a number alone), or no number of another kind. */
	function _may_begin(rest) {
		let bare = py.lstrip(rest, "\"“‘'«([ ");
		if (!bare) {
			return true;
		}
		return !py.isdigit(bare[0]) || Boolean(MAY_BEGIN_1.match(bare));
	}

	function _bulleted(lines, filled) {
		let matches = filled.map((line) => [line, _BULLET.match(line.text)]);
		if (py.sum(matches.map(([_, match]) => match !== null)) * 3 < filled.length || matches[0][1] === null) {
			return null;
		}
		return _grouped(matches.map(([line, match]) => [line, Boolean(match), match && match.get("rest")]));
	}

	function _blocks(lines, filled) {
		let blocks = [[]];
		for (const line of lines) {
			if (py.strip(line.text)) {
				blocks.at(-1).push(line);
			} else if (blocks.at(-1).length) {
				blocks.push([]);
			}
		}
		blocks = blocks.filter((block) => block.length);
		if (blocks.length < 2) {
			return null;
		}
		// A block that holds several whole references is no item: the blank lines mean something else.
		for (const block of blocks) {
			if (block.length > 1 && py.sum(block.map((line) => is_complete(line.text))) > 1) {
				return null;
			}
		}
		return blocks.map((block) => block.map((line) => [line, line.text]));
	}

	function _hanging(lines, filled) {
		let indents = filled.map((line) => line.text.length - py.lstrip(line.text).length);
		if (py.len(new Set(indents)) < 2) {
			return null;
		}
		let begins = indents[0];
		if (filled.every((line) => is_complete(line.text))) {
			return null;
		}
		return _grouped(py.zip(filled, indents).map(([line, i]) => [line, i === begins, null]));
	}

	function _line_by_line(filled) {
		let new_;
		let complete = py.sum(filled.filter((line) => !is_tail(line.text)).map((line) => is_complete(line.text)));
		if (complete * 2 >= filled.length) {
			return filled.map((line) => [[line, line.text]]);
		}
		let rows = [];
		let so_far = "";
		for (const line of filled) {
			new_ = !so_far || _is_ended(so_far) && _begins_reference(line.text);
			so_far = new_ ? line.text : `${so_far.slice(-400)} ${line.text}`;
			rows.push([line, new_, null]);
		}
		return _grouped(rows);
	}

	/** Rows of (line, begins an item, text without label) to groups. */
	function _grouped(rows) {
		let part;
		let groups = [];
		for (const [line, begins, rest] of rows) {
			part = [line, rest === null ? line.text : rest];
			if (begins || !groups.length) {
				groups.push([part]);
			} else {
				groups.at(-1).push(part);
			}
		}
		return groups;
	}

	const _HAS_YEAR = re`${B}(?:(?:1[5-9]|20)[${D}][${D}][a-z]?${B}|[Ii]n press${B})`;

	const _PROPER_END = re`(?:[.\])${D}]|10\.[${D}]{4,}\/[^${S}]+|https?:\/\/[^${S}]+)[${S}]*$`;

	const _BEGIN = re`^(?:[${S}]*["“‘«[(]?(?:(?![${D}_a-z])[${W}])|[${S}]*(?:[a-z]{1,5}['’\-]|(?:van|von|de|der|da|di|du|la|le|el|al|dos|ten|ter)[${S}]))`;

	/** Whether one line can be a whole reference: it begins and ends as one and has a year. */
	function is_complete(text) {
		if (text.length > 5000) {
			return true;
		}
		let [bare, links] = cut_tail(split_label(text));
		return Boolean(bare.length > 25 && _BEGIN.match(bare) && _HAS_YEAR.search(bare) && (links.length || _PROPER_END.search(bare)));
	}

	function _is_ended(text) {
		let [bare, links] = cut_tail(py.strip(text));
		return Boolean(_HAS_YEAR.search(bare) && (links.length || _PROPER_END.search(bare)));
	}

	function _begins_reference(text) {
		return Boolean(_BEGIN.match(text)) && (scan_people(py.strip(text).slice(0, 300)) !== null || text.length > 60);
	}

	/** The lines of an item as one: words broken at a line end mended, tokens set together. */
	function _join(parts) {
		let before;
		let pieces = parts.filter((part) => py.strip(part)).map((part) => py.strip(part));
		if (py.sum(py.map(py.len, pieces)) > MAX_LENGTH) {
			return pieces.join(" "); // too long to be a reference: not worth mending
		}
		if (pieces.length > 8 && py.sum(py.map(py.len, pieces)) < 16 * pieces.length) {
			return _set_tokens(pieces.join(" "));
		}
		let joined = [];
		for (const piece of pieces) {
			if (joined.length && DASHES.includes(joined.at(-1).at(-1)) && joined.at(-1).length > 1) {
				before = joined.at(-1).at(-2);
				if (py.isalpha(before) && "-\u2010".includes(joined.at(-1).at(-1)) && py.islower(piece[0])) {
					joined[joined.length - 1] = joined.at(-1).slice(0, -1); // a word hyphenated at the line's end
				}
				joined[joined.length - 1] = joined.at(-1) + piece;
			} else if (joined.length && _IN_ADDRESS.search(joined.at(-1).slice(-80))) {
				joined[joined.length - 1] = joined.at(-1) + piece;
			} else {
				joined.push(piece);
			}
		}
		return joined.join(" ");
	}

	// A DOI or URL that stops at a mark that cannot be its last goes on in the next line.
	const _IN_ADDRESS = re`(?:10\.[${D}]{4,9}|https?:\/)\/?[^${S}]*[/_=&?]$|${B}10\.$`;

	const SET_TOKENS_1 = re`[${S}]+([,.;:)\]])`;
	const SET_TOKENS_2 = re`([([])[${S}]+`;
	const SET_TOKENS_3 = re`(?<=[${D}])[${S}]+([‐‑‒–—―−])[${S}]+(?=[${D}])`;
	/** One token a line ("Abrol / , / A. / ,"): blanks before punctuation and in brackets go. */
	function _set_tokens(text) {
		text = SET_TOKENS_1.sub("\\1", text);
		text = SET_TOKENS_2.sub("\\1", text);
		return SET_TOKENS_3.sub("\\1", text);
	}

	return { MAX_LENGTH, Item, split_items, split_label, is_complete };
})();

// --- bibkit.reflist.page ---

const reflist_page = (() => {
	const { Name, Reference } = model;
	const { collapse } = text;
	const { is_complete } = reflist_items;
	const { parse_date } = dates;

	const _HEADING = re`^(?:[${D}]+\.?[${S}]+)?(?:References?|Reference l[iİı]st|References? c[iİı]ted|C[iİı]ted references|L[iİı]terature c[iİı]ted|L[iİı]terature|B[iİı]bl[iİı]ography|Works c[iİı]ted|Notes and references|References and notes|Referenc[iİı]as(?: b[iİı]bl[iİı]ográf[iİı]cas)?|Referênc[iİı]as(?: b[iİı]bl[iİı]ográf[iİı]cas)?|Références(?: b[iİı]bl[iİı]ograph[iİı]ques)?|L[iİı]teratur(?:verze[iİı]chn[iİı]s)?|B[iİı]bl[iİı]ograf[iİı]a|B[iİı]bl[iİı]ografía|B[iİı]bl[iİı]ograph[iİı]e)[${S}]*(?:\([${D}]+\))?[${S}]*:?$${"i"}`;

	/** Whether a line is the heading of a reference list, in the languages that are met. */
	function is_heading(text) {
		return Boolean(_HEADING.match(py.strip(text).slice(0, 60)));
	}

	// What PubMed, PMC and publishers print behind a list, each a whole line.
	const _AFTER = re`^(?:Publ[iİı]cat[iİı]on types|MeSH terms|Substances|Supplementary concepts|Related [iİı]nformat[iİı]on|L[iİı]nkOut - more resources|Grants and fund[iİı]ng|Grant support|Full text sources|Assoc[iİı]ated data|S[iİı]m[iİı]lar art[iİı]cles|C[iİı]ted by|Add to Collect[iİı]ons|Permal[iİı]nk|Confl[iİı]ct of [iİı]nterest statement|Footnotes|Supplementary Mater[iİı]als?|Data Ava[iİı]lab[iİı]l[iİı]ty Statement|Author contr[iİı]but[iİı]ons|Art[iİı]cles from .{3,200} are prov[iİı]ded here courtesy of .{2,300})$${"i"}`;

	const _SHOW_ALL = re`^S(?:how all[${S}]+([${D}]+)[${S}]+references?|ee all references|how more)$${"i"}`;

	const _MARK = re`${B}(?:1[5-9]|20)[${D}][${D}]${B}|${B}do[iİı]${B}|et al${B}${"i"}`;

	/** A text's lines, sorted: `before` and `after` are furniture, `listed` is the list. */
	class Outline {
		constructor(before, listed, after, article = null, total = null) {
			this.before = before;
			this.listed = listed;
			this.after = after;
			this.article = article;
			this.total = total;
		}
	}

	/** Find the list among the lines of a text. */
	function outline(lines) {
		let above, bare, shown;
		let heading = _heading(lines);
		let article = heading === null ? null : _article(lines.slice(0, heading + 1));
		if (heading !== null && article === null) {
			// References above a heading, on no paper's page: it heads a part of the list only.
			above = py.sum(lines.slice(0, heading).map((line) => is_complete(line.text)));
			heading = above > 1 ? null : heading;
		}
		let first = heading === null ? 0 : heading + 1;
		let last = lines.length;
		let total = null;
		for (const index of py.range(first, lines.length)) {
			bare = py.strip(lines[index].text);
			if (bare.length > 520) {
				continue;
			}
			shown = _SHOW_ALL.match(bare);
			if (shown || _AFTER.match(bare)) {
				if (heading === null && lines.slice(index + 1).some((line) => is_complete(line.text))) {
					continue; // without a heading, only what no reference follows is the page's end
				}
				last = index;
				total = shown && shown.get(1) ? py.int(shown.get(1)) : null;
				break;
			}
		}
		let before = lines.slice(0, first);
		return new Outline(before, lines.slice(first, last), lines.slice(last), article, total);
	}

	/** The heading of the list: the first such line behind which a reference stands. */
	function _heading(lines) {
		let following;
		let headings = py.enumerate(lines).filter(([i, line]) => is_heading(line.text)).map(([i, line]) => i);
		for (const index of headings) {
			following = lines.slice(index + 1, index + 8).filter((line) => py.strip(line.text)).map((line) => line.text);
			if (following.some((text) => _MARK.search(text))) {
				return index;
			}
		}
		return headings.length && headings.at(-1) + 1 < lines.length ? headings.at(-1) : null;
	}

	// ". 2019 Mar 10:2019:3675627." — PubMed's line under the journal's name.
	const _CITATION = re`^(?<journal>[^.;]{2,80}?)?\.?[${S}]*(?<date>(?:1[5-9]|20)[${D}][${D}](?:[${S}]+${part.MONTH}(?:[${S}]*-[${S}]*${part.MONTH})?(?:[${S}]+[${D}]{1,2})?)?)[${S}]*[;:][${S}]*(?<volume>[${W}\-]+)?(?:\((?<issue>[^()]{1,30})\))?(?::(?<page>[${W}–\-]+))?\.`;

	const _BYLINE = re`^(?<first>[^.]{3,80}?)[${S}]+et al\.[${S}]+(?<journal>[^.]{2,80}?)\.?(?:[${S}]+[${D}]{4}${B}.*)?[${S}]*\.?$`;

	/** The paper's own citation among the lines above the list; None without an identifier. */
	function _article(before) {
		let text, found, citation, byline, given, _, family;
		let fields = new Map();
		let title_next = false;
		for (const line of before) {
			text = collapse(line.text.slice(0, 1000));
			if (!text || line.text.length > 1000) {
				continue;
			}
			found = identifiers.find(text);
			for (const one of found) {
				if (["DOI", "PMID", "PMCID"].includes(one.variable) && py.strip(text.slice(0, one.start)) === "") {
					py.setdefault(fields, one.variable, one.value);
				}
			}
			citation = _CITATION.match(text);
			if (citation && !fields.has("issued")) {
				_cite(fields, citation);
			}
			byline = _BYLINE.match(text);
			if (byline && !fields.has("author")) {
				[given, _, family] = py.rpartition(byline.get("first"), " ");
				fields.set("author", [new Name(family, given)]);
				py.setdefault(fields, "container-title", byline.get("journal"));
			}
			if (title_next && !found.length && !fields.has("title")) {
				fields.set("title", text);
			}
			title_next = text.toLowerCase().startsWith("doi:");
		}
		if (!py.shared([...fields.keys()], new Set(["DOI", "PMID", "PMCID"])).size) {
			return null;
		}
		let extra = fields.has("author") ? new Map([["custom", new Map([["author-et-al", true]])]]) : new Map();
		let article = new Reference("", "article-journal", fields, extra);
		return new Reference(base_key(article), "article-journal", fields, extra);
	}

	function _cite(fields, citation) {
		let date = parse_date(citation.get("date"));
		if (date) {
			fields.set("issued", date);
		}
		for (const variable of ["volume", "issue", "page"]) {
			if (citation.get(variable)) {
				fields.set(variable, py.replace(citation.get(variable), "–", "-"));
			}
		}
		if (citation.get("journal")) {
			fields.set("container-title", citation.get("journal"));
		}
	}

	return { is_heading, Outline, outline };
})();

// --- bibkit.reflist.deterministic ---

const reflist_deterministic = (() => {
	const { Batch, Evidence, Problem, Reference, Severity, Span } = model;
	const { MASK, clean } = reflist_grammar_parts;
	const { MAX_LENGTH, is_complete, split_items, split_label } = reflist_items;
	const { collapse, lines_of } = text;
	const { cut_tail } = reflist_tail;
	const { outline } = reflist_page;
	const { plain_parts } = reflist_grammar_plain;
	const { read_fields } = reflist_grammar_rules;
	const { settle_kind } = reflist_grammar_kinds;

	/** Read a reference list by the grammar alone; see `bibkit.reflist.read_list`. */
	function read_list_by_rules(text) {
		let reference, problems, raw;
		let page = outline(lines_of(text));
		let references = [];
		let notes = []; // which reference a problem concerns
		for (const item of split_items(page.listed)) {
			[reference, problems] = parse_by_rules(item.text, item.span);
			if (reference === null) {
				raw = text.slice(item.span.start, item.span.end);
				py.extend(notes, problems.map((problem) => [null, py.changed(problem, { raw: raw })]));
			} else {
				py.extend(notes, problems.map((problem) => [references.length, problem]));
				references.push(reference);
			}
		}
		let batch = with_keys(references, notes);
		let before = furniture(text, page.before, "before");
		let after = furniture(text, page.after, "after");
		let shown = more_on_page(references.length, page.total);
		return new Batch(batch.references, [...before, ...py.iter(batch.problems), ...after, ...shown], page.article);
	}

	/** Read one reference by the grammar alone; see `bibkit.reflist.parse_reference`. */
	function parse_by_rules(text, span = null) {
		return parse_with(_by_rules, text, span, null, []);
	}

	/** Read one reference; `read` says what is made of the grammar's reading. */
	function parse_with(read, text, span, known, links) {
		let message, pmid;
		if (text.length > MAX_LENGTH) {
			message = `This line of ${py.format(text.length, `,`)} characters is too long to be a reference.`;
			return [null, [_unreadable(message, text, span)]];
		}
		let [bare, tail] = cut_tail(py.lstrip(split_label(collapse(text)), " .,;:"));
		let promised = py.tuple(py.fromkeys([...tail, ...links]));
		let found = identifiers.find(bare);
		[bare, pmid] = _cut_glued_pmid(bare, promised, found);
		if (!(found.length || known?.size || promised.length || _MARKS.search(_unglued(bare)))) {
			return [null, [_unreadable("This does not read as a reference.", text, span)]];
		}
		let grammar = grammar_of(bare, found);
		if (!(grammar.fields.size || found.length || known?.size)) {
			return [null, [_unreadable("This does not read as a reference.", text, span)]];
		}
		let [reading, evidence] = read(bare, found, grammar);
		if (py.within([...reading.fields.keys()], new Set(["issued"])) && !(found.length || known?.size || pmid)) {
			return [null, [_unreadable("This does not read as a reference.", text, span)]];
		}
		py.update(reading.fields, py.or(() => known, () => new Map()));
		if (pmid) {
			py.setdefault(reading.fields, "PMID", pmid);
		}
		let others = _add_identifiers(reading, found);
		if (others.length) {
			reading.custom.set("further-identifiers", others);
		}
		if (promised.length) {
			reading.custom.set("links", py.list(promised));
		}
		let extra = py.truth(reading.custom) ? new Map([["custom", reading.custom]]) : new Map();
		let reference = new Reference("", reading.type, reading.fields, extra, span, evidence);
		return [reference, _doubts(reference, reading, promised, others, py.or(() => known, () => new Map()))];
	}

	function _by_rules(text, found, grammar) {
		let plain = plain_parts(text, found, grammar);
		if (plain !== null) {
			return [grammar, new Evidence(text, plain)];
		}
		settle_kind(text, grammar);
		return [grammar, null];
	}

	/** What the grammar makes of a reference without number and tail, identifiers found in it. */
	function grammar_of(text, found) {
		let names;
		let reading = read_fields(_unglued(_masked(text, found)));
		for (const variable of (found.length ? ["author", "editor"] : [])) {
			names = py.get(reading.fields, variable);
			if ((Array.isArray(names)) && py.iter(names).some((name) => _is_masked(name))) {
				py.pop(reading.fields, variable);
				reading.put_people(variable, _unmasked(names), false);
			}
		}
		return reading;
	}

	// Something that a reference has and prose, a heading or a menu has not.
	const _MARKS = re`${B}(?:1[5-9]|20)[${D}][${D}][a-z]?${B}|[${D}][${S}]*[(:][${S}]*[${D}]|et al${B}|${B}[Ii]n press${B}`;

	/** PMC prints some PMIDs bare at the end: "14(6):p. 16.18713597 [PubMed]". */
	function _cut_glued_pmid(text, links, found) {
		let match = links.includes("PubMed") ? _GLUED_PMID.search(text) : null;
		if (match && found.length && found.at(-1).end === text.length) {
			match = null; // the digits are a DOI's
		}
		return match ? [text.slice(0, match.start() + 1), match.get(1)] : [text, ""];
	}

	const _GLUED_PMID = re`[.${S}]([${D}]{7,8})$`;

	// "J Exp Bot2010;61", "Taxon23: 325", "diversity.Canadian Journal", "et al2015"
	const _GLUED = re`(?<=[a-z]{2})(?=(?:1[5-9]|20)[${D}][${D}][a-z]?[${S}]?[;,:])|(?<=[a-z]{2})(?=[${D}]{1,4}[${S}]?(?:\([^()]{1,12}\))?[${S}]?:[${S}]?[A-Za-z]?[${D}])|(?<=[A-Za-z]{2}[.?!])(?=[A-Z][a-z]{2})|(?<=\)\.)(?=[A-Z][a-z]{2})|(?<=et al)(?=[${D}]{4})|(?<=et al\.)(?=[${D}]{4})|(?<=[A-Z]\.)(?=(?:19|20)[${D}][${D}]${B})`;

	/** A blank where publishers' tagging lost one between two fields. */
	function _unglued(text) {
		return _GLUED.sub(" ", text);
	}

	/** The text with each identifier replaced, so that its digits and stops mislead nobody. */
	function _masked(text, found) {
		for (const one of py.reversed(found)) {
			text = `${text.slice(0, one.start)} ${MASK} ${text.slice(one.end)}`;
		}
		return py.split(text).join(" ");
	}

	/** Set what was found; give back what differs from what is set (`DOI: 10…`). */
	function _add_identifiers(reading, found) {
		let others = [];
		let fields = reading.fields;
		for (const one of found) {
			if (one.variable === "arXiv") {
				py.setdefault(fields, "archive", "arXiv");
				py.setdefault(fields, "archive_location", one.value);
			} else if (!fields.has(one.variable)) {
				fields.set(one.variable, one.value);
			} else if (py.str(fields.get(one.variable)).toLowerCase() !== one.value.toLowerCase()) {
				// A second DOI or address (an erratum's, a mirror's) is kept, but is not this work's.
				others.push(`${one.variable}: ${one.value}`);
			}
		}
		let online = reading.type === "document" || reading.type === "book" && fields.has("accessed");
		if (online && fields.has("URL") && !fields.has("publisher")) {
			reading.type = "webpage";
		}
		return others;
	}

	function _is_masked(name) {
		return `${name.family}${name.given}${name.literal}`.includes(MASK);
	}

	/** Names without the identifiers among them: "World Health Organization, https://…, 2017.". */
	function _unmasked(names) {
		let family, given, literal, person;
		let people = [];
		for (const name of names) {
			if (!_is_masked(name)) {
				people.push(name);
				continue;
			}
			[family, given, literal] = [clean(name.family), clean(name.given), clean(name.literal)];
			if (family || given || literal) {
				person = py.changed(name, { family: family, given: given, literal: literal });
				people.push(person);
			}
		}
		return py.tuple(people);
	}

	const _NAME_LIKE = re`(?:(?![${D}_a-z])[${W}])[${W}]+(?:[\- ][${W}]+)? [A-Z]{2,3}${B}(?![.?!:])|(?!Vitamin|Hepatitis|Influenza)(?:(?![${D}_a-z])[${W}])[${W}]+ [A-Z] [A-Z][a-z]|[${W}]+, [A-Z]\.|[^.]{0,60}${B}[${W}]+ [A-Z]{1,3}, [${W}]+ [A-Z]{1,3}${B}`;

	// "Ludwig van Beethoven. Music of the ants": behind a comma, the last of the authors.
	const _FULL_NAME = re`(?:(?![${D}_a-z])[${W}])[${W}]+(?: (?:(?![${D}_a-z])[${W}])[${W}]*\.?)?(?: (?:van|von|de|der|den|da|di|del|la|le|bin|al)){0,2} (?:(?![${D}_a-z])[${W}])[${W}\-]+\. (?:(?![${D}_a-z])[${W}])`;

	/** Whether a comma stands between the last author and the title. */
	function _runs_on(evidence) {
		if (evidence === null) {
			return false;
		}
		for (const [before, part] of py.pairwise(evidence.parts)) {
			if (part.variable === "title" && before.variable === "author") {
				return py.strip(evidence.text.slice(before.end, part.start), ". ") === ",";
			}
		}
		return false;
	}

	function _doubts(reference, reading, links, others, known) {
		let variable;
		let doubts = [];
		function doubt(code, message) {
			doubts.push(new Problem(code, message, "warning", reference.source, ""));
		}
		if (reading.left) {
			doubt("left-over", `Not understood: '${reading.left}'.`);
		}
		if (reference.type === "document") {
			doubt("no-structure", "No known form of reference; the fields are a guess.");
		}
		if (!reference.text("title") && !reference.text("container-title")) {
			doubt("no-title", "No title was found.");
		}
		let title = reference.text("title");
		let names = reference.names("author");
		let named = _FULL_NAME.match(title) && _runs_on(reference.evidence);
		if (names.length ? py.truth(named) : _NAME_LIKE.match(title)) {
			doubt("authors-in-title", "The title begins as a list of authors does.");
		}
		if (links.includes("DOI") && !reference.text("DOI")) {
			doubt("link-without-doi", "The page links a DOI, but its text prints none.");
		}
		for (const other of others) {
			variable = py.partition(other, ":")[0];
			if (known.has(variable)) {
				doubt("identifier-differs", `The link says ${known.get(variable)}, the text ${other}.`);
			}
		}
		return doubts;
	}

	function _unreadable(message, text, span) {
		return new Problem("unreadable", message, "error", span, undefined, text);
	}

	/** That a page says of more references than it shows. */
	function more_on_page(shown, total) {
		if (!total || total <= shown) {
			return [];
		}
		let message = `The page shows ${shown} of the paper's ${total} references.`;
		return [new Problem("more-on-page", message, "warning", undefined, "")];
	}

	/** The lines of a page that are no part of its list, as one problem. */
	function furniture(text, lines, place) {
		let filled = lines.filter((line) => py.strip(line.text));
		if (!filled.length) {
			return [];
		}
		let span = new Span(filled[0].start, filled.at(-1).end, filled[0].number);
		let count = filled.length === 1 ? "1 line" : `${filled.length} lines`;
		let message = `${count} of page text ${place} the list passed over.`;
		let severity = "info";
		if (place === "after" && filled.some((line) => is_complete(line.text))) {
			[message, severity] = [`${message} It may hold references.`, "warning"];
		}
		return [new Problem("page-text", message, severity, span, undefined, text.slice(span.start, span.end))];
	}

	return { read_list_by_rules, parse_by_rules, parse_with, grammar_of, more_on_page, furniture };
})();

// --- bibkit.zotero.reading ---

const zotero_reading = (() => {
	// The tag of what may have been read wrongly; the import translator and the plugin give it too.
	const TAG = "check reference";

	return { TAG };
})();

// --- bibkit.zotero.translator.importing ---

const zotero_translator_importing = (() => {
	const { TAG } = zotero_reading;
	const { collapse, lines_of } = text;
	const { connector_json, without_identifiers } = formats_zotero_dialects;
	const { outline } = reflist_page;
	const { parse_by_rules, read_list_by_rules } = reflist_deterministic;
	const { split_items } = reflist_items;
	const { zotero_item } = formats_zotero_items;

	// Control characters and turns of direction (see `bibkit.controls`), as a copy from a PDF may hold
	// them. Those that end a line are left to do so.
	const _UNSEEN = re`[\x00-\x08\x0e-\x1b\x7f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]`;

	// How a file of another format begins: BibTeX, XML and HTML, JSON, RTF, YAML, tagged formats.
	const _OTHER_FORMAT = re`@[${W}]+[${S}]*[{(]|<[?!/A-Za-z]|[[{][${S}]*(?:["{[]|$)|\{\\rtf|%PDF|---$|TY  - |PMID ?- |FN |RT |PT [A-Z]$|%[0A] |#!`;

	// A line of BibTeX or LaTeX, which may follow comments.
	const _SOURCE = re`@[${W}]+[${S}]*[{(]|\\(?:begin|bibitem|documentclass)${B}`;

	// The buttons below each result of a search in PubMed, where the title stands before the authors.
	const _BUTTONS = ["Cite", "Share"];

	// A line of PubMed's "Abstract (text)" export: its records are whole articles, not references.
	const _ABSTRACT = re`PMID: [${D}]+ {1,2}\[|Author information: ?$`;

	// A line of RIS, MEDLINE or Refer.
	const _TAGGED = re`[A-Z][A-Z0-9]{1,3} {0,2}- |%[0-9A-Z@!] |ER  -$`;

	// A line of YAML, of a BibTeX entry, of a program; a reference may end with a number and a semicolon.
	const _KEYED = re`[\-*${S}]*["']?[A-Za-z_][${W}\-]{0,30}["']?[${S}]*(?::(?:[${S}]|$)|=)|[{}[\]();]+,?$|.*[^${D}${S}];$|.*\{$`;

	// The first line of a table: no blank behind the marks, as there is between names.
	const _HEADER = re`["']?[A-Za-z][${W} "'/()\-]*(?:[,;\x09](?! )[${W} "'/()\-]*){3,}$`;

	/** Whether a text is a reference list, by its beginning (see `HEAD`). */
	function is_list(text) {
		let reference, _;
		let lines = lines_of(_UNSEEN.sub("", text));
		let filled = lines.filter((line) => py.strip(line.text)).map((line) => py.strip(line.text));
		if (!filled.length || _is_other_format(filled)) {
			return false;
		}
		// Lists are long, and this is asked of every text that is imported.
		let items = split_items(outline(lines).listed).slice(0, 60);
		let whole = 0;
		let others = 0;
		for (const item of items) {
			[reference, _] = parse_by_rules(item.text);
			if (reference !== null && _is_whole(reference)) {
				whole += 1;
			} else {
				others += 1;
			}
		}
		return whole > 0 && whole >= others;
	}

	function _is_other_format(lines) {
		if (_OTHER_FORMAT.match(lines[0]) || _HEADER.match(lines[0])) {
			return true;
		}
		if (lines.some((line) => _SOURCE.match(line) || _ABSTRACT.match(line))) {
			return true;
		}
		if (py.pairwise(lines).some((pair) => py.equal(pair, _BUTTONS))) {
			return true;
		}
		let tagged = py.sum(lines.map((line) => Boolean(_TAGGED.match(line))));
		let keyed = py.sum(lines.map((line) => Boolean(_KEYED.match(line))));
		let tables = py.sum(lines.map((line) => py.count(line, "\t") > 2));
		return lines.length > 2 && 2 * Math.max(tagged, keyed, tables) > lines.length;
	}

	/** Whether a reading has what a sentence of prose has not: what, when and where, and who. */
	function _is_whole(reference) {
		let fields = reference.fields;
		if (reference.type === "document" || !fields.has("issued")) {
			return false;
		}
		// The names may have run into the title, but several sentences are an abstract.
		if (_has_all(reference, _ARTICLE) && (fields.has("author") || !reference.text("title").includes(". "))) {
			return true;
		}
		let identified = Boolean(reference.links.length) || _IDENTIFIERS.some((variable) => fields.has(variable));
		let titled = fields.has("title") || fields.has("container-title");
		let named = fields.has("author") || fields.has("editor");
		let placed = fields.has("volume") || fields.has("page") || fields.has("publisher") || fields.has("URL");
		return titled && (named || identified) && (placed || identified);
	}

	const _IDENTIFIERS = ["DOI", "PMID", "PMCID", "ISBN"];

	// What the reference of an article says, beside its authors.
	const _ARTICLE = ["title", "container-title", "issued", "volume", "page"];

	function _has_all(reference, variables) {
		return variables.every((variable) => reference.fields.has(variable));
	}

	/** The items of a reference list, as a translator gives them to Zotero. */
	function items_of(text) {
		text = _UNSEEN.sub("", text);
		let batch = read_list_by_rules(text);
		let items = batch.references.map((reference) => _item(reference, text, batch.problems));
		let left = _left(batch);
		if (left) {
			items.push(new Map([["itemType", "note"], ["note", left], ["tags", []]]));
		}
		return items;
	}

	function _item(reference, text, problems) {
		let source = reference.source;
		let printed = source ? text.slice(source.start, source.end) : "";
		let doubts = problems.filter((problem) => problem.ref === reference.id).map((problem) => problem.message);
		if (!doubts.length) {
			doubts = _doubts(reference, collapse(printed));
		}
		// The key is Zotero's to make.
		let item = without_identifiers(zotero_item(py.changed(reference, { id: "" })));
		let note = [_paragraph(printed), ...doubts.map((doubt) => _paragraph(`Check: ${doubt}`))].join("");
		let tags = doubts.length ? [TAG] : [];
		let made = connector_json(py.changed(item, { tags: tags, notes: [note] }), "");
		py.pop(made, "id", null); // only a request of several items needs one
		return made;
	}

	/** Why a reading that nothing is wrong with may be wrong; empty for one that is likely right. */
	function _doubts(reference, printed) {
		if (reference.evidence !== null) {
			return []; // it can be read in one way only
		}
		let title = reference.text("title");
		if (reference.type !== "article-journal" || !_has_all(reference, ["author", ..._ARTICLE])) {
			return ["Only the usual form of a journal article is read safely; this is another."];
		}
		if ([". ", "? ", "! "].some((mark) => title.includes(mark))) {
			return ["The title may end at an earlier stop."];
		}
		let names = reference.names("author");
		if (names.some((name) => name.literal)) {
			return ["An author is not a person: it may be a part of the title."];
		}
		if (_begins_inside(title, printed) || names.some((name) => _DIGIT.search(name.family))) {
			return ["The last author may be the beginning of the title."];
		}
		if (!title.includes(" ")) {
			return ["A title of one word may be a part of the journal's name."];
		}
		return [];
	}

	const _DIGIT = re`[${D}]`;

	/** Whether a title without a capital goes on from a name: "Lee B, Hepatitis C virus in mice.". */
	function _begins_inside(title, printed) {
		let before = py.partition(printed, title)[0];
		return !py.isupper(title.slice(0, 1)) && py.isalpha(py.rstrip(before).slice(-1));
	}

	/** A note with the lines that are no reference, and that there are more; empty where all is well. */
	function _left(batch) {
		let parts = [];
		for (const problem of batch.problems) {
			if (["unreadable", "page-text"].includes(problem.code) && problem.severity !== "info") {
				py.extend(parts, lines_of(problem.raw).map((line) => _paragraph(line.text)));
			} else if (problem.code === "more-on-page") {
				parts.push(_paragraph(problem.message));
			}
		}
		let text = parts.join("");
		return text ? `<h1>Not imported</h1>${text}` : "";
	}

	function _paragraph(text) {
		let bare = collapse(text);
		return bare ? `<p>${py.str(py.escape(bare))}</p>` : "";
	}

	return { is_list, items_of };
})();

// --- The translator ---

const { is_list, items_of } = zotero_translator_importing;

/** Mappings as objects, stand-ins as the characters that they stood for. */
function plain(value) {
	if (value instanceof Map) {
		return Object.fromEntries(Array.from(value, ([key, one]) => [key, plain(one)]));
	}
	return typeof value === "string" ? standIns.back(value) : Array.isArray(value) ? value.map(plain) : value;
}

/** With stand-ins for the characters of this text. */
function withStandIns(text, use) {
	standIns = new StandIns();
	try {
		return use(standIns.put(text));
	} finally {
		standIns = new StandIns();
	}
}

return {
	isList: (text) => withStandIns(text, is_list),
	itemsOf: (text) => withStandIns(text, (put) => plain(items_of(put))),
};

})();
