# The role: every statement follows from what the function is set to do, and names its resource.

locals {
  # What each kind of sink calls. infra/check compares this with the classes of etl-sinks and the producer.
  sink_actions = {
    dynamodb   = ["dynamodb:BatchWriteItem"]
    kinesis    = ["kinesis:DescribeStreamSummary", "kinesis:ListShards", "kinesis:PutRecords"]
    opensearch = ["es:ESHttpPost"]
    redshift   = ["redshift-data:BatchExecuteStatement", "redshift-serverless:GetCredentials"]
    s3         = ["s3:PutObject"]
    sns        = ["sns:Publish"]
    sqs        = ["sqs:SendMessage"]
  }

  # What a writer needs of the key that encrypts the other end. Queues and topics read it, too.
  key_actions = {
    kinesis = ["kms:GenerateDataKey"]
    s3      = ["kms:GenerateDataKey"]
    sns     = ["kms:Decrypt", "kms:GenerateDataKey"]
    sqs     = ["kms:Decrypt", "kms:GenerateDataKey"]
  }

  idempotency_actions = ["dynamodb:BatchGetItem", "dynamodb:BatchWriteItem"]

  # What EntryMarkTable's transactions do.
  mark_actions = ["dynamodb:DeleteItem", "dynamodb:PutItem"]

  # What DynamoDbDetectorStore calls.
  detector_actions = ["dynamodb:BatchGetItem", "dynamodb:PutItem"]

  # Objects lie below the prefix as below a folder.
  sink_folder    = trim(var.sink.prefix, "/") == "" ? "" : "${trim(var.sink.prefix, "/")}/"
  letters_folder = trim(var.dead_letters.prefix, "/") == "" ? "" : "${trim(var.dead_letters.prefix, "/")}/"

  sink_resources = {
    dynamodb   = var.sink.arn
    kinesis    = var.sink.arn
    opensearch = "${var.sink.arn}/${reverse(split("/", var.sink.url))[0]}/_bulk"
    redshift   = var.sink.arn
    s3         = "${var.sink.arn}/${local.sink_folder}*"
    sns        = var.sink.arn
    sqs        = var.sink.arn
  }

  letters_resources = {
    kinesis = var.dead_letters.arn
    s3      = "${var.dead_letters.arn}/${local.letters_folder}*"
    sqs     = var.dead_letters.arn
  }

  statements = merge(
    {
      ReadStream = {
        # Lambda's own list; ListStreams is not among what a mapping calls.
        actions   = ["kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"]
        resources = [var.stream.arn]
      }
      TellOfFailures = {
        actions   = ["sqs:SendMessage"]
        resources = [var.failure_queue.arn]
      }
      WriteLogs = {
        actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        resources = ["${aws_cloudwatch_log_group.this.arn}:*"]
      }
      WriteResults = {
        actions   = local.sink_actions[var.sink.kind]
        resources = [local.sink_resources[var.sink.kind]]
      }
      WriteDeadLetters = {
        actions   = local.sink_actions[var.dead_letters.kind]
        resources = [local.letters_resources[var.dead_letters.kind]]
      }
    },
    var.dead_letters.kind != "sqs" ? {} : {
      WriteLargeDeadLetters = {
        actions   = local.sink_actions["s3"]
        resources = ["${var.dead_letters.claims_bucket_arn}/${local.letters_folder}*"]
      }
    },
    var.idempotency.kind != "dynamodb" ? {} : {
      RememberWhatIsDone = {
        actions   = local.idempotency_actions
        resources = [var.idempotency.table_arn]
      }
    },
    var.idempotency.kind != "dynamodb" || var.idempotency.in_progress_seconds == null ? {} : {
      MarkWhatIsInProgress = {
        actions   = local.mark_actions
        resources = [var.idempotency.table_arn]
      }
    },
    var.detector_state.kind != "dynamodb" ? {} : {
      KeepWhatIsLearned = {
        actions   = local.detector_actions
        resources = [var.detector_state.table_arn]
      }
    },
    var.decrypt == null ? {} : {
      DecryptRecords = {
        actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
        resources = [var.decrypt.kms_key_arn]
      }
    },
    var.stream.kms_key_arn == null ? {} : {
      DecryptStream = {
        actions   = ["kms:Decrypt"]
        resources = [var.stream.kms_key_arn]
      }
    },
    var.sink.kms_key_arn == null ? {} : {
      EncryptResults = {
        actions   = local.key_actions[var.sink.kind]
        resources = [var.sink.kms_key_arn]
      }
    },
    var.dead_letters.kms_key_arn == null ? {} : {
      EncryptDeadLetters = {
        actions   = local.key_actions[var.dead_letters.kind]
        resources = [var.dead_letters.kms_key_arn]
      }
    },
    var.failure_queue.kms_key_arn == null ? {} : {
      EncryptFailures = {
        actions   = local.key_actions["sqs"]
        resources = [var.failure_queue.kms_key_arn]
      }
    },
    var.kms_key_arn == null ? {} : {
      DecryptEnvironment = {
        actions   = ["kms:Decrypt"]
        resources = [var.kms_key_arn]
      }
    },
  )
}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "permissions" {
  dynamic "statement" {
    for_each = var.sink.kind == "redshift" ? ["statements"] : []

    content {
      sid     = "AskForStatements"
      actions = ["redshift-data:DescribeStatement"]
      # Resource *: DescribeStatement takes no resource, and tells of the role's own statements only.
      resources = ["*"]
    }
  }

  dynamic "statement" {
    for_each = local.statements

    content {
      sid       = statement.key
      actions   = statement.value.actions
      resources = statement.value.resources
    }
  }
}

resource "aws_iam_role" "this" {
  name               = var.name
  assume_role_policy = data.aws_iam_policy_document.assume.json
  tags               = var.tags
}

resource "aws_iam_role_policy" "this" {
  name   = "function"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.permissions.json
}
