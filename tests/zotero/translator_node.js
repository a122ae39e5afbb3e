"use strict";
// Runs the translator as Zotero does: its text in a context of its own, with a stub of Zotero.
//
//	node translator_node.js TRANSLATOR [PIECE] < texts, a JSON string a line
//
// With PIECE the text comes in pieces of so many units, whatever is asked for.
// Gives a line of JSON for each: { detected, items }, the items as they were when completed; and the
// milliseconds of all on stderr.

const fs = require("fs");
const vm = require("vm");

const source = fs.readFileSync(process.argv[2], "utf8");
const code = `var exports = {}, ZOTERO_TRANSLATOR_INFO = ${source}`; // with its header, as Zotero does
const piece = Number(process.argv[3] ?? 0);

let text = "";
let place = 0;
let completed = [];

class Item {
	constructor(itemType) {
		this.itemType = itemType;
		this.creators = [];
		this.notes = [];
		this.tags = [];
		this.attachments = [];
	}

	complete() {
		const made = JSON.parse(JSON.stringify(this));
		if (made.itemType === "note") { // has none of these
			for (const name of ["creators", "notes", "attachments"]) {
				if (!made[name].length) {
					delete made[name];
				}
			}
		}
		completed.push(made);
	}
}

const Zotero = {
	Item,
	// Zotero's own: so many units of the text, false at its end.
	read(asked) {
		const size = piece || asked;
		if (place >= text.length) {
			return false;
		}
		place += size;
		return text.slice(place - size, place);
	},
};

const sandbox = vm.createContext({ Zotero, Z: Zotero, ZU: {} });
vm.runInContext("delete globalThis.console", sandbox); // Zotero's has none
vm.runInContext(code, sandbox);
vm.runInContext(code, sandbox); // Zotero may read it twice in one sandbox

function run(name) {
	place = 0;
	completed = [];
	return vm.runInContext(`${name}()`, sandbox);
}

const lines = [];
const begin = process.hrtime.bigint();
for (const line of fs.readFileSync(0, "utf8").split("\n").filter((one) => one)) {
	text = JSON.parse(line);
	const detected = run("detectImport");
	run("doImport");
	lines.push(JSON.stringify({ detected, items: completed }));
}
process.stderr.write(String(Number(process.hrtime.bigint() - begin) / 1e6));
fs.writeFileSync(1, lines.join("\n"));
