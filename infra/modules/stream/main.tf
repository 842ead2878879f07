resource "aws_kinesis_stream" "this" {
  name                      = var.name
  shard_count               = var.shard_count
  retention_period          = var.retention_hours
  max_record_size_in_kib    = var.max_record_size_kib
  encryption_type           = "KMS"
  kms_key_id                = var.kms_key_arn == null ? "alias/aws/kinesis" : var.kms_key_arn
  shard_level_metrics       = var.shard_level_metrics
  enforce_consumer_deletion = false
  tags                      = var.tags

  stream_mode_details {
    stream_mode = var.shard_count == null ? "ON_DEMAND" : "PROVISIONED"
  }
}
