# The function

variable "name" {
  description = "Name of the function, its role and its log group. Roles are the account's, so a name serves one region."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,64}$", var.name))
    error_message = "name must have 1 to 64 of a-z, A-Z, 0-9, _ and -."
  }
}

variable "description" {
  description = "What the function is for."
  type        = string
  default     = ""

  validation {
    condition     = length(var.description) <= 256
    error_message = "description must have at most 256 characters."
  }
}

variable "jar_path" {
  description = "The shaded jar, at most 50 MB."
  type        = string

  validation {
    condition     = endswith(var.jar_path, ".jar")
    error_message = "jar_path must name a jar."
  }
}

variable "handler" {
  description = "Class of the handler, such as io.github.kinesisetl.lambda.deploy.StreamProcessor."
  type        = string

  validation {
    condition     = can(regex("^([a-z][a-z0-9_]*\\.)+[A-Z][A-Za-z0-9]*$", var.handler))
    error_message = "handler must be a class name with its package, without a method."
  }
}

variable "runtime" {
  description = "Runtime of the function. Plain java17 is left out on purpose: it stands on Amazon Linux 2."
  type        = string
  default     = "java25"

  validation {
    condition     = contains(["java17.al2023", "java21", "java25"], var.runtime)
    error_message = "runtime must be java17.al2023, java21 or java25."
  }
}

variable "architecture" {
  description = "Processor. arm64 costs a fifth less a GB-second; the jars hold what it needs, but only x86_64 was run."
  type        = string
  default     = "x86_64"

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture must be arm64 or x86_64."
  }
}

variable "memory_mb" {
  description = "Memory; 1,769 MB come with one whole processor."
  type        = number
  default     = 1769

  validation {
    condition     = var.memory_mb >= 128 && var.memory_mb <= 10240
    error_message = "memory_mb must be 128 to 10240."
  }
}

variable "timeout_seconds" {
  description = "Longest invocation. The handlers stop before it and report what is left."
  type        = number
  default     = 60

  validation {
    condition     = var.timeout_seconds >= 1 && var.timeout_seconds <= 900
    error_message = "timeout_seconds must be 1 to 900."
  }
}

variable "snap_start" {
  description = "Whether versions start from a snapshot. The handlers prime themselves for it; SnapStart itself was not run."
  type        = bool
  default     = false
}

variable "kms_key_arn" {
  description = "Key that encrypts the function's environment; null takes the key of AWS for Lambda."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key, or null."
  }
}

variable "tags" {
  description = "Tags of all that can be tagged."
  type        = map(string)
  default     = {}
}

# What it is set to do

variable "sink" {
  description = "Where results go. kind is dynamodb (with key_names), kinesis (mode is dense, kpl or plain), opensearch (with the index's url), redshift (with workgroup, database, table), s3 (with a prefix), sns or sqs; arn is that of the table, stream, domain, workgroup, bucket, topic or queue; kms_key_arn the customer's key that encrypts it, if it is one, for kinesis, s3, sns and sqs."
  type = object({
    kind        = string
    arn         = string
    mode        = optional(string)
    prefix      = optional(string, "")
    key_names   = optional(list(string), [])
    url         = optional(string, "")
    workgroup   = optional(string, "")
    database    = optional(string, "")
    table       = optional(string, "")
    kms_key_arn = optional(string)
  })

  validation {
    condition     = contains(["dynamodb", "kinesis", "opensearch", "redshift", "s3", "sns", "sqs"], var.sink.kind)
    error_message = "sink.kind must be dynamodb, kinesis, opensearch, redshift, s3, sns or sqs."
  }

  validation {
    condition     = can(regex("^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$", var.sink.arn))
    error_message = "sink.arn must be an ARN."
  }

  validation {
    condition     = var.sink.mode == null || (var.sink.kind == "kinesis" && contains(["dense", "kpl", "plain"], coalesce(var.sink.mode, "dense")))
    error_message = "sink.mode is for kinesis only, and must be dense, kpl or plain."
  }

  validation {
    condition     = (var.sink.kind == "dynamodb") == (length(var.sink.key_names) > 0)
    error_message = "sink.key_names must be given for dynamodb, and for nothing else."
  }

  validation {
    condition     = var.sink.kind == "opensearch" ? can(regex("^https://[^/]+/[^/]+$", var.sink.url)) : var.sink.url == ""
    error_message = "sink.url must be https://<host>/<index> for opensearch, and is for nothing else."
  }

  validation {
    condition     = var.sink.kind != "redshift" || alltrue([for part in [var.sink.workgroup, var.sink.database, var.sink.table] : part != ""])
    error_message = "sink.workgroup, database and table must be given for redshift."
  }

  validation {
    condition     = var.sink.kms_key_arn == null || contains(["kinesis", "s3", "sns", "sqs"], var.sink.kind)
    error_message = "sink.kms_key_arn is for kinesis, s3, sns and sqs only."
  }
}

variable "dead_letters" {
  description = "Where records go that can never succeed, with their original bytes. kind is kinesis, s3 (with a prefix) or sqs (with the bucket for letters too large for a message). kms_key_arn is the customer's key that encrypts it, if it is one; for sqs, the bucket's, too."
  type = object({
    kind              = string
    arn               = string
    prefix            = optional(string, "dead-letters")
    claims_bucket_arn = optional(string)
    kms_key_arn       = optional(string)
  })

  validation {
    condition     = contains(["kinesis", "s3", "sqs"], var.dead_letters.kind)
    error_message = "dead_letters.kind must be kinesis, s3 or sqs."
  }

  validation {
    condition     = can(regex("^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$", var.dead_letters.arn))
    error_message = "dead_letters.arn must be an ARN."
  }

  validation {
    condition     = (var.dead_letters.kind == "sqs") == (var.dead_letters.claims_bucket_arn != null)
    error_message = "dead_letters.claims_bucket_arn must be given for sqs, and for nothing else."
  }
}

variable "idempotency" {
  description = "The memory of what is done: none, memory, or dynamodb with the table's ARN (key id, time to live expires_at). With in_progress_seconds, entries in progress are marked in it."
  type = object({
    kind      = string
    table_arn = optional(string)

    # How long a mark of what is in progress holds at most; null for no marks.
    in_progress_seconds = optional(number)
  })
  default = {
    kind = "none"
  }

  validation {
    condition     = contains(["none", "memory", "dynamodb"], var.idempotency.kind)
    error_message = "idempotency.kind must be none, memory or dynamodb."
  }

  validation {
    condition     = (var.idempotency.kind == "dynamodb") == (var.idempotency.table_arn != null)
    error_message = "idempotency.table_arn must be given for dynamodb, and for nothing else."
  }

  validation {
    condition     = var.idempotency.in_progress_seconds == null ? true : var.idempotency.kind != "none" && var.idempotency.in_progress_seconds >= 1 && var.idempotency.in_progress_seconds <= 900
    error_message = "idempotency.in_progress_seconds must be 1 to 900, and needs a memory."
  }
}

variable "detector_state" {
  description = "Where the anomaly detector keeps what it learned of series: none, or dynamodb with the ARN of a table of its own (key id, time to live expires_at). With none, an instance that Lambda replaces takes it away."
  type = object({
    kind      = string
    table_arn = optional(string)
  })
  default = {
    kind = "none"
  }

  validation {
    condition     = contains(["none", "dynamodb"], var.detector_state.kind)
    error_message = "detector_state.kind must be none or dynamodb."
  }

  validation {
    condition     = (var.detector_state.kind == "dynamodb") == (var.detector_state.table_arn != null)
    error_message = "detector_state.table_arn must be given for dynamodb, and for nothing else."
  }
}

variable "decrypt" {
  description = "The customer's KMS key that encrypts records within the stream: opens them, and encrypts dead letters. required makes dead letters of plaintext; context is what frames are bound to. The jar must hold the client of KMS. null opens none."
  type = object({
    kms_key_arn = string
    required    = optional(bool, false)
    context     = optional(map(string), {})
  })
  default = null

  validation {
    condition     = var.decrypt == null ? true : can(regex("^arn:[a-z-]+:kms:", var.decrypt.kms_key_arn))
    error_message = "decrypt.kms_key_arn must be the ARN of a key."
  }
}

variable "settings" {
  description = "More ETL_* variables of docs/lambda.md. What this module sets itself has a variable of its own here."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.settings) : can(regex("^ETL_[A-Z_]+$", name))])
    error_message = "settings must have names that begin with ETL_."
  }

  validation {
    condition = length(setintersection(keys(var.settings), [
      "ETL_SINK", "ETL_SINK_MODE", "ETL_DEAD_LETTERS", "ETL_IDEMPOTENCY", "ETL_IN_PROGRESS_SECONDS", "ETL_DECRYPT", "ETL_REQUIRE_ENCRYPTED", "ETL_ENCRYPTION_CONTEXT", "ETL_DETECTOR_STATE", "ETL_METRICS_NAMESPACE",
    ])) == 0
    error_message = "settings must not hold what sink, dead_letters, idempotency, decrypt, detector_state and metrics_namespace say."
  }

  validation {
    condition     = !contains(keys(var.settings), "ETL_WINDOW_VALUE") || var.tumbling_window_seconds != null
    error_message = "settings with ETL_WINDOW_VALUE need tumbling_window_seconds."
  }
}

variable "malloc_settings" {
  description = "Variables for glibc. Without them, the runtime client pays thousands of page faults for a full batch."
  type        = map(string)
  default = {
    MALLOC_MMAP_THRESHOLD_ = "33554432"
    MALLOC_TRIM_THRESHOLD_ = "268435456"
  }

  validation {
    condition     = alltrue([for name in keys(var.malloc_settings) : startswith(name, "MALLOC_")])
    error_message = "malloc_settings must have names that begin with MALLOC_."
  }
}

variable "metrics_namespace" {
  description = "CloudWatch namespace for the function's own metrics, written as EMF lines; null writes none."
  type        = string
  default     = null

  validation {
    condition     = var.metrics_namespace == null || can(regex("^[A-Za-z0-9._/#-]{1,255}$", var.metrics_namespace))
    error_message = "metrics_namespace must have 1 to 255 of a-z, A-Z, 0-9, ., _, /, # and -."
  }
}

# Logs

variable "log_level" {
  description = "Least level that is logged. Lines without a level, and so EMF lines, count as INFO: with WARN, metrics would be filtered away."
  type        = string
  default     = "INFO"

  validation {
    condition     = contains(["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"], var.log_level)
    error_message = "log_level must be TRACE, DEBUG, INFO, WARN, ERROR or FATAL."
  }

  validation {
    condition     = var.metrics_namespace == null || contains(["TRACE", "DEBUG", "INFO"], var.log_level)
    error_message = "log_level must be TRACE, DEBUG or INFO with a metrics_namespace: EMF lines count as INFO."
  }
}

variable "system_log_level" {
  description = "Least level of Lambda's own lines: INFO tells of starts and of each invocation."
  type        = string
  default     = "WARN"

  validation {
    condition     = contains(["DEBUG", "INFO", "WARN"], var.system_log_level)
    error_message = "system_log_level must be DEBUG, INFO or WARN."
  }
}

variable "log_retention_days" {
  description = "How long CloudWatch keeps the lines."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days must be a number that CloudWatch knows, such as 7, 14, 30, 90, 365 or 3653."
  }
}

variable "log_kms_key_arn" {
  description = "Key that encrypts the logs; its policy must let CloudWatch Logs use it. null takes CloudWatch's own keys."
  type        = string
  default     = null

  validation {
    condition     = var.log_kms_key_arn == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.log_kms_key_arn))
    error_message = "log_kms_key_arn must be the ARN of a key, or null."
  }
}

# The event source mapping

variable "stream" {
  description = "The stream that is read, and the customer's key that encrypts it, if it is one."
  type = object({
    arn         = string
    kms_key_arn = optional(string)
  })

  validation {
    condition     = can(regex("^arn:[^:]+:kinesis:[^:]+:[0-9]{12}:stream/[^/]+$", var.stream.arn))
    error_message = "stream.arn must be the ARN of a Kinesis stream."
  }
}

variable "failure_queue" {
  description = "Queue that is told of batches which Lambda gives up: positions only, so read the records before the stream's retention ends."
  type = object({
    arn         = string
    kms_key_arn = optional(string)
  })

  validation {
    condition     = can(regex("^arn:[^:]+:sqs:[^:]+:[0-9]{12}:[^/]+$", var.failure_queue.arn))
    error_message = "failure_queue.arn must be the ARN of a queue."
  }
}

variable "enabled" {
  description = "Whether the function gets batches; false stops it and keeps its place on the stream."
  type        = bool
  default     = true
}

variable "starting_position" {
  description = "Where a new mapping begins. LATEST loses what is put before the mapping is active."
  type        = string
  default     = "TRIM_HORIZON"

  validation {
    condition     = contains(["LATEST", "TRIM_HORIZON"], var.starting_position)
    error_message = "starting_position must be LATEST or TRIM_HORIZON."
  }
}

variable "batch_size" {
  description = "Most entries of an invocation; 6 MB with base64 bind earlier on dense streams (docs/sizing.md)."
  type        = number
  default     = 1000

  validation {
    condition     = var.batch_size >= 1 && var.batch_size <= 10000
    error_message = "batch_size must be 1 to 10000."
  }

  validation {
    condition     = var.batch_size <= 10 || var.batching_window_seconds >= 1
    error_message = "batch_size above 10 needs a batching_window_seconds of 1 or more."
  }
}

variable "batching_window_seconds" {
  description = "How long Lambda may wait for a fuller batch."
  type        = number
  default     = 1

  validation {
    condition     = var.batching_window_seconds >= 0 && var.batching_window_seconds <= 300
    error_message = "batching_window_seconds must be 0 to 300."
  }
}

variable "parallelization_factor" {
  description = "Invocations side by side for a shard; a key stays in order."
  type        = number
  default     = 1

  validation {
    condition     = var.parallelization_factor >= 1 && var.parallelization_factor <= 10
    error_message = "parallelization_factor must be 1 to 10."
  }
}

variable "bisect_batch_on_function_error" {
  description = "Whether a batch that makes the function fail as a whole comes again in halves."
  type        = bool
  default     = true
}

variable "maximum_retry_attempts" {
  description = "How often Lambda delivers a batch again. Each time that a sink is down takes one, so few attempts give up what a short outage delays; -1 is for ever: an entry that ends the process then blocks its shard until it is too old."
  type        = number
  default     = 100

  validation {
    condition     = var.maximum_retry_attempts >= -1 && var.maximum_retry_attempts <= 10000
    error_message = "maximum_retry_attempts must be -1 to 10000."
  }
}

variable "maximum_record_age_seconds" {
  description = "Age at which Lambda gives a record up. It should be well below the stream's retention, or what failure_queue names is gone; -1 is for ever."
  type        = number
  default     = 43200

  validation {
    condition     = var.maximum_record_age_seconds == -1 || (var.maximum_record_age_seconds >= 60 && var.maximum_record_age_seconds <= 604800)
    error_message = "maximum_record_age_seconds must be 60 to 604800, or -1."
  }
}

variable "tumbling_window_seconds" {
  description = "Length of tumbling windows, for ETL_WINDOW_VALUE or a handler built with a TumblingWindow; null is none."
  type        = number
  default     = null

  validation {
    condition     = try(var.tumbling_window_seconds >= 1 && var.tumbling_window_seconds <= 900, var.tumbling_window_seconds == null)
    error_message = "tumbling_window_seconds must be 1 to 900, or null."
  }

  validation {
    condition     = var.tumbling_window_seconds == null || var.idempotency.kind == "none"
    error_message = "tumbling_window_seconds and a memory of what is done exclude each other."
  }
}

variable "filter_patterns" {
  description = "Patterns (JSON) of which an entry must match one. They see JSON only, so a stream to be filtered must be put with mode plain: what does not match, and so every dense entry, is dropped."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for pattern in var.filter_patterns : can(jsondecode(pattern))])
    error_message = "filter_patterns must be JSON, best made with jsonencode."
  }

  validation {
    condition     = length(var.filter_patterns) <= 5
    error_message = "filter_patterns must be at most 5."
  }
}
