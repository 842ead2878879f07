variable "name" {
  description = "Name of the stream."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9_.-]{1,128}$", var.name))
    error_message = "name must have 1 to 128 of a-z, A-Z, 0-9, _, . and -."
  }
}

variable "shard_count" {
  description = "Shards of a provisioned stream (docs/sizing.md plans them); null makes the stream on-demand."
  type        = number
  default     = null

  validation {
    condition     = try(var.shard_count >= 1 && floor(var.shard_count) == var.shard_count, var.shard_count == null)
    error_message = "shard_count must be a whole number from 1, or null for an on-demand stream."
  }
}

variable "retention_hours" {
  description = "How long entries stay on the stream; it bounds how long a consumer may be down."
  type        = number
  default     = 24

  validation {
    condition     = var.retention_hours >= 24 && var.retention_hours <= 8760
    error_message = "retention_hours must be 24 to 8760, a year."
  }
}

variable "max_record_size_kib" {
  description = "Largest entry. Above 4,607 KiB, an entry can never reach a Lambda function (6 MB with base64)."
  type        = number
  default     = 1024

  validation {
    condition     = var.max_record_size_kib >= 1024 && var.max_record_size_kib <= 10240
    error_message = "max_record_size_kib must be 1024 to 10240."
  }
}

variable "kms_key_arn" {
  description = "Key that encrypts the stream; null takes the key of AWS for Kinesis. With a key of your own, producers need kms:GenerateDataKey and consumers kms:Decrypt."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key, or null."
  }
}

variable "shard_level_metrics" {
  description = "Metrics by shard, each paid as a custom metric."
  type        = set(string)
  default     = []

  validation {
    condition = length(setsubtract(var.shard_level_metrics, [
      "IncomingBytes", "IncomingRecords", "IteratorAgeMilliseconds", "OutgoingBytes", "OutgoingRecords",
      "ReadProvisionedThroughputExceeded", "WriteProvisionedThroughputExceeded",
    ])) == 0
    error_message = "shard_level_metrics must be of IncomingBytes, IncomingRecords, IteratorAgeMilliseconds, OutgoingBytes, OutgoingRecords, ReadProvisionedThroughputExceeded, WriteProvisionedThroughputExceeded."
  }
}

variable "tags" {
  description = "Tags of the stream."
  type        = map(string)
  default     = {}
}
