"use strict";

/* global BibkitClient, BibkitProblem */
/* exported BibkitPreferences */

/**
 * The preferences pane: the server's address, the token, and whether both fit.
 */
var BibkitPreferences = class BibkitPreferences {
	/**
	 * @param {object} environment
	 */
	constructor(environment) {
		this._environment = environment;
	}

	/**
	 * Called by the pane's fragment when it is shown first.
	 *
	 * @param {Document} document - of the preferences window
	 */
	load(document) {
		let element = name => document.getElementById("bibkit-" + name);
		let address = element("address");
		let token = element("token");
		address.value = this._environment.preference("address") || BibkitClient.DEFAULT;
		token.value = this._environment.preference("token") || "";
		let say = (message, kind) => {
			let line = element("status-line");
			line.className = kind;
			document.l10n.setAttributes(line, message.id, message.args ?? {});
		};
		let keep = () => {
			let message = this.keep(address.value, token.value);
			address.setAttribute("aria-invalid", message ? "true" : "false");
			if (message) {
				say(message, "bad");
				return false;
			}
			address.value = this._environment.preference("address");
			return true;
		};
		address.addEventListener("change", keep);
		token.addEventListener("change", keep);
		element("show").addEventListener("change", event => {
			token.type = event.target.checked ? "text" : "password";
		});
		element("test").addEventListener("click", async () => {
			if (!keep()) {
				return;
			}
			say({ id: "bibkit-busy-server" }, "");
			let { good, message } = await this.test();
			say(message, good ? "good" : "bad");
		});
	}

	/**
	 * Keep address and token; the address only where it is one of this computer.
	 *
	 * @param {string} address
	 * @param {string} token
	 * @returns {{id: string, args: object}|null} what is wrong
	 */
	keep(address, token) {
		this._environment.setPreference("token", token.trim());
		try {
			this._environment.setPreference("address", BibkitClient.serverAddress(address));
		}
		catch (error) {
			return { id: error.id, args: error.args };
		}
		return null;
	}

	/**
	 * Ask the server who it is and whether it takes the token.
	 *
	 * @returns {Promise<{good: boolean, message: {id: string, args: object}}>}
	 */
	async test() {
		try {
			let client = new BibkitClient({
				http: (...request) => this._environment.Zotero.HTTP.request(...request),
				address: this._environment.preference("address"),
				token: this._environment.preference("token"),
			});
			let status = await client.status();
			if (!this._environment.preference("token")) {
				return { good: false, message: { id: "bibkit-error-no-token" } };
			}
			if (!await client.tokenFits()) {
				return { good: false, message: { id: "bibkit-error-token" } };
			}
			let id = status.offline ? "bibkit-test-offline" : "bibkit-test-good";
			return { good: true, message: { id, args: { version: status.bibkit } } };
		}
		catch (error) {
			if (!(error instanceof BibkitProblem)) {
				throw error;
			}
			return { good: false, message: { id: error.id, args: error.args } };
		}
	}
};
