// Ways through the values of a block.
import { references } from './hcl.mjs';

const META = new Set(['count', 'for_each', 'depends_on', 'provider', 'lifecycle', 'dynamic', 'source', 'version']);

/** Calls visit(text, path) for every text in a value, keys of objects not counted. */
export function eachText(value, visit, path = []) {
  if (typeof value === 'string') visit(value, path);
  else if (Array.isArray(value)) value.forEach((one) => eachText(one, visit, path));
  else if (value && typeof value === 'object') {
    for (const [name, inner] of Object.entries(value)) eachText(inner, visit, [...path, name]);
  }
}

/** All references in a value, each with the path that it stands at; a variable's type is none. */
export async function referencesIn(value) {
  const texts = [];
  eachText(value, (text, path) => {
    if (text.includes('${')) texts.push({ text, path });
  });
  const found = [];
  for (const { text, path } of texts) {
    for (const names of await references(text)) found.push({ names, path });
  }
  return found;
}

/** Whether a name is an argument of Terraform's own, which every resource may have. */
export function isMeta(name) {
  return META.has(name);
}

/** The expression in "${...}", or null if it is a plain value. */
export function expression(value) {
  const match = typeof value === 'string' && value.match(/^\$\{([\s\S]*)\}$/);
  return match ? match[1] : null;
}

/** The name in "${var.name}", or null. */
export function variableOf(value) {
  return expression(value)?.match(/^var\.(\w+)$/)?.[1] ?? null;
}

/** The bodies of blocks with a name, static ones and the contents of dynamic ones. */
export function blocksOf(body, name) {
  const plain = Array.isArray(body[name]) ? body[name] : [];
  const dynamic = (body.dynamic?.[name] ?? []).flatMap((one) => one.content ?? []);
  return [...plain, ...dynamic];
}
