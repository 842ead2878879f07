# The environment: what docs/lambda.md lists, made of the module's inputs.

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  # Behind the last colon or slash of an ARN stands the name.
  sink_name    = reverse(split(":", replace(var.sink.arn, "/", ":")))[0]
  letters_name = reverse(split(":", replace(var.dead_letters.arn, "/", ":")))[0]

  sink_addresses = {
    dynamodb   = "dynamodb:${local.sink_name}/${join(",", var.sink.key_names)}"
    kinesis    = "kinesis:${local.sink_name}"
    opensearch = "opensearch:${var.sink.url}"
    redshift   = "redshift:${var.sink.workgroup}/${var.sink.database}/${var.sink.table}"
    s3         = "s3://${local.sink_name}/${local.sink_folder}"
    sns        = "sns:${var.sink.arn}"
    sqs        = "sqs:${local.queue_host}/${split(":", var.sink.arn)[4]}/${local.sink_name}"
  }

  letters_addresses = {
    kinesis = "kinesis:${local.letters_name}"
    s3      = "s3://${local.letters_name}/${local.letters_folder}"
    sqs = join("|", [
      "sqs:${local.queue_host}/${split(":", var.dead_letters.arn)[4]}/${local.letters_name}",
      "s3://${reverse(split(":", coalesce(var.dead_letters.claims_bucket_arn, "none")))[0]}/${local.letters_folder}",
    ])
  }

  # Queues must be in the function's own region.
  queue_host = "https://sqs.${data.aws_region.current.region}.${data.aws_partition.current.dns_suffix}"

  idempotency_addresses = {
    none     = "none"
    memory   = "memory"
    dynamodb = "dynamodb:${reverse(split("/", coalesce(var.idempotency.table_arn, "none")))[0]}"
  }

  detector_addresses = {
    none     = "none"
    dynamodb = "dynamodb:${reverse(split("/", coalesce(var.detector_state.table_arn, "none")))[0]}"
  }

  environment = merge(
    var.malloc_settings,
    var.settings,
    {
      ETL_SINK         = local.sink_addresses[var.sink.kind]
      ETL_DEAD_LETTERS = local.letters_addresses[var.dead_letters.kind]
      ETL_IDEMPOTENCY  = local.idempotency_addresses[var.idempotency.kind]
    },
    var.idempotency.in_progress_seconds == null ? {} : { ETL_IN_PROGRESS_SECONDS = tostring(var.idempotency.in_progress_seconds) },
    var.decrypt == null ? {} : {
      ETL_DECRYPT            = "kms:${var.decrypt.kms_key_arn}"
      ETL_REQUIRE_ENCRYPTED  = tostring(var.decrypt.required)
      ETL_ENCRYPTION_CONTEXT = join(",", [for name, value in var.decrypt.context : "${name}=${value}"])
    },
    var.detector_state.kind == "none" ? {} : { ETL_DETECTOR_STATE = local.detector_addresses[var.detector_state.kind] },
    var.sink.mode == null ? {} : { ETL_SINK_MODE = var.sink.mode },
    var.metrics_namespace == null ? {} : { ETL_METRICS_NAMESPACE = var.metrics_namespace },
  )
}
