import assert from "node:assert/strict";
import { test } from "node:test";

import { ENRICH, UNDO, change, enriching, everything } from "./answers.mjs";
import { FakeItem, fakeZotero, last, scripts, serving, start } from "./zotero.mjs";

test("only what fills an empty field is chosen at first, and written in one transaction that can be undone", async () => {
	let zotero = fakeZotero({ server: serving(enriching({
		A: { changes: [change("DOI", "10.1/a"), change("title", "Better", { old: "Good", kind: "replace" }),
			change("pages", "1-9", { old: "1", kind: "complete" }), change("volume", "3", { kind: "complete" })] },
		B: { changes: [change("PMID", "7")] },
	})) });
	let plugin = await start(zotero);
	let items = [new FakeItem(zotero, { key: "A", title: "Good", pages: "1" }), new FakeItem(zotero, { key: "B", title: "B" })];
	let window = await plugin.choose(ENRICH, items);
	assert.deepEqual(items.map(item => item.committed.fields),
		[{ title: "Good", pages: "1", DOI: "10.1/a" }, { title: "B", PMID: "7" }]);
	assert.equal(zotero.transactions, 1);
	assert.deepEqual(zotero.undo, [{ action: "undo-action-edit-metadata", args: { count: 2 } }]);
	assert.equal(window.states.at(-2).message.id, "bibkit-busy-write");
	assert.deepEqual(last(window).view.lines.map(line => line.id), ["bibkit-done-written", "bibkit-done-zotero-undo"]);
	assert.equal(plugin.visible(UNDO, []), false);
});

test("a change called fill is not chosen where the field is not empty", async () => {
	let zotero = fakeZotero({ server: serving(enriching({
		A: { changes: [change("DOI", "10.1/new"), change("extra", "own line\nPMID: 7", { oldText: "", newText: "PMID: 7" })] },
		B: { changes: [change("extra", "PMID: 7")] },
	})) });
	let plugin = await start(zotero);
	let items = ["A", "B"].map(key => new FakeItem(zotero, { key, title: "T", DOI: "10.1/own", extra: "own line" }));
	let window = await plugin.choose(ENRICH, items);
	let { groups } = window.states.find(state => state.name === "choose").view;
	assert.deepEqual(groups.map(group => group.rows.map(row => row.checked)), [[false, true], [false]]);
	assert.deepEqual([groups[0].rows[1].old, groups[0].rows[1].new], ["", "PMID: 7"]);
	assert.deepEqual(items.map(item => [item.committed.fields.DOI, item.committed.fields.extra]),
		[["10.1/own", "own line\nPMID: 7"], ["10.1/own", "own line"]]);
});

test("each change names its service, and one that the item itself says names none", async () => {
	let sources = ["crossref", "pubmed", "input"];
	let zotero = fakeZotero({ server: serving(enriching({
		A: { changes: sources.map((source, place) => change("f" + place, "new", { source })) },
	})) });
	let plugin = await start(zotero);
	let window = await plugin.choose(ENRICH, [new FakeItem(zotero, { key: "A", title: "T" })]);
	let { groups } = window.states.find(state => state.name === "choose").view;
	assert.deepEqual(groups[0].rows.map(row => row.source), ["Crossref", "PubMed", ""]);
});

test("what the user chooses is written: type before fields, authors, tags", async () => {
	let creators = [{ creatorType: "author", firstName: "Gwendal", lastName: "Le Masson" }];
	let zotero = fakeZotero({ server: serving(enriching({ A: { tags: ["Retracted"], changes: [
		change("publicationTitle", "Neuron"),
		change("itemType", "journalArticle", { old: "preprint", kind: "replace" }),
		change("creators", creators, { old: [], oldText: "Le Masson, G.", newText: "Le Masson, Gwendal", kind: "complete" }),
	] } })) });
	zotero.onChoose = everything;
	let plugin = await start(zotero);
	let item = new FakeItem(zotero, { key: "A", itemType: "preprint", title: "T" });
	let window = await plugin.choose(ENRICH, [item]);
	assert.deepEqual(item.committed, { itemType: "journalArticle", fields: { title: "T", publicationTitle: "Neuron" },
		creators, tags: [{ tag: "Retracted" }] });
	let rows = window.states.find(state => state.name === "choose").view.groups[0].rows;
	assert.deepEqual(rows.map(row => [row.label.text ?? row.label.id, row.old, row.new]), [
		["field publicationTitle", "", "Neuron"], ["itemType", "type preprint", "type journalArticle"],
		["creators", "Le Masson, G.", "Le Masson, Gwendal"], ["bibkit-row-tag", "", "Retracted"]]);
	assert.equal(window.states.find(state => state.name === "choose").view.groups[0].status, "retracted");
});

test("a field that the item's type cannot have is left out and said", async () => {
	let zotero = fakeZotero({ server: serving(enriching({ A: { changes: [change("publicationTitle", "Neuron"), change("DOI", "10.1/a")] } })) });
	let plugin = await start(zotero);
	let item = new FakeItem(zotero, { key: "A", itemType: "preprint", title: "T" });
	let window = await plugin.choose(ENRICH, [item]);
	assert.deepEqual(item.committed.fields, { title: "T", DOI: "10.1/a" });
	assert.deepEqual(last(window).view.lists, [{ title: { id: "bibkit-done-unfit" }, lines: ["publicationTitle"] }]);
});

for (let [what, meddle] of Object.entries({
	"by a sync": item => item.version += 1,
	"by hand": item => item.dateModified = "2026-01-01T00:00:09Z",
	"in that field": item => item.state.fields.DOI = "10.1/by-hand",
	"into the bin": item => item.deleted = true,
	"out of the library": item => item.zotero.items.splice(item.zotero.items.indexOf(item), 1),
})) {
	test(`an item that was changed ${what} while the window was open is left alone, the others are written`, async () => {
		let zotero = fakeZotero({ server: serving(enriching({
			A: { changes: [change("DOI", "10.1/a")] }, B: { changes: [change("DOI", "10.1/b")] },
		})) });
		let plugin = await start(zotero);
		let items = [new FakeItem(zotero, { key: "A", title: "First" }), new FakeItem(zotero, { key: "B", title: "Second" })];
		zotero.onChoose = view => {
			meddle(items[0]);
			return everything(view);
		};
		let window = await plugin.choose(ENRICH, items);
		assert.equal(items[0].saves, 0);
		assert.equal(items[1].committed.fields.DOI, "10.1/b");
		assert.deepEqual(last(window).view.lists, [{ title: { id: "bibkit-done-stale", args: { count: 1 } }, lines: ["First"] }]);
	});
}

test("a tag that an item has meanwhile is not added twice", async () => {
	let zotero = fakeZotero({ server: serving(enriching({ A: { tags: ["Retracted"], changes: [change("DOI", "10.1/a")] } })) });
	let plugin = await start(zotero);
	let item = new FakeItem(zotero, { key: "A", title: "T" });
	zotero.onChoose = view => {
		item.addTag("Retracted");
		return everything(view);
	};
	await plugin.choose(ENRICH, [item]);
	assert.deepEqual(item.committed.tags, [{ tag: "Retracted" }]);
});

test("a window that is closed answers those who wait for it, once", async () => {
	let { BibkitWindows } = await scripts("windows.js");
	let windows = new BibkitWindows({ parent: () => ({ openDialog: () => ({ close() {} }) }), log: assert.fail });
	let ui = windows.open("enrich");
	let told = 0;
	ui.onClose(() => told += 1);
	let waiting = ui.choose({});
	windows.closeAll();
	ui.close();
	assert.deepEqual([await waiting, await ui.choose({}), told], [null, null, 1]);
});

test("giving up changes nothing", async () => {
	let zotero = fakeZotero({ server: serving(enriching({ A: { changes: [change("DOI", "10.1/a")] } })) });
	zotero.onChoose = () => null;
	let plugin = await start(zotero);
	let item = new FakeItem(zotero, { key: "A", title: "T" });
	await plugin.choose(ENRICH, [item]);
	assert.equal(zotero.transactions, 0);
	assert.equal(item.getField("DOI"), "");
});

test("a failure half way changes nothing, neither on disk nor in memory", async () => {
	let zotero = fakeZotero({ server: serving(enriching({
		A: { changes: [change("DOI", "10.1/a")] }, B: { changes: [change("DOI", "10.1/b")] },
	})) });
	let plugin = await start(zotero);
	let items = [new FakeItem(zotero, { key: "A", title: "A" }), new FakeItem(zotero, { key: "B", title: "B" })];
	items[1].failing = true;
	let window = await plugin.choose(ENRICH, items);
	assert.deepEqual(last(window).message, { id: "bibkit-error-save", args: { message: "disk is full" } });
	assert.deepEqual(items.map(item => item.getField("DOI")), ["", ""]);
	assert.deepEqual(items.map(item => item.committed.fields.DOI), [undefined, undefined]);
	assert.deepEqual(zotero.undo, []);
});

test("before Zotero 10 the plugin takes its last writing back itself", async () => {
	let zotero = fakeZotero({ version: 8, server: serving(enriching({
		A: { tags: ["Retracted"], changes: [change("DOI", "10.1/a"), change("title", "Better", { old: "Good", kind: "replace" }),
			change("itemType", "preprint", { old: "journalArticle", kind: "replace" })] },
		B: { changes: [change("DOI", "10.1/b")] },
	})) });
	zotero.onChoose = everything;
	let plugin = await start(zotero);
	let items = [new FakeItem(zotero, { key: "A", title: "Good", volume: "3", tags: ["own"] }), new FakeItem(zotero, { key: "B", title: "B" })];
	let before = structuredClone(items[0].committed);
	let window = await plugin.choose(ENRICH, items);
	assert.equal(last(window).view.lines[1].id, "bibkit-done-own-undo");
	assert.equal(items[0].committed.fields.volume, undefined);
	assert.equal(plugin.visible(UNDO, []), true);
	items[1].state.fields.title = "changed since";

	let undone = await plugin.choose(UNDO, []);
	assert.deepEqual(items[0].committed, before);
	assert.equal(items[1].state.fields.DOI, "10.1/b");
	assert.deepEqual(last(undone).view.lists[0].lines, ["B"]);
	assert.equal(zotero.transactions, 2);
	assert.equal(plugin.visible(UNDO, []), false);
});

test("items go fifty at a time, and none of two libraries together", async () => {
	let zotero = fakeZotero({ server: serving(enriching({})) });
	let plugin = await start(zotero);
	let items = Array.from({ length: 60 }, (_, place) => new FakeItem(zotero, { key: "K" + place, title: "T" }));
	items.push(new FakeItem(zotero, { key: "K0", libraryID: 2, title: "Other" }));
	let window = await plugin.choose(ENRICH, items);
	let sent = zotero.requests.filter(request => request.url.endsWith("/v1/enrich")).map(request => JSON.parse(request.options.body).items);
	assert.deepEqual(sent.map(each => each.length), [50, 10, 1]);
	assert.deepEqual(sent[2].map(each => [each.key, each.version, each.data.title]), [["K0", 7, "Other"]]);
	assert.deepEqual(window.states.filter(state => state.share !== null && state.name === "busy").map(state => state.message.args.done), [0, 50, 60]);
	let { view } = last(window);
	assert.equal(view.groups.length, 61);
	assert.equal(view.accept, null);
	assert.equal(view.intro[0].id, "bibkit-enrich-nothing");
	assert.equal(view.lists[0].lines.length, 1);
});

test("what has come is shown where a later request fails", async () => {
	let fails = [];
	let zotero = fakeZotero({ server: serving({ "/v1/enrich": body => fails.push(1) === 1
		? enriching({ K0: { changes: [change("DOI", "10.1/a")] } })["/v1/enrich"](body)
		: [500, { error: { code: "internal", message: "bibkit met an error of its own." } }] }) });
	let plugin = await start(zotero);
	let items = Array.from({ length: 60 }, (_, place) => new FakeItem(zotero, { key: "K" + place, title: "T" }));
	let window = await plugin.choose(ENRICH, items);
	let { view } = window.states.find(state => state.name === "choose");
	assert.deepEqual(view.lists[0].lines, [{ id: "bibkit-error-server", args: { message: "bibkit met an error of its own." } }]);
	assert.equal(view.groups.filter(group => group.status === "failed").length, 10);
	assert.equal(items[0].committed.fields.DOI, "10.1/a");
});

test("items that cannot be changed are left out and counted; where there are no others that is said", async () => {
	let zotero = fakeZotero({ server: serving(enriching({})) });
	let plugin = await start(zotero);
	let locked = new FakeItem(zotero, { key: "L", title: "T", editable: false });
	let window = await plugin.choose(ENRICH, [locked, new FakeItem(zotero, { key: "A", title: "T" })]);
	assert.deepEqual(last(window).view.intro[1], { id: "bibkit-notice-left-out", args: { count: 1 } });
	assert.equal(last(await plugin.choose(ENRICH, [locked])).message.id, "bibkit-error-read-only-items");
	assert.equal(last(await plugin.choose(ENRICH, [])).message.id, "bibkit-error-no-items");
});
