// What arguments may be, where the provider's schema says only "a string" or "a number". The values are from AWS's
// pages on each service; a variable that is handed to such an argument must be validated within the same bounds.
import { blocksOf, expression, variableOf } from '../walk.mjs';

const oneOf = (...values) => ({ values });
const between = (min, max, ...also) => ({ min, max, also });
const LOG_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

export const DOMAINS = {
  'aws_cloudwatch_log_group.retention_in_days': oneOf(...LOG_DAYS),
  'aws_dynamodb_table.billing_mode': oneOf('PAY_PER_REQUEST', 'PROVISIONED'),
  'aws_dynamodb_table.attribute.type': oneOf('S', 'N', 'B'),
  'aws_kinesis_stream.encryption_type': oneOf('KMS'),
  'aws_kinesis_stream.max_record_size_in_kib': between(1024, 10240),
  'aws_kinesis_stream.retention_period': between(24, 8760),
  'aws_kinesis_stream.shard_count': between(1, Infinity),
  'aws_kinesis_stream.stream_mode_details.stream_mode': oneOf('ON_DEMAND', 'PROVISIONED'),
  'aws_lambda_event_source_mapping.batch_size': between(1, 10000),
  'aws_lambda_event_source_mapping.function_response_types': oneOf('ReportBatchItemFailures'),
  'aws_lambda_event_source_mapping.maximum_batching_window_in_seconds': between(0, 300),
  'aws_lambda_event_source_mapping.maximum_record_age_in_seconds': between(60, 604800, -1),
  'aws_lambda_event_source_mapping.maximum_retry_attempts': between(-1, 10000),
  'aws_lambda_event_source_mapping.metrics_config.metrics': oneOf('EventCount'),
  'aws_lambda_event_source_mapping.parallelization_factor': between(1, 10),
  'aws_lambda_event_source_mapping.starting_position': oneOf('LATEST', 'TRIM_HORIZON'),
  'aws_lambda_event_source_mapping.tumbling_window_in_seconds': between(1, 900),
  'aws_lambda_function.architectures': oneOf('arm64', 'x86_64'),
  'aws_lambda_function.logging_config.application_log_level': oneOf('TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'),
  'aws_lambda_function.logging_config.log_format': oneOf('JSON'),
  'aws_lambda_function.logging_config.system_log_level': oneOf('DEBUG', 'INFO', 'WARN'),
  'aws_lambda_function.memory_size': between(128, 10240),
  'aws_lambda_function.runtime': oneOf('java17.al2023', 'java21', 'java25'),
  'aws_lambda_function.snap_start.apply_on': oneOf('PublishedVersions', 'None'),
  'aws_lambda_function.timeout': between(1, 900),
  'aws_s3_bucket_lifecycle_configuration.rule.status': oneOf('Enabled', 'Disabled'),
  'aws_s3_bucket_ownership_controls.rule.object_ownership': oneOf('BucketOwnerEnforced'),
  'aws_s3_bucket_server_side_encryption_configuration.rule.apply_server_side_encryption_by_default.sse_algorithm':
    oneOf('AES256', 'aws:kms', 'aws:kms:dsse'),
  'aws_s3_bucket_versioning.versioning_configuration.status': oneOf('Enabled'),
  'aws_sns_topic_subscription.protocol': oneOf('email', 'email-json', 'https', 'lambda', 'sms', 'sqs', 'firehose'),
  'aws_sqs_queue.message_retention_seconds': between(60, 1209600),
};

export function domains({ modules, report }) {
  for (const module of modules.values()) {
    for (const block of module.of('resource')) checkBlock(block, module, report);
  }
}

function checkBlock(block, module, report) {
  for (const [key, domain] of Object.entries(DOMAINS)) {
    const [type, ...path] = key.split('.');
    if (type !== block.type) continue;
    const tell = (message) => report('domain', block.file, `${block.address}: ${path.join('.')} ${message}`);
    for (const value of valuesAt(block.body, path)) checkValue(value, domain, module, tell);
  }
}

/** All values of an argument, of every element if it is a list. */
function valuesAt(body, [name, ...rest]) {
  if (rest.length > 0) return blocksOf(body, name).flatMap((inner) => valuesAt(inner, rest));
  return name in body ? [body[name]].flat() : [];
}

function checkValue(value, domain, module, tell) {
  const variable = variableOf(value);
  if (variable) checkVariable(module.find('variable', variable), domain, tell);
  else literalsOf(value).filter((one) => !holds(domain, one)).forEach((one) => tell(`cannot be ${one}`));
}

/** The value itself, or those that a conditional chooses from. */
function literalsOf(value) {
  const text = expression(value);
  if (text === null) return value === null ? [] : [value];
  return [...text.matchAll(/[?:]\s*"([^"]*)"/g)].map((match) => match[1]);
}

function holds({ values, min, max, also }, value) {
  if (values) return values.includes(value);
  return typeof value === 'number' && ((value >= min && value <= max) || also.includes(value));
}

function checkVariable(variable, domain, tell) {
  if (!variable) return;
  const { default: byDefault, validation = [] } = variable.body;
  if (byDefault !== undefined && byDefault !== null && !holds(domain, byDefault)) tell(`is ${byDefault} by default`);
  const conditions = validation.map(({ condition }) => condition ?? '').join('\n');
  const bound = boundsIn(conditions, variable.address);
  if (bound.length === 0) tell(`comes from var.${variable.address}, whose validation does not bound it`);
  bound.filter((one) => !holds(domain, one)).forEach((one) => tell(`may be ${one} by the validation`));
}

/** The values that a validation names: those of contains([...], var.x), or the ends of var.x >= a and var.x <= b. */
function boundsIn(conditions, name) {
  const list = conditions.match(new RegExp(`contains\\(\\[([^\\]]*)\\],\\s*var\\.${name}\\)`));
  if (list) return list[1].split(',').map((one) => one.trim()).filter(Boolean).map((one) => JSON.parse(one));
  const ends = conditions.matchAll(new RegExp(`var\\.${name} [<>]?=?=? ?(-?\\d+)(?![\\d.])`, 'g'));
  return [...ends].map((match) => Number(match[1]));
}
