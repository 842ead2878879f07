variable "name" {
  description = "Name of the bucket, unique in all of AWS: put the account's number and the region into it."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.name))
    error_message = "name must have 3 to 63 of a-z, 0-9 and -, and begin and end with a letter or digit."
  }
}

variable "expire_after_days" {
  description = "Days after which objects are deleted; null keeps them for ever."
  type        = number
  default     = null

  validation {
    condition     = try(var.expire_after_days >= 1, var.expire_after_days == null)
    error_message = "expire_after_days must be 1 or more, or null."
  }
}

variable "noncurrent_days" {
  description = "Days for which replaced and deleted objects can be brought back."
  type        = number
  default     = 7

  validation {
    condition     = var.noncurrent_days >= 1
    error_message = "noncurrent_days must be 1 or more."
  }
}

variable "kms_key_arn" {
  description = "Key that encrypts objects; null takes S3's own keys, which cost nothing."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key, or null."
  }
}

variable "force_destroy" {
  description = "Whether destroying the bucket deletes the objects in it."
  type        = bool
  default     = false
}

variable "tags" {
  description = "Tags of the bucket."
  type        = map(string)
  default     = {}
}
