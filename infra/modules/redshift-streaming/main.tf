data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["redshift.amazonaws.com", "redshift-serverless.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "read" {
  statement {
    sid       = "ReadStream"
    actions   = ["kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"]
    resources = [var.stream.arn]
  }

  statement {
    sid     = "ListStreams"
    actions = ["kinesis:ListStreams"]
    # Resource *: ListStreams takes no resource, and Redshift's page asks for it.
    resources = ["*"]
  }

  dynamic "statement" {
    for_each = var.stream.kms_key_arn == null ? [] : [var.stream.kms_key_arn]

    content {
      sid       = "DecryptStream"
      actions   = ["kms:Decrypt"]
      resources = [statement.value]
    }
  }
}

resource "aws_iam_role" "this" {
  name               = var.name
  assume_role_policy = data.aws_iam_policy_document.assume.json
  tags               = var.tags
}

resource "aws_iam_role_policy" "this" {
  name   = "read-stream"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.read.json
}
