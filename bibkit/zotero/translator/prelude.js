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
