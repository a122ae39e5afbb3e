import assert from "node:assert/strict";
import { test } from "node:test";

import { ENRICH, enriching } from "./answers.mjs";
import { FakeItem, fakeZotero, last, serving, start } from "./zotero.mjs";

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
