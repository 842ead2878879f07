variable "project" {
  description = "First part of every name. It is short since buckets' names end at 63 characters."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,15}$", var.project))
    error_message = "project must have 2 to 16 of a-z, 0-9 and -, and begin with a letter."
  }
}

variable "environment" {
  description = "Second part of every name, such as dev or prod."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,7}$", var.environment))
    error_message = "environment must have 2 to 8 of a-z and 0-9, and begin with a letter."
  }
}

variable "region" {
  description = "Region in which all of it is made."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be a region's name, such as eu-central-1."
  }
}

variable "jar_folder" {
  description = "Folder with the three jars; null is where ./mvnw -pl examples/lambda-functions -am package leaves them."
  type        = string
  default     = null
}

variable "jar_version" {
  description = "Version in the jars' names."
  type        = string
  default     = "0.1.0-SNAPSHOT"

  validation {
    condition     = can(regex("^[0-9]+\\.[0-9]+\\.[0-9]+(-[A-Za-z0-9.]+)?$", var.jar_version))
    error_message = "jar_version must be a version such as 0.1.0."
  }
}

variable "shard_count" {
  description = "Shards of each of the two streams; null makes them on-demand."
  type        = number
  default     = 1

  validation {
    condition     = try(var.shard_count >= 1 && floor(var.shard_count) == var.shard_count, var.shard_count == null)
    error_message = "shard_count must be a whole number from 1, or null for on-demand streams."
  }
}

variable "analytics_mode" {
  description = "How the stream processor writes: dense for our own readers, kpl for KCL, plain for Redshift and event filters."
  type        = string
  default     = "dense"

  validation {
    condition     = contains(["dense", "kpl", "plain"], var.analytics_mode)
    error_message = "analytics_mode must be dense, kpl or plain."
  }
}

variable "key_field" {
  description = "Field whose events stay in order and form a series of the anomaly detector: each series must stay on one shard."
  type        = string
  default     = "user_id"

  validation {
    condition     = can(regex("^[A-Za-z0-9_]+$", var.key_field))
    error_message = "key_field must be a field's name."
  }
}

variable "event_schema" {
  description = "What events must look like, in the form of ETL_SCHEMA; the rest become dead letters."
  type        = string
  default     = "timestamp:timestamp"

  validation {
    condition     = can(regex("^[^:,]+:(string|integer|decimal|boolean|timestamp|object|array)\\??(,[^:,]+:(string|integer|decimal|boolean|timestamp|object|array)\\??)*$", var.event_schema))
    error_message = "event_schema must be <name>:<type>, comma-separated, with a ? behind optional types."
  }
}

variable "alert_email" {
  description = "Address that gets the alerts, once its owner has confirmed; null subscribes nobody."
  type        = string
  default     = null

  validation {
    condition     = var.alert_email == null || can(regex("^[^@ ]+@[^@ ]+$", var.alert_email))
    error_message = "alert_email must be an address, or null."
  }
}

variable "kms_key_arn" {
  description = "A key of your own for streams, buckets, topic, queue and environments; null takes the services' own."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key, or null."
  }
}

variable "force_destroy" {
  description = "Whether terraform destroy deletes what is in the buckets, too."
  type        = bool
  default     = false
}
