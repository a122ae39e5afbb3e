"use strict";

/* global URL */
/* exported BibkitProblem, BibkitClient */

/**
 * What cannot be done, as a message of bibkit.ftl. `id` names it, `args` go into it.
 */
var BibkitProblem = class BibkitProblem extends Error {
	constructor(id, args = {}) {
		super(id);
		this.id = id;
		this.args = args;
	}
};

/**
 * The way to `bibkit serve`: JSON over HTTP to this computer, with a token.
 *
 * The token goes to nobody but a program on this computer that has said it is bibkit, and is never
 * logged: Zotero.HTTP logs no headers, and is told to log nothing of the body.
 */
var BibkitClient = class BibkitClient {
	static API = 1;
	static PORT = "23121";
	static DEFAULT = "http://127.0.0.1:23121";
	static MOST_BYTES = 20_000_000;
	static QUICK = 5_000;
	static PATIENT = 600_000;

	/**
	 * @param {object} options
	 * @param {function} options.http - as Zotero.HTTP.request
	 * @param {string} options.address - of the server, as typed
	 * @param {string} options.token - as typed
	 * @throws {BibkitProblem} where the address is none on this computer
	 */
	constructor({ http, address, token }) {
		this._http = http;
		this.address = BibkitClient.serverAddress(address);
		this._token = String(token ?? "").trim();
		this._cancel = null;
		this.cancelled = false;
	}

	/**
	 * The address of a server on this computer, in one spelling: "localhost" is
	 * "http://localhost:23121".
	 *
	 * @param {string} typed
	 * @returns {string}
	 * @throws {BibkitProblem} where it is none
	 */
	static serverAddress(typed) {
		let text = String(typed ?? "").trim() || BibkitClient.DEFAULT;
		let url;
		try {
			url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : "http://" + text);
		}
		catch {
			throw new BibkitProblem("bibkit-error-address", { address: text });
		}
		let loopback = ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
		let bare = url.pathname === "/" && !url.search && !url.hash && !url.username && !url.password;
		if (url.protocol !== "http:" || !loopback || !bare) {
			throw new BibkitProblem("bibkit-error-address", { address: text });
		}
		// URL leaves out the port 80: only what was typed tells it from no port at all.
		if (!url.port && !/:80\/?$/.test(text)) {
			url.port = BibkitClient.PORT;
		}
		return url.origin;
	}

	/**
	 * Who answers at the address; asked without the token.
	 *
	 * @returns {Promise<{bibkit: string, api: number, offline: boolean}>}
	 * @throws {BibkitProblem} nobody answers, it is not bibkit, or one that this plugin cannot talk to
	 */
	async status() {
		let status = await this._ask("GET", "/v1/status", { withToken: false });
		if (typeof status.bibkit !== "string") {
			throw this._stranger();
		}
		if (status.api !== BibkitClient.API) {
			throw new BibkitProblem("bibkit-error-version", { version: status.bibkit });
		}
		return status;
	}

	/**
	 * Whether the server takes the token.
	 *
	 * @returns {Promise<boolean>}
	 */
	async tokenFits() {
		if (!this._token || !this._sendable()) {
			return false;
		}
		return (await this._ask("GET", "/v1/status", {})).token === true;
	}

	/**
	 * Send something to the server and have its answer.
	 *
	 * @param {string} path - as "/v1/parse"
	 * @param {object} data
	 * @returns {Promise<object>}
	 * @throws {BibkitProblem} with what to do
	 */
	async post(path, data) {
		if (!this._token) {
			throw new BibkitProblem("bibkit-error-no-token");
		}
		if (!this._sendable()) {
			throw new BibkitProblem("bibkit-error-token");
		}
		return this._ask("POST", path, { data, timeout: BibkitClient.PATIENT });
	}

	/** Give up what is under way; it ends with the problem "bibkit-cancelled". */
	cancel() {
		this.cancelled = true;
		this._cancel?.();
	}

	async _ask(method, path, { data, withToken = true, timeout = BibkitClient.QUICK }) {
		let headers = { Accept: "application/json" };
		let options = {
			headers,
			responseType: "text",
			successCodes: false,	// every status is an answer, which is judged here
			errorDelayMax: 0,	// a 5xx is not asked again for an hour
			timeout,
			noCache: true,
			logBodyLength: 0,
			cancellerReceiver: cancel => this._cancel = cancel,
		};
		if (withToken) {
			headers.Authorization = "Bearer " + this._token;
		}
		if (data !== undefined) {
			headers["Content-Type"] = "application/json";
			options.body = JSON.stringify(data);
			if (options.body.length > BibkitClient.MOST_BYTES) {
				throw new BibkitProblem("bibkit-error-too-much");
			}
		}
		let answer = await this._answer(method, path, options);
		let json = parsed(answer);
		if (answer.status >= 200 && answer.status < 300 && json) {
			return json;
		}
		if (typeof json?.error?.message !== "string") {
			throw this._stranger();
		}
		if (answer.status === 401) {
			throw new BibkitProblem("bibkit-error-token");
		}
		throw new BibkitProblem("bibkit-error-server", { message: json.error.message });
	}

	async _answer(method, path, options) {
		let answer = null;
		try {
			if (!this.cancelled) {
				answer = await this._http(method, this.address + path, options);
			}
		}
		catch (error) {
			if (!this.cancelled && /time(d )?out/i.test(`${error?.name} ${error?.message}`)) {
				throw new BibkitProblem("bibkit-error-timeout", { address: this.address });
			}
		}
		finally {
			this._cancel = null;
		}
		if (this.cancelled) {
			throw new BibkitProblem("bibkit-cancelled");
		}
		if (!answer?.status) {
			throw new BibkitProblem("bibkit-error-no-server", { address: this.address });
		}
		return answer;
	}

	_sendable() {
		return /^[\x21-\x7e]+$/.test(this._token);
	}

	_stranger() {
		return new BibkitProblem("bibkit-error-stranger", { address: this.address });
	}
};

function parsed(answer) {
	try {
		let json = JSON.parse(answer.responseText ?? answer.response);
		return json && typeof json === "object" && !Array.isArray(json) ? json : null;
	}
	catch {
		return null;
	}
}
