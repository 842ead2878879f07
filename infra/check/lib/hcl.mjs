// HashiCorp's own parser and formatter, both compiled to WebAssembly.
import hcl2json from '@cdktf/hcl2json';
import hclTools from '@cdktf/hcl-tools';

const parsed = new Map();
const formatted = new Map();
const traversals = new Map();

async function cached(cache, key, make) {
  if (!cache.has(key)) cache.set(key, await make());
  return cache.get(key);
}

/** {blocks} of a file, or {error} with line and column. */
export function parse(path, text) {
  return cached(parsed, `${path}\n${text}`, async () => {
    try {
      return { blocks: await hcl2json.parse(path, text) };
    } catch (e) {
      return { blocks: {}, error: String(e.message ?? e).replace(/^parse config: /, '') };
    }
  });
}

/** What terraform fmt would make of it. */
export function format(text) {
  return cached(formatted, text, () => hclTools.format(text));
}

/** The references in a value such as "a${var.b}", as lists of names: [["var", "b"]]. */
export function references(value) {
  return cached(traversals, value, async () => {
    const found = await hcl2json.getReferencesInExpression('x.tf', value);
    return found.map((reference) => segments(reference.value));
  });
}

/** module.a["x"].b[0].c → ["module", "a", "b", "c"]: what stands in brackets is left out. */
function segments(reference) {
  const plain = reference.replace(/\[[^\]]*\]/g, '').replace(/\."[^"]*"/g, '');
  return plain.split('.').filter((part) => part !== '*' && !/^\d+$/.test(part));
}
