/*
	NCBI Reference List: reads a copied PubMed or PMC reference list, or any other printed one.

	MIT licence. Copyright (c) 2026 the bibkit developers. Made from bibkit's Python source: do not
	change it here, change bibkit and make it anew.
*/

/** Whether the text is a reference list. */
function detectImport() {
	return bibkit.isList(readText(HEAD));
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
