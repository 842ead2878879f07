data "aws_caller_identity" "current" {}

module "enriched" {
  source = "../../modules/bucket"

  name          = "${local.name}-enriched-${data.aws_caller_identity.current.account_id}-${var.region}"
  kms_key_arn   = var.kms_key_arn
  force_destroy = var.force_destroy
}

module "dead_letters" {
  source = "../../modules/bucket"

  name              = "${local.name}-letters-${data.aws_caller_identity.current.account_id}-${var.region}"
  expire_after_days = 90
  kms_key_arn       = var.kms_key_arn
  force_destroy     = var.force_destroy
}

# Batches that Lambda gave up: their positions, to be read again before the streams' retention ends.
resource "aws_sqs_queue" "failures" {
  name                      = "${local.name}-failures"
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = var.kms_key_arn == null ? true : null
  kms_master_key_id         = var.kms_key_arn
}

resource "aws_sns_topic" "alerts" {
  name              = "${local.name}-alerts"
  kms_master_key_id = var.kms_key_arn == null ? "alias/aws/sns" : var.kms_key_arn
}

resource "aws_sns_topic_subscription" "alerts" {
  count = var.alert_email == null ? 0 : 1

  topic_arn = aws_sns_topic.alerts.arn
  protocol  = "email"
  endpoint  = var.alert_email
}

# What the stream processor has done of batches that come again. Nothing here must be restored after a
# loss, so there are no backups; the key of AWS encrypts it.
resource "aws_dynamodb_table" "done" {
  name         = "${local.name}-done"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }

  ttl {
    attribute_name = "expires_at"
    enabled        = true
  }
}

# What the anomaly detector learned of each series. After a loss it learns anew, for two days; so there are
# no backups here either.
resource "aws_dynamodb_table" "series" {
  name         = "${local.name}-series"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }

  ttl {
    attribute_name = "expires_at"
    enabled        = true
  }
}
