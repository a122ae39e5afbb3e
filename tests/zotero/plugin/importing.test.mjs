import assert from "node:assert/strict";
import { test } from "node:test";

import { IMPORT } from "./answers.mjs";
import { ROOT, fakeZotero, last, plain, serving, start } from "./zotero.mjs";

const read = {
	items: [
		{ id: "a", itemType: "journalArticle", title: "One", date: "2017-05", creators: [{ lastName: "Mathis", firstName: "S" }], tags: ["own"], notes: [{ note: "1. Mathis…" }] },
		{ id: "b", itemType: "book", title: "Two", creators: [{ lastName: "A" }, { lastName: "B" }, { lastName: "C" }] },
		{ id: "c", itemType: "book", title: "Three", creators: [] },
	],
	problems: [{ code: "x", severity: "warning", message: "Not read", ref: null, raw: "see also" }, { severity: "info", message: "…" }],
	article: { title: "A review" }, doubtful: ["b"],
};

test("a copied list is read by the server, shown, and what is chosen saved into the collection", async () => {
	let zotero = fakeZotero({ server: serving({ "/v1/parse": read }), clipboard: { "text/plain": "1. Mathis", "text/html": "<p>1. Mathis" } });
	zotero.onChoose = () => ["0", "1"];
	let plugin = await start(zotero);
	let window = await plugin.choose(IMPORT);
	assert.deepEqual(JSON.parse(zotero.requests.at(-1).options.body), { text: "1. Mathis", format: null, html: "<p>1. Mathis" });
	let { view } = window.states.find(state => state.name === "choose");
	assert.deepEqual(view.intro.map(line => line.id), ["bibkit-import-from-clipboard", "bibkit-import-article", "bibkit-import-doubtful"]);
	assert.equal(view.intro[0].args.target, "My Library / ALS");
	assert.deepEqual(view.groups[0].rows.map(row => [row.new, row.kind]), [
		["Mathis (2017) One", "reference"], ["A et al. Two", "doubtful"], ["Three", "reference"]]);
	assert.deepEqual(view.lists[0].lines, ["Not read — see also"]);
	assert.deepEqual(zotero.imported[0].options, { libraryID: 1, collections: [5], attachmentMode: 0, saveOptions: { skipSelect: true } });
	assert.deepEqual(zotero.imported[0].items.map(item => [item.title, item.tags, item.notes?.length]), [
		["One", ["own"], 1], ["Two", ["check reference"], undefined]]);
	assert.deepEqual(plain(zotero.selected), [100, 101]);
	assert.deepEqual(last(window).view.lines[0], { id: "bibkit-done-imported", args: { count: 2, target: "My Library / ALS" } });
});

test("what is selected in a note goes before the clipboard, unless the note is not shown", async () => {
	for (let shown of [true, false]) {
		let zotero = fakeZotero({ version: 9, server: serving({ "/v1/parse": read }), clipboard: { "text/plain": "copied" } });
		let range = { cloneContents: () => "<p>selected</p>" };
		zotero.Zotero.Notes._editorInstances.push(
			{ get _iframeWindow() {
				throw new TypeError("can't access dead object");
			} },
			{ _iframeWindow: {
				frameElement: { ownerDocument: { defaultView: zotero.mainWindow }, getClientRects: () => shown ? [1] : [] },
				document: { createElement: () => ({ append(content) {
					this.innerHTML = content;
				} }) },
				getSelection: () => ({ rangeCount: 1, getRangeAt: () => range, toString: () => "selected" }),
			} });
		let plugin = await start(zotero);
		let window = await plugin.choose(IMPORT);
		let asked = JSON.parse(zotero.requests.at(-1).options.body);
		assert.deepEqual([asked.text, asked.html], shown ? ["selected", "<p>selected</p>"] : ["copied", undefined]);
		assert.equal(window.states.find(state => state.name === "choose").view.intro[0].id,
			shown ? "bibkit-import-from-note" : "bibkit-import-from-clipboard");
	}
});

test("a library that cannot be changed, several libraries, an empty clipboard: said before anything is sent", async () => {
	let cases = [
		[{ editable: false }, "bibkit-error-read-only-library"],
		[{ editable: false, version: 8 }, "bibkit-error-read-only-library"],
		[{ libraries: [1, 2] }, "bibkit-error-several-libraries"],
		[{ clipboard: { "text/plain": " \n" } }, "bibkit-error-no-text"],
	];
	for (let [options, expected] of cases) {
		let zotero = fakeZotero({ server: serving(), clipboard: { "text/plain": "1. Mathis" }, ...options });
		let plugin = await start(zotero);
		assert.equal(last(await plugin.choose(IMPORT)).message.id, expected);
		assert.deepEqual(zotero.requests, []);
	}
});

const bundled = { [ROOT + "translator/NCBI%20Reference%20List.js"]: '{\n\t"translatorID": "x",\n\t"label": "NCBI Reference List",\n\t"lastUpdated": "2026-11-23 12:00:00"\n}\nfunction doImport() {}\n' };

test("without a server a translator reads the list: the installed one or the plugin's own, the newer", async () => {
	let label = "NCBI Reference List";
	let installed = { label, translatorID: "installed", lastUpdated: "2026-11-23 12:00:00" };
	let older = { ...installed, lastUpdated: "2026-01-01 12:00:00" };
	for (let [options, id] of [
		[{ translators: [{ label: "BibTeX" }, installed], files: bundled }, "installed"],
		[{ translators: [installed] }, "installed"],
		[{ translators: [older], files: bundled }, "x"],
		[{ files: bundled }, "x"],
	]) {
		let zotero = fakeZotero({ clipboard: { "text/plain": "1. Mathis" }, ...options });
		let plugin = await start(zotero);
		let window = await plugin.choose(IMPORT);
		let [translated] = zotero.translated;
		assert.equal(translated.translator.translatorID, id);
		assert.deepEqual([translated.text, translated.options.libraryID], ["1. Mathis", false]);
		assert.ok(window.states.find(state => state.name === "choose").view.intro.some(line => line.id === "bibkit-import-offline"));
		assert.deepEqual(zotero.imported[0].items.map(item => item.title), ["Read here"]);
		if (id === "x") {
			assert.ok(translated.translator.code.includes("doImport"));
		}
	}
});

test("what Zotero's translator found hard to read is marked, and what is no reference is said and not saved", async () => {
	let readHere = [
		{ itemType: "journalArticle", title: "Sure", creators: [], tags: [], notes: [{ note: "<p>1.</p>" }] },
		{ itemType: "book", title: "Hard", creators: [], tags: [{ tag: "check reference" }], notes: [] },
		{ itemType: "note", note: "<h1>Not imported</h1><p>See &lt;b&gt; &amp; c</p><p>Page 2</p>", tags: [] },
	];
	let zotero = fakeZotero({ clipboard: { "text/plain": "1. Mathis" }, files: bundled, readHere });
	let plugin = await start(zotero);
	let window = await plugin.choose(IMPORT);
	let { view } = window.states.find(state => state.name === "choose");
	assert.deepEqual(view.groups[0].rows.map(row => [row.new, row.kind]), [["Sure", "reference"], ["Hard", "doubtful"]]);
	assert.deepEqual(view.intro[0].args.count, 2);
	assert.ok(view.intro.some(line => line.id === "bibkit-import-doubtful" && line.args.count === 1));
	assert.deepEqual(view.lists[0].lines.map(line => line.args.line), ["See <b> & c", "Page 2"]);
	assert.deepEqual(zotero.imported[0].items.map(item => [item.title, item.tags]),
		[["Sure", []], ["Hard", [{ tag: "check reference" }]]]);
});

test("without server and translator it says how to start the server; a wrong token is no reason to do without", async () => {
	let zotero = fakeZotero({ clipboard: { "text/plain": "1. Mathis" } });
	let plugin = await start(zotero);
	assert.deepEqual(last(await plugin.choose(IMPORT)).message, { id: "bibkit-error-no-server", args: { address: "http://127.0.0.1:23121" } });

	zotero = fakeZotero({ clipboard: { "text/plain": "1. Mathis" }, files: bundled, server: () => [200, "another program"] });
	plugin = await start(zotero);
	assert.equal(last(await plugin.choose(IMPORT)).message.id, "bibkit-error-stranger");

	zotero = fakeZotero({ clipboard: { "text/plain": "1. Mathis" }, files: bundled, server: serving() });
	plugin = await start(zotero, { token: "wrong" });
	assert.equal(last(await plugin.choose(IMPORT)).message.id, "bibkit-error-token");
	assert.deepEqual(zotero.translated, []);
});

test("an import that Zotero cannot save is said", async () => {
	let zotero = fakeZotero({ server: serving({ "/v1/parse": read }), clipboard: { "text/plain": "1. Mathis" } });
	zotero.saveFails = true;
	let plugin = await start(zotero);
	assert.equal(last(await plugin.choose(IMPORT)).message.id, "bibkit-error-save");
});
