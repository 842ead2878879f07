// The blocks of Terraform itself, which no provider's schema lists.
const ARGUMENTS = {
  variable: ['default', 'description', 'ephemeral', 'nullable', 'sensitive', 'type', 'validation'],
  output: ['depends_on', 'description', 'ephemeral', 'precondition', 'sensitive', 'value'],
  terraform: ['backend', 'provider_meta', 'required_providers', 'required_version'],
  provider: [
    'alias', 'allowed_account_ids', 'assume_role', 'default_tags', 'endpoints', 'ignore_tags', 'profile', 'region',
    'skip_credentials_validation', 'skip_metadata_api_check', 'skip_region_validation', 'skip_requesting_account_id',
  ],
};
const INNER = {
  validation: ['condition', 'error_message'],
  precondition: ['condition', 'error_message'],
  default_tags: ['tags'],
};
const BLOCKS = [
  'check', 'data', 'import', 'locals', 'module', 'moved', 'output', 'provider', 'removed', 'resource', 'terraform',
  'variable',
];

export function language({ modules, report }) {
  for (const module of modules.values()) {
    for (const { path, blocks } of module.files) {
      unknown(blocks, BLOCKS).forEach((name) => report('language', path, `Terraform has no block ${name}`));
    }
    for (const [kind, names] of Object.entries(ARGUMENTS)) {
      module.of(kind).forEach((block) => checkBlock(block, names, report));
    }
  }
}

function unknown(body, names) {
  return Object.keys(body).filter((name) => !names.includes(name));
}

function checkBlock({ kind, address, file, body }, names, report) {
  unknown(body, names).forEach((name) => report('language', file, `${kind} ${address} has no ${name}`));
  for (const [block, inner] of Object.entries(INNER)) {
    for (const one of [body[block] ?? []].flat()) {
      unknown(one, inner).forEach((name) => report('language', file, `${block} of ${address} has no ${name}`));
    }
  }
}
