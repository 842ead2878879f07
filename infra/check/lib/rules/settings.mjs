// Settings without which data would be lost, unencrypted or public, though the provider lets them out.
import { blocksOf, expression } from '../walk.mjs';

const SETTINGS = [
  ['aws_lambda_event_source_mapping', 'function_response_types', 'includes', 'ReportBatchItemFailures'],
  ['aws_lambda_event_source_mapping', 'destination_config.on_failure.destination_arn', 'stands'],
  ['aws_lambda_event_source_mapping', 'function_name', 'matches', /^\$\{aws_lambda_alias\./],
  ['aws_lambda_event_source_mapping', 'maximum_retry_attempts', 'stands'],
  ['aws_lambda_event_source_mapping', 'maximum_record_age_in_seconds', 'stands'],
  ['aws_lambda_event_source_mapping', 'starting_position', 'stands'],
  ['aws_lambda_function', 'publish', 'is', true],
  ['aws_lambda_function', 'source_code_hash', 'matches', /filebase64sha256/],
  ['aws_lambda_function', 'logging_config.log_group', 'matches', /^\$\{aws_cloudwatch_log_group\./],
  ['aws_lambda_function', 'runtime', 'stands'],
  ['aws_lambda_function', 'handler', 'stands'],
  ['aws_cloudwatch_log_group', 'retention_in_days', 'stands'],
  ['aws_kinesis_stream', 'encryption_type', 'is', 'KMS'],
  ['aws_kinesis_stream', 'kms_key_id', 'stands'],
  ['aws_sns_topic', 'kms_master_key_id', 'stands'],
  ['aws_sqs_queue', 'sqs_managed_sse_enabled', 'stands'],
  ['aws_s3_bucket_public_access_block', 'block_public_acls', 'is', true],
  ['aws_s3_bucket_public_access_block', 'block_public_policy', 'is', true],
  ['aws_s3_bucket_public_access_block', 'ignore_public_acls', 'is', true],
  ['aws_s3_bucket_public_access_block', 'restrict_public_buckets', 'is', true],
];

// A bucket stands in a module together with these.
const AROUND_A_BUCKET = [
  'aws_s3_bucket_public_access_block', 'aws_s3_bucket_policy', 'aws_s3_bucket_ownership_controls',
  'aws_s3_bucket_server_side_encryption_configuration', 'aws_s3_bucket_lifecycle_configuration',
];

const TESTS = {
  stands: (value) => value !== undefined && value !== null,
  is: (value, wanted) => value === wanted,
  includes: (value, wanted) => Array.isArray(value) && value.includes(wanted),
  matches: (value, wanted) => typeof value === 'string' && wanted.test(value),
};

export function settings({ modules, report }) {
  for (const module of modules.values()) {
    const resources = module.of('resource');
    for (const block of resources) checkSettings(block, report);
    if (resources.some(({ type }) => type === 'aws_s3_bucket')) checkBucket(module, resources, report);
    resources.filter(({ type }) => type === 'aws_dynamodb_table').forEach((table) => checkTable(table, report));
  }
}

function checkSettings(block, report) {
  for (const [type, path, test, wanted] of SETTINGS) {
    if (type !== block.type) continue;
    const value = path.split('.').reduce(step, block.body);
    if (!TESTS[test](value, wanted)) {
      report('settings', block.file, `${block.address}: ${path} must be set: ${wanted ?? 'to anything'}`);
    }
  }
}

function step(body, name) {
  const [block] = body ? blocksOf(body, name).filter((one) => typeof one === 'object') : [];
  return block ?? body?.[name];
}

function checkBucket(module, resources, report) {
  for (const type of AROUND_A_BUCKET) {
    if (!resources.some((one) => one.type === type)) report('settings', module.folder, `a bucket needs ${type}`);
  }
}

/** A table's keys are attributes, and its attributes are keys; the store of idempotency expects id and expires_at. */
function checkTable({ body, address, file }, report) {
  const attributes = blocksOf(body, 'attribute').map(({ name }) => name);
  const keys = [body.hash_key, body.range_key].filter((name) => name && expression(name) === null);
  if (attributes.join() !== keys.join()) report('settings', file, `${address}: attributes and keys differ`);
  const [ttl] = blocksOf(body, 'ttl');
  if (ttl && (ttl.attribute_name !== 'expires_at' || ttl.enabled !== true || body.hash_key !== 'id')) {
    report('settings', file, `${address}: the memory of what is done needs the key id and the time to live expires_at`);
  }
}
