import assert from "node:assert/strict";
import { test } from "node:test";

import { CHECK } from "./answers.mjs";
import { FakeItem, fakeZotero, last, serving, start } from "./zotero.mjs";

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
