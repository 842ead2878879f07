# Not run yet: there is no terraform binary where this project is built. infra/check parses it and looks names up.
# To run it: terraform init && terraform test, in modules/function. It needs no account.

mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = {
      json = "{}"
    }
  }

  mock_data "aws_partition" {
    defaults = {
      dns_suffix = "amazonaws.com"
    }
  }

  mock_data "aws_region" {
    defaults = {
      region = "eu-central-1"
    }
  }
}

variables {
  name     = "shop-dev-stream-processor"
  jar_path = "tests/placeholder.jar"
  handler  = "io.github.kinesisetl.lambda.deploy.StreamProcessor"

  stream = {
    arn = "arn:aws:kinesis:eu-central-1:000000000000:stream/events"
  }

  sink = {
    kind = "kinesis"
    arn  = "arn:aws:kinesis:eu-central-1:000000000000:stream/analytics"
  }

  dead_letters = {
    kind = "s3"
    arn  = "arn:aws:s3:::letters"
  }

  failure_queue = {
    arn = "arn:aws:sqs:eu-central-1:000000000000:failures"
  }
}

run "defaults" {
  command = plan

  assert {
    condition     = output.environment["ETL_SINK"] == "kinesis:analytics"
    error_message = "the address of the sink is not made of its ARN"
  }

  assert {
    condition     = output.environment["ETL_DEAD_LETTERS"] == "s3://letters/dead-letters/"
    error_message = "the address of the dead letters is not made of their ARN"
  }

  assert {
    condition     = output.environment["MALLOC_MMAP_THRESHOLD_"] == "33554432"
    error_message = "the settings of glibc are missing"
  }

  assert {
    condition     = !contains(keys(output.environment), "ETL_SINK_MODE")
    error_message = "a mode is set that nobody asked for"
  }

  assert {
    condition     = !contains(keys(output.environment), "ETL_DETECTOR_STATE")
    error_message = "a store of detectors is set that nobody asked for"
  }

  assert {
    condition     = contains(aws_lambda_event_source_mapping.stream.function_response_types, "ReportBatchItemFailures")
    error_message = "failures of single entries would be lost"
  }

  assert {
    condition     = aws_lambda_function.this.publish && length(aws_lambda_function.this.snap_start) == 0
    error_message = "versions are not published, or SnapStart is on by itself"
  }
}

run "queue_as_sink" {
  command = plan

  variables {
    sink = {
      kind = "sqs"
      arn  = "arn:aws:sqs:eu-central-1:000000000000:results"
    }
  }

  assert {
    condition     = output.environment["ETL_SINK"] == "sqs:https://sqs.eu-central-1.amazonaws.com/000000000000/results"
    error_message = "the queue's address is not made of its ARN"
  }
}

run "snap_start_and_windows" {
  command = plan

  variables {
    snap_start              = true
    tumbling_window_seconds = 60

    settings = {
      ETL_WINDOW_VALUE = "mean"
    }
  }

  assert {
    condition     = aws_lambda_function.this.snap_start[0].apply_on == "PublishedVersions"
    error_message = "SnapStart is not on"
  }

  assert {
    condition     = aws_lambda_event_source_mapping.stream.tumbling_window_in_seconds == 60
    error_message = "there is no window"
  }
}

run "detector_with_a_memory" {
  command = plan

  variables {
    handler = "io.github.kinesisetl.lambda.deploy.AnomalyDetector"

    detector_state = {
      kind      = "dynamodb"
      table_arn = "arn:aws:dynamodb:eu-central-1:000000000000:table/series"
    }
  }

  assert {
    condition     = output.environment["ETL_DETECTOR_STATE"] == "dynamodb:series"
    error_message = "the table's name is not made of its ARN"
  }
}

run "unknown_sink" {
  command = plan

  variables {
    sink = {
      kind = "kafka"
      arn  = "arn:aws:kafka:eu-central-1:000000000000:cluster/events"
    }
  }

  expect_failures = [var.sink]
}

run "metrics_that_would_be_filtered" {
  command = plan

  variables {
    metrics_namespace = "KinesisEtl"
    log_level         = "WARN"
  }

  expect_failures = [var.log_level]
}

run "windows_without_a_window" {
  command = plan

  variables {
    settings = {
      ETL_WINDOW_VALUE = "mean"
    }
  }

  expect_failures = [var.settings]
}
