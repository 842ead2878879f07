// What the files of a folder declare, in Terraform's own terms.
import { dirname, basename } from 'node:path';
import { parse } from './hcl.mjs';

/** One block: what it is, where it stands, what is in it. */
function item(kind, address, file, body) {
  return { kind, address, file, body };
}

function* named(blocks, kind, file) {
  for (const [name, bodies] of Object.entries(blocks[kind] ?? {})) {
    for (const body of bodies) yield item(kind, name, file, body);
  }
}

function* typed(blocks, kind, file) {
  for (const [type, names] of Object.entries(blocks[kind] ?? {})) {
    for (const [name, bodies] of Object.entries(names)) {
      for (const body of bodies) yield { ...item(kind, `${type}.${name}`, file, body), type, name };
    }
  }
}

function* locals(blocks, file) {
  for (const group of blocks.locals ?? []) {
    for (const [name, value] of Object.entries(group)) yield item('local', name, file, value);
  }
}

function declarations({ path, blocks }) {
  return [
    ...named(blocks, 'variable', path), ...named(blocks, 'output', path), ...named(blocks, 'module', path),
    ...typed(blocks, 'resource', path), ...typed(blocks, 'data', path), ...locals(blocks, path),
    ...named({ provider: blocks.provider ?? {} }, 'provider', path),
    ...(blocks.terraform ?? []).map((body) => item('terraform', 'terraform', path, body)),
  ];
}

class Module {
  constructor(folder, files) {
    this.folder = folder;
    this.files = files;
    this.items = files.flatMap(declarations);
  }

  of(kind) {
    return this.items.filter((one) => one.kind === kind);
  }

  find(kind, address) {
    return this.items.find((one) => one.kind === kind && one.address === address);
  }
}

/** The folders with .tf files, by their path below infra/. */
export async function loadModules(tree) {
  const folders = new Map();
  for (const [path, text] of tree) {
    if (!path.endsWith('.tf')) continue;
    const file = { path, name: basename(path), text, ...(await parse(path, text)) };
    folders.set(dirname(path), [...(folders.get(dirname(path)) ?? []), file]);
  }
  return new Map([...folders].map(([folder, files]) => [folder, new Module(folder, files)]));
}
