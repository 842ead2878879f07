// Makes schema/provider.json of the npm package @cdktn/provider-aws: the names, flags and blocks of the
// types that schema/types.txt lists. Usage: node scripts/extract-schema.mjs <unpacked package>
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SCHEMA = new URL('../schema/', import.meta.url);
const TYPE_LETTERS = { string: 's', number: 'n', boolean: 'b', stringList: 'l', numberList: 'l', stringMap: 'm' };

/** The text of a function or method from its first line to the closing brace of the same depth. */
function bodyOf(text, start, indent) {
  const end = text.indexOf(`\n${indent}}`, start);
  return text.slice(start, end);
}

/** The entries of the table of attributes that the generator wrote for HCL. */
function entriesOf(body) {
  const entry = /^ +(\w+): \{\n +value: (.*),\n +isBlock: (true|false),\n +type: "(\w+)",\n +storageClassType: "(\w+)"/gm;
  return [...body.matchAll(entry)].map(([, name, value, block, type, storage]) => ({
    name, type, storage, block: block === 'true',
    struct: value.match(/(\w+)ToHclTerraform/)?.[1], many: value.includes('listMapperHcl'),
  }));
}

/** name → "c" computed, "o" optional, "r" required, from the comments above the accessors. */
function flagsOf(body) {
  const comment = /\/\/ (\w+) - computed: (\w+), optional: (\w+), required: (\w+)/g;
  const flags = {};
  for (const [, name, computed, optional, required] of body.matchAll(comment)) {
    flags[name] = required === 'true' ? 'r' : optional === 'true' ? (computed === 'true' ? 'oc' : 'o') : 'c';
  }
  return flags;
}

function sectionOf(text, className) {
  const start = text.indexOf(`class ${className} extends`);
  return start < 0 ? '' : bodyOf(text, start, '');
}

function bodyTable(text, struct, seen) {
  const start = text.indexOf(`function ${struct}ToHclTerraform(`);
  const className = struct[0].toUpperCase() + struct.slice(1) + 'OutputReference';
  return tableOf(text, entriesOf(bodyOf(text, start, '')), flagsOf(sectionOf(text, className)), seen);
}

/** {a: attributes, b: blocks}; a block is {f: flag and "1" if it stands once at most, a, b}. */
function tableOf(text, entries, flags, seen) {
  const table = { a: {}, b: {} };
  for (const entry of entries) {
    const flag = flags[entry.name] ?? 'o';
    if (entry.block && entry.struct && !seen.includes(entry.struct)) {
      const inner = bodyTable(text, entry.struct, [...seen, entry.struct]);
      table.b[entry.name] = { f: flag + (entry.many ? '' : '1'), ...inner };
    } else {
      table.a[entry.name] = flag + (TYPE_LETTERS[entry.storage] ?? 'x');
    }
  }
  for (const [name, flag] of Object.entries(flags)) {
    if (!(name in table.a) && !(name in table.b)) table.a[name] = flag + 'x';
  }
  return prune(table);
}

function prune(table) {
  return Object.fromEntries(Object.entries(table).filter(([, value]) => Object.keys(value).length > 0));
}

function extract(text) {
  const type = text.match(/static tfResourceType = "(\w+)"/);
  const main = text.slice(text.lastIndexOf('class ', type.index));
  const synthesis = main.indexOf('synthesizeHclAttributes() {');
  return [type[1], tableOf(text, entriesOf(bodyOf(main, synthesis, '    ')), flagsOf(main), [])];
}

function folderOf(type) {
  const [kind, name] = type.split('.');
  return (kind === 'data' ? 'data-aws-' : '') + name.replace('aws_', '').replaceAll('_', '-');
}

function main(root) {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const wanted = readFileSync(new URL('types.txt', SCHEMA), 'utf8').split('\n').filter(Boolean).sort();
  const lines = wanted.map((type) => {
    const [name, table] = extract(readFileSync(join(root, 'lib', folderOf(type), 'index.js'), 'utf8'));
    if (name !== type.split('.')[1]) throw new Error(`${type}: found ${name}`);
    return `${JSON.stringify(type)}: ${JSON.stringify(table)}`;
  });
  const version = manifest.cdktf.provider.version;
  const source = `npm ${manifest.name} ${manifest.version} (${manifest.license}), made from hashicorp/aws ${version}`;
  const head = `"provider": ${JSON.stringify(version)},\n"source": ${JSON.stringify(source)}`;
  writeFileSync(new URL('provider.json', SCHEMA), `{\n${head},\n"types": {\n${lines.join(',\n')}\n}}\n`);
  console.log(`${lines.length} types, ${source}`);
}

main(process.argv[2]);
