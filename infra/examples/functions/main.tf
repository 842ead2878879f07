# stream -> stream processor -> analytics stream -> data enricher    -> bucket
#                                                -> anomaly detector -> topic

locals {
  name    = "${var.project}-${var.environment}"
  jars    = coalesce(var.jar_folder, "${path.module}/../../../examples/lambda-functions/target")
  jar     = "${local.jars}/lambda-functions-${var.jar_version}"
  metrics = "KinesisEtl/${var.project}/${var.environment}"

  failure_queue = {
    arn         = aws_sqs_queue.failures.arn
    kms_key_arn = var.kms_key_arn
  }

  dead_letters = {
    kind        = "s3"
    arn         = module.dead_letters.arn
    kms_key_arn = var.kms_key_arn
  }
}

module "events" {
  source = "../../modules/stream"

  name        = "${local.name}-events"
  shard_count = var.shard_count
  kms_key_arn = var.kms_key_arn
}

module "analytics" {
  source = "../../modules/stream"

  name        = "${local.name}-analytics"
  shard_count = var.shard_count
  kms_key_arn = var.kms_key_arn
}

module "stream_processor" {
  source = "../../modules/function"

  name              = "${local.name}-stream-processor"
  description       = "Checks and normalizes events"
  jar_path          = "${local.jar}-stream-processor.jar"
  handler           = "io.github.kinesisetl.lambda.deploy.StreamProcessor"
  metrics_namespace = local.metrics
  kms_key_arn       = var.kms_key_arn
  failure_queue     = local.failure_queue

  stream = {
    arn         = module.events.arn
    kms_key_arn = var.kms_key_arn
  }

  sink = {
    kind        = "kinesis"
    arn         = module.analytics.arn
    mode        = var.analytics_mode
    kms_key_arn = var.kms_key_arn
  }

  dead_letters = merge(local.dead_letters, { prefix = "stream-processor" })

  # A repeat would be another record on the analytics stream.
  idempotency = {
    kind      = "dynamodb"
    table_arn = aws_dynamodb_table.done.arn
  }

  settings = {
    ETL_SCHEMA    = var.event_schema
    ETL_KEY_FIELD = var.key_field
  }
}

module "data_enricher" {
  source = "../../modules/function"

  name              = "${local.name}-data-enricher"
  description       = "Adds user agent, referrer and campaign, and anonymizes addresses"
  jar_path          = "${local.jar}-data-enricher.jar"
  handler           = "io.github.kinesisetl.lambda.deploy.DataEnricher"
  metrics_namespace = local.metrics
  kms_key_arn       = var.kms_key_arn
  failure_queue     = local.failure_queue

  # Larger batches make larger and fewer objects.
  batch_size              = 10000
  batching_window_seconds = 60

  stream = {
    arn         = module.analytics.arn
    kms_key_arn = var.kms_key_arn
  }

  sink = {
    kind        = "s3"
    arn         = module.enriched.arn
    prefix      = "events"
    kms_key_arn = var.kms_key_arn
  }

  dead_letters = merge(local.dead_letters, { prefix = "data-enricher" })

  settings = {
    ETL_ENRICHERS       = "user-agent,referrer,campaign,ip"
    ETL_PARTITION_FIELD = "event_date"
  }
}

module "anomaly_detector" {
  source = "../../modules/function"

  name              = "${local.name}-anomaly-detector"
  description       = "Watches the series of metric events"
  jar_path          = "${local.jar}-anomaly-detector.jar"
  handler           = "io.github.kinesisetl.lambda.deploy.AnomalyDetector"
  metrics_namespace = local.metrics
  kms_key_arn       = var.kms_key_arn
  failure_queue     = local.failure_queue

  stream = {
    arn         = module.analytics.arn
    kms_key_arn = var.kms_key_arn
  }

  sink = {
    kind        = "sns"
    arn         = aws_sns_topic.alerts.arn
    kms_key_arn = var.kms_key_arn
  }

  dead_letters = merge(local.dead_letters, { prefix = "anomaly-detector" })

  # An instance lives for hours, a detector learns for days.
  detector_state = {
    kind      = "dynamodb"
    table_arn = aws_dynamodb_table.series.arn
  }

  settings = {
    ETL_SERIES_TYPE    = "metric"
    ETL_SERIES_KEY     = var.key_field
    ETL_SERIES_TIME    = "timestamp"
    ETL_SERIES_VALUE   = "value"
    ETL_DETECTOR_SAVES = "50"
    ETL_ID_FIELDS      = "alert_id,state"
  }
}
