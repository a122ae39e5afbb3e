// --- The translator ---

const { is_list, items_of } = zotero_translator_importing;

/** Mappings as objects, stand-ins as the characters that they stood for. */
function plain(value) {
	if (value instanceof Map) {
		return Object.fromEntries(Array.from(value, ([key, one]) => [key, plain(one)]));
	}
	return typeof value === "string" ? standIns.back(value) : Array.isArray(value) ? value.map(plain) : value;
}

/** With stand-ins for the characters of this text. */
function withStandIns(text, use) {
	standIns = new StandIns();
	try {
		return use(standIns.put(text));
	} finally {
		standIns = new StandIns();
	}
}

return {
	isList: (text) => withStandIns(text, is_list),
	itemsOf: (text) => withStandIns(text, (put) => plain(items_of(put))),
};

})();
