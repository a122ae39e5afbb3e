import assert from "node:assert/strict";
import { test } from "node:test";

import { CHECK, ENRICH, UNDO } from "./answers.mjs";
import { FakeItem, ROOT, fakeZotero, start } from "./zotero.mjs";

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
