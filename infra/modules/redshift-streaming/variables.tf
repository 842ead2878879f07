variable "name" {
  description = "Name of the role."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,64}$", var.name))
    error_message = "name must have 1 to 64 of a-z, A-Z, 0-9, _ and -."
  }
}

variable "stream" {
  description = "The stream that Redshift reads, written with mode plain, and the customer's key that encrypts it, if it is one."
  type = object({
    arn         = string
    kms_key_arn = optional(string)
  })

  validation {
    condition     = can(regex("^arn:[^:]+:kinesis:[^:]+:[0-9]{12}:stream/[^/]+$", var.stream.arn))
    error_message = "stream.arn must be the ARN of a Kinesis stream."
  }
}

variable "external_schema" {
  description = "Name of the external schema that stands for Kinesis."
  type        = string
  default     = "kinesis"

  validation {
    condition     = can(regex("^[a-z_][a-z0-9_]{0,126}$", var.external_schema))
    error_message = "external_schema must be a plain name in lower case."
  }
}

variable "schema" {
  description = "Existing schema in which the views are made."
  type        = string
  default     = "public"

  validation {
    condition     = can(regex("^[a-z_][a-z0-9_]{0,126}$", var.schema))
    error_message = "schema must be a plain name in lower case."
  }
}

variable "view" {
  description = "First part of the views' names."
  type        = string
  default     = "events"

  validation {
    condition     = can(regex("^[a-z_][a-z0-9_]{0,99}$", var.view))
    error_message = "view must be a plain name in lower case, of at most 100 characters."
  }
}

variable "columns" {
  description = "Columns of the typed view: an event's field, in lower case, and its Redshift type. An event_id of a foreign producer's event is its shard and sequence number, some 80 characters: a shorter column would make different events one."
  type        = map(string)
  default = {
    event_id   = "varchar(256)"
    event_type = "varchar(64)"
    user_id    = "varchar(256)"
    timestamp  = "timestamptz"
    value      = "double precision"
  }

  validation {
    condition     = contains(keys(var.columns), "event_id")
    error_message = "columns must have event_id: it tells repeats apart."
  }

  validation {
    condition     = alltrue([for name in keys(var.columns) : can(regex("^[a-z_][a-z0-9_]{0,126}$", name))])
    error_message = "columns must have plain names in lower case."
  }

  validation {
    condition     = alltrue([for type in values(var.columns) : can(regex("^[a-z ]+(\\([0-9, ]+\\))?$", type))])
    error_message = "columns must have types such as varchar(64), bigint, decimal(18,2), timestamptz, boolean or super."
  }
}

variable "tags" {
  description = "Tags of the role."
  type        = map(string)
  default     = {}
}
