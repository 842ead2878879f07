output "stream_name" {
  description = "The stream to put events on."
  value       = module.events.name
}

output "analytics_stream_name" {
  description = "The stream that the processor writes, and that Redshift may read if analytics_mode is plain."
  value       = module.analytics.name
}

output "analytics_stream_arn" {
  description = "Its ARN, for modules/redshift-streaming."
  value       = module.analytics.arn
}

output "function_names" {
  description = "The functions, by what they do."
  value = {
    stream_processor = module.stream_processor.name
    data_enricher    = module.data_enricher.name
    anomaly_detector = module.anomaly_detector.name
  }
}

output "log_groups" {
  description = "Their log groups."
  value = {
    stream_processor = module.stream_processor.log_group_name
    data_enricher    = module.data_enricher.log_group_name
    anomaly_detector = module.anomaly_detector.log_group_name
  }
}

output "enriched_bucket" {
  description = "Where enriched events go."
  value       = module.enriched.name
}

output "dead_letters_bucket" {
  description = "Where dead letters go, below a prefix for each function."
  value       = module.dead_letters.name
}

output "alerts_topic_arn" {
  description = "Where alerts go."
  value       = aws_sns_topic.alerts.arn
}

output "failure_queue_url" {
  description = "The queue that tells of batches that Lambda gave up."
  value       = aws_sqs_queue.failures.url
}

output "put_record_command" {
  description = "Puts a first event."
  value = join(" ", [
    "aws kinesis put-record --region ${var.region} --stream-name ${module.events.name}",
    "--partition-key user-1 --cli-binary-format raw-in-base64-out --data",
    "'{\"event_type\":\"metric\",\"${var.key_field}\":\"user-1\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"value\":1}'",
  ])
}

output "invoke_command" {
  description = "Asks the stream processor for its version and settings."
  value = join(" ", [
    "aws lambda invoke --region ${var.region} --function-name ${module.stream_processor.name} --qualifier live",
    "--cli-binary-format raw-in-base64-out --payload '{\"test\":true}' /dev/stdout",
  ])
}
