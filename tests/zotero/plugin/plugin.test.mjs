import assert from "node:assert/strict";
import { test } from "node:test";

import { FakeItem, ROOT, fakeZotero, last, plain, scripts, serving, start } from "./zotero.mjs";

const ENRICH = "bibkit-menu-enrich", CHECK = "bibkit-menu-check", IMPORT = "bibkit-menu-import", UNDO = "bibkit-menu-undo";

const change = (field, value, { old = "", kind = "fill", ...more } = {}) =>
	({ field, old, new: value, label: field, source: "crossref", kind, ...more });

const enriching = byKey => ({ "/v1/enrich": body => [200, {
	results: body.items.map(({ key, version }) =>
		({ key, version, title: key, status: "found", changes: [], tags: [], messages: [], ...byKey[key] })),
	sent: ["1 DOI to Crossref (api.crossref.org, 1 request)"], failures: [],
}] });

const everything = view => view.groups.flatMap(group => group.rows).map(row => row.id);

// Its life

test("menus, pane, strings and chrome address come with the start and go with the shutdown", async () => {
	let zotero = fakeZotero();
	let plugin = await start(zotero);
	assert.deepEqual([...zotero.menus.values()].map(each => [each.target, each.pluginID]), [
		["main/menubar/tools", "bibkit@bibkit.app"], ["main/library/item", "bibkit@bibkit.app"]]);
	assert.equal(zotero.panes.size, 1);
	assert.deepEqual(zotero.links, ["bibkit.ftl"]);
	assert.deepEqual(plugin.chrome.registered, [["content", "bibkit", ROOT + "content/"]]);
	assert.ok(zotero.Zotero.Bibkit);

	plugin.shutdown();
	assert.equal(zotero.menus.size, 0);
	assert.equal(zotero.panes.size, 0);
	assert.deepEqual(zotero.links, []);
	assert.equal(plugin.chrome.registered, null);
	assert.equal("Bibkit" in zotero.Zotero, false);

	await plugin.sandbox.startup(plugin.about);
	assert.equal(zotero.menus.size, 2);
	plugin.shutdown();
	plugin.shutdown();
	assert.deepEqual(zotero.errors, []);
});

test("settings outlive an update and a disabling, not a removal", async () => {
	let zotero = fakeZotero();
	let plugin = await start(zotero);
	plugin.shutdown();
	plugin.uninstall(7);
	assert.equal(zotero.prefs.get("extensions.bibkit.token"), "right");
	zotero.prefs.set("extensions.other", 1);
	plugin.uninstall(6);
	assert.deepEqual([...zotero.prefs.keys()], ["extensions.other"]);
});

test("a shutdown closes windows and gives up what is asked", async () => {
	let cancelled = false;
	let zotero = fakeZotero({ server: (method, name, body, { cancellerReceiver }) => new Promise((_, reject) =>
		cancellerReceiver(() => {
			cancelled = true;
			reject(new Error("Request cancelled"));
		})) });
	let plugin = await start(zotero);
	let ended = plugin.choose(ENRICH, [new FakeItem(zotero, { key: "A", title: "T" })]);
	await new Promise(setImmediate);
	plugin.shutdown();
	let window = await ended;
	assert.ok(cancelled && window.closed);
	assert.ok(window.states.every(state => state.name === "busy"));
	assert.deepEqual(zotero.errors, []);
});

test("the entries of the item menu are seen only where a regular item is selected", async () => {
	let zotero = fakeZotero();
	let plugin = await start(zotero);
	let article = new FakeItem(zotero, { key: "A" });
	let note = new FakeItem(zotero, { key: "N", regular: false });
	assert.equal(plugin.visible(ENRICH, [note]), false);
	assert.equal(plugin.visible(ENRICH, [note, article]), true);
	article.deleted = true;
	assert.equal(plugin.visible(CHECK, [article]), false);
	assert.equal(plugin.visible(UNDO, []), false);
});

// Enriching

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

// The server

test("no server, another program, another version, no token, a wrong one: each has its message", async () => {
	let html = () => [200, "<html>"];
	let cases = [
		[null, {}, "bibkit-error-no-server"],
		[html, {}, "bibkit-error-stranger"],
		[() => [404, { detail: "Not Found" }], {}, "bibkit-error-stranger"],
		[serving({}, { api: 2 }), {}, "bibkit-error-version"],
		[serving(), { token: "" }, "bibkit-error-no-token"],
		[serving(), { token: "wrong" }, "bibkit-error-token"],
		[serving(), { token: "two words" }, "bibkit-error-token"],
		[serving(), { address: "http://example.org:23121" }, "bibkit-error-address"],
		[serving({ "/v1/enrich": () => [422, { error: { code: "x", message: "The items have no keys." } }] }), {}, "bibkit-error-server"],
		[serving({ "/v1/enrich": () => [500, "oops"] }), {}, "bibkit-error-stranger"],
		[() => {
			throw new Error("Request timed out after 5000 ms");
		}, {}, "bibkit-error-timeout"],
		[() => {
			throw new Error("XMLHttpRequest could not complete because the browser is offline");
		}, {}, "bibkit-error-no-server"],
	];
	for (let [server, settings, expected] of cases) {
		let zotero = fakeZotero({ server });
		let plugin = await start(zotero, settings);
		let window = await plugin.choose(ENRICH, [new FakeItem(zotero, { key: "A", title: "T" })]);
		assert.equal(last(window).message.id, expected);
		assert.equal(zotero.transactions, 0);
	}
});

test("the token goes to no program that has not said it is bibkit, and into no log", async () => {
	let zotero = fakeZotero({ server: () => [200, { hello: "I am something else" }] });
	let plugin = await start(zotero);
	await plugin.choose(ENRICH, [new FakeItem(zotero, { key: "A", title: "T" })]);
	assert.deepEqual(zotero.requests.map(request => "Authorization" in request.options.headers), [false]);

	zotero = fakeZotero({ server: serving(enriching({})) });
	plugin = await start(zotero);
	await plugin.choose(ENRICH, [new FakeItem(zotero, { key: "A", title: "Secret title" })]);
	assert.equal(zotero.requests.at(-1).options.headers.Authorization, "Bearer right");
	assert.equal(JSON.stringify([zotero.debug, zotero.errors]).includes("right"), false);
	assert.equal(JSON.stringify(zotero.debug).includes("Secret"), false);
	assert.ok(zotero.requests.every(request => request.options.successCodes === false && request.options.errorDelayMax === 0));
});

test("only an address of this computer is taken, in one spelling", async () => {
	let zotero = fakeZotero();
	await start(zotero);
	let { preferences } = zotero.Zotero.Bibkit;
	let kept = address => {
		let wrong = preferences.keep(address, " right ");
		return wrong ? wrong.id : zotero.prefs.get("extensions.bibkit.address");
	};
	assert.deepEqual(["", "localhost", "127.0.0.1:5000", "http://[::1]:23121/", "http://localhost:80", "HTTP://LOCALHOST:23121"].map(kept), [
		"http://127.0.0.1:23121", "http://localhost:23121", "http://127.0.0.1:5000", "http://[::1]:23121",
		"http://localhost", "http://localhost:23121"]);
	for (let wrong of ["https://127.0.0.1:23121", "http://127.0.0.1.example.org", "http://example.org", "http://u:p@127.0.0.1",
		"http://127.0.0.1/x", "http://127.0.0.1?x=1", "file:///etc/passwd", "http://10.0.0.1", "http://", "::"]) {
		assert.equal(kept(wrong), "bibkit-error-address", wrong);
	}
	assert.equal(zotero.prefs.get("extensions.bibkit.address"), "http://localhost:23121");
	assert.equal(zotero.prefs.get("extensions.bibkit.token"), "right");
});

test("the pane shows what is kept, keeps what is typed, and tests it", async () => {
	let zotero = fakeZotero({ server: serving() });
	await start(zotero, { token: "wrong" });
	let elements = Object.fromEntries(["address", "token", "show", "test", "status-line"].map(name => {
		let listeners = {};
		return ["bibkit-" + name, { value: "", type: "password", attributes: {}, addEventListener: (event, work) => listeners[event] = work,
			setAttribute(key, value) {
				this.attributes[key] = value;
			}, fire: event => listeners[event]({ target: elements["bibkit-" + name] }) }];
	}));
	let said = [];
	let document = { getElementById: id => elements[id], l10n: { setAttributes: (_element, id) => said.push(id) } };
	zotero.Zotero.Bibkit.preferences.load(document);
	let { "bibkit-address": address, "bibkit-token": token, "bibkit-test": button, "bibkit-show": show } = elements;
	assert.deepEqual([address.value, token.value], ["http://127.0.0.1:23121", "wrong"]);
	await button.fire("click");
	token.value = "right";
	await button.fire("click");
	address.value = "example.org";
	address.fire("change");
	await button.fire("click");
	assert.deepEqual(said, ["bibkit-busy-server", "bibkit-error-token", "bibkit-busy-server", "bibkit-test-good",
		"bibkit-error-address", "bibkit-error-address"]);
	assert.equal(address.attributes["aria-invalid"], "true");
	show.checked = true;
	show.fire("change");
	assert.equal(token.type, "text");
});

// Retractions

test("retracted items are shown with who says so, and tagged where the user agrees", async () => {
	let server = serving({ "/v1/check": body => [200, { sent: ["3 DOIs to Crossref"], failures: [], findings: [
		{ key: "B", code: "retracted", severity: "error", message: "Retracted: says Crossref.", tags: ["Retracted"] },
		{ key: "C", code: "concern", severity: "error", message: "Expression of concern: says PubMed.", tags: ["Retracted"] },
		{ key: "A", code: "not-found", severity: "info", message: "Not found.", tags: [] },
	].filter(finding => body.items.some(item => item.key === finding.key)) }] });
	let zotero = fakeZotero({ server });
	let plugin = await start(zotero);
	let items = ["A", "B", "C"].map(key => new FakeItem(zotero, { key, title: "Title " + key, editable: key !== "C" }));
	let window = await plugin.choose(CHECK, items);
	let { view } = window.states.find(state => state.name === "choose");
	assert.deepEqual(view.intro.slice(0, 2), [{ id: "bibkit-check-intro", args: { found: 2, items: 3 } },
		{ id: "bibkit-check-unchecked", args: { count: 1 } }]);
	assert.deepEqual(view.groups.map(group => [group.title, group.status, group.messages[0], group.rows.length]), [
		["Title B", "retracted", "Retracted: says Crossref.", 1], ["Title C", "concern", "Expression of concern: says PubMed.", 0],
		["Title A", "unchecked", "Not found.", 0]]);
	assert.deepEqual(items.map(item => item.committed.tags), [[], [{ tag: "Retracted" }], []]);
	assert.deepEqual(zotero.undo.length, 1);

	window = await plugin.choose(CHECK, items);
	assert.equal(last(window).view.accept, null);
});

test("no finding is no reassurance where a service could not be asked", async () => {
	let shown = async (failures, findings = []) => {
		let zotero = fakeZotero({ server: serving({ "/v1/check": { findings, sent: [], failures } }) });
		let plugin = await start(zotero);
		return last(await plugin.choose(CHECK, [new FakeItem(zotero, { key: "A", title: "T" })])).view;
	};
	assert.equal((await shown([])).intro[0].id, "bibkit-check-nothing");
	let unknown = { key: "A", code: "cannot-tell", severity: "info", message: "Cannot tell.", tags: [] };
	assert.equal((await shown([], [unknown])).intro[0].id, "bibkit-notice-incomplete");
	assert.equal((await shown([], [{ ...unknown, code: "no-such-id", severity: "error" }])).groups[0].status, "notice");
	let view = await shown(["Crossref could not be asked."]);
	assert.equal(view.intro[0].id, "bibkit-notice-incomplete");
	assert.deepEqual(view.lists[0].lines, ["Crossref could not be asked."]);
});

// Importing

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

const bundled = { [ROOT + "translator/NCBI%20Reference%20List.js"]: '{\n\t"translatorID": "x",\n\t"label": "NCBI Reference List"\n}\nfunction doImport() {}\n' };

test("without a server Zotero's translator reads the list: the installed one, or the plugin's own", async () => {
	let installed = { label: "NCBI Reference List", translatorID: "installed" };
	for (let [options, id] of [[{ translators: [{ label: "BibTeX" }, installed], files: bundled }, "installed"], [{ files: bundled }, "x"]]) {
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
