"use strict";

/* exported BibkitWindows */

/**
 * The plugin's windows: each shows one state after the other (busy, choose, done, fail) and says
 * what its user does. window.js draws them.
 */
var BibkitWindows = class BibkitWindows {
	static ADDRESS = "chrome://bibkit/content/window.xhtml";
	static FEATURES = "chrome,dialog=no,centerscreen,resizable,width=860,height=640";

	/**
	 * @param {object} options
	 * @param {function(): Window} options.parent
	 * @param {function(Error)} options.log
	 */
	constructor({ parent, log }) {
		this._parent = parent;
		this._log = log;
		this._open = new Set();
	}

	/**
	 * Open a window.
	 *
	 * @param {string} kind - "enrich", "check" or "import"
	 * @returns {BibkitUi}
	 */
	open(kind) {
		let ui = new BibkitUi(kind);
		ui.onClose(() => this._open.delete(ui));
		this._open.add(ui);
		ui.window = this._parent().openDialog(BibkitWindows.ADDRESS, "", BibkitWindows.FEATURES, ui.channel);
		return ui;
	}

	/** Close what is open; what waits for it ends as if its user had closed it. */
	closeAll() {
		for (let ui of [...this._open]) {
			try {
				ui.close();
			}
			catch (error) {
				this._log(error);
			}
		}
	}
};

/**
 * One window as those see it who do the work. What goes between it and window.js goes by `channel`.
 */
var BibkitUi = class BibkitUi {
	constructor(kind) {
		this.window = null;
		this.closed = false;
		this._answer = null;
		this._atClose = [];
		this.channel = {
			kind,
			state: { name: "busy", message: null },
			draw: null,	// set by window.js
			// A copy: what is the window's own is dead when it has closed.
			accept: chosen => this._answered([...chosen].map(String)),
			closed: () => this._closed(),
		};
	}

	/** Show that something is under way, and how far it is (0 to 1) where that is known. */
	busy(message, share = null) {
		this._show({ name: "busy", message, share });
	}

	/**
	 * Show what can be chosen.
	 *
	 * @param {object} view
	 * @returns {Promise<string[]|null>} ids of the chosen rows; null where the user gives up
	 */
	choose(view) {
		if (this.closed) {
			return Promise.resolve(null);
		}
		return new Promise(resolve => {
			this._answer = resolve;
			this._show({ name: "choose", view });
		});
	}

	/** Show how it ended. */
	done(view) {
		this._show({ name: "done", view });
	}

	/** Show why it did not go on. */
	fail(message) {
		this._show({ name: "fail", message });
	}

	/** Call something when the window closes. */
	onClose(work) {
		this._atClose.push(work);
	}

	close() {
		this.window?.close();
		this._closed();
	}

	_show(state) {
		this.channel.state = state;
		if (!this.closed) {
			this.channel.draw?.();
		}
	}

	_answered(chosen) {
		let answer = this._answer;
		this._answer = null;
		answer?.(chosen);
	}

	_closed() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		this._answered(null);
		for (let work of this._atClose) {
			work();
		}
	}
};
