output "name" {
  description = "Name of the function."
  value       = aws_lambda_function.this.function_name
}

output "alias_arn" {
  description = "ARN of the alias live, which the stream invokes."
  value       = aws_lambda_alias.live.arn
}

output "version" {
  description = "The published version that is live."
  value       = aws_lambda_function.this.version
}

output "role_arn" {
  description = "ARN of the function's role, for what else it may need."
  value       = aws_iam_role.this.arn
}

output "role_name" {
  description = "Name of the function's role."
  value       = aws_iam_role.this.name
}

output "log_group_name" {
  description = "Name of the log group."
  value       = aws_cloudwatch_log_group.this.name
}

output "event_source_mapping_id" {
  description = "Id of the event source mapping."
  value       = aws_lambda_event_source_mapping.stream.uuid
}

output "environment" {
  description = "The environment as it was made; there are no secrets in it."
  value       = local.environment
}
