// As much of Fluent as bibkit.ftl uses: values, attributes, variables, one select a message.

export function readFluent(source) {
	let messages = new Map();
	let blocks = source.split(/\n(?=[a-zA-Z])/).filter(block => /^[a-zA-Z]/.test(block));
	for (let block of blocks) {
		let [, id, rest] = /^([a-zA-Z][\w-]*) =(.*)$/s.exec(block.replace(/^#.*$/gm, ""));
		let [value, ...attributes] = rest.split(/\n {4}\.(?=[\w-]+ =)/);
		messages.set(id, {
			value: value.trim() || null,
			attributes: Object.fromEntries(attributes.map(each => {
				let [, name, text] = /^([\w-]+) =(.*)$/s.exec(each);
				return [name, text.trim()];
			})),
		});
	}
	return messages;
}

export function formatted(pattern, args = {}) {
	let select = /^\{ *\$(\w+) *->\n(.*)\n *\}$/s.exec(pattern);
	if (select) {
		let [, name, body] = select;
		let variants = [...body.matchAll(/(\*?)\[(\w+)\] (.*)/g)];
		let number = args[name];
		let find = key => variants.find(variant => variant[2] === key);
		let chosen = find(String(number)) ?? find(new Intl.PluralRules("en").select(Number(number)))
			?? variants.find(variant => variant[1]);
		pattern = chosen[3];
	}
	return pattern.replace(/\{ *\$(\w+) *\}/g, (_, name) => {
		if (!(name in args)) {
			throw new Error(`no ${name} for: ${pattern}`);
		}
		return String(args[name]);
	});
}

export function variables(message) {
	let text = [message.value ?? "", ...Object.values(message.attributes)].join("\n");
	return new Set([...text.matchAll(/\$(\w+)/g)].map(found => found[1]));
}
