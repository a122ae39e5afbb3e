import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { formatted, readFluent } from "./fluent.mjs";
import { PLUGIN } from "./zotero.mjs";

let read = name => fs.readFileSync(path.join(PLUGIN, name), "utf8");
let messages = readFluent(read("locale/en-US/bibkit.ftl"));
let sources = fs.readdirSync(path.join(PLUGIN, "content")).filter(name => /\.(js|xhtml)$/.test(name))
	.map(name => read("content/" + name)).join("\n");

// Names of other things.
let others = new Set(["bibkit-tools", "bibkit-items", "bibkit-preferences", "bibkit-preferences-pane", "bibkit-window",
	"bibkit-address", "bibkit-token", "bibkit-show", "bibkit-test", "bibkit-status-line", "bibkit-text", "bibkit-pane",
	"bibkit-check", "bibkit-cancelled"]);
let literal = new Set([...sources.matchAll(/"(bibkit-[a-z-]*[a-z])["\s]/g)].map(found => found[1]).filter(id => !others.has(id)));
let built = [...sources.matchAll(/"(bibkit-[a-z-]+-)" \+/g)].map(found => found[1]);

test("every message that is used exists", () => {
	assert.deepEqual([...literal].filter(id => !messages.has(id)), []);
	assert.ok(literal.size > 50);
	for (let id of ["found", "conflict", "unknown", "failed", "unchanged", "retracted", "concern", "notice", "unchecked"]) {
		assert.ok(messages.has("bibkit-status-" + id));
	}
	for (let id of ["fill", "complete", "replace", "tag", "doubtful"]) {
		assert.ok(messages.has("bibkit-kind-" + id));
	}
	for (let id of ["enrich", "check", "import"]) {
		assert.ok(messages.has("bibkit-window-" + id));
	}
});

test("no message is unused", () => {
	let used = id => literal.has(id) || built.some(start => id.startsWith(start));
	assert.deepEqual([...messages.keys()].filter(id => !used(id)), []);
});

test("what the menus show is a label, what the windows show a value", () => {
	for (let [id, { value, attributes }] of messages) {
		assert.equal(id.startsWith("bibkit-menu-"), "label" in attributes, id);
		assert.equal(value === null, Object.keys(attributes).length > 0, id);
	}
});

test("numbers choose their form", () => {
	let { value } = messages.get("bibkit-done-stale");
	assert.equal(formatted(value, { count: 1 }), "One item was changed meanwhile and left alone:");
	assert.equal(formatted(value, { count: 4 }), "4 items were changed meanwhile and left alone:");
});
