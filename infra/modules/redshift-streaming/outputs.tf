output "role_arn" {
  description = "The role to attach to the cluster or the namespace."
  value       = aws_iam_role.this.arn
}

output "sql" {
  description = "The statements to run, by someone who may create external schemas."
  value = templatefile("${path.module}/streaming.sql.tftpl", {
    role_arn        = aws_iam_role.this.arn
    stream          = reverse(split("/", var.stream.arn))[0]
    external_schema = var.external_schema
    view            = "${var.schema}.${var.view}"
    columns         = var.columns
  })
}
