terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }

  # Keep the state in a bucket of your own, with its own lock file:
  # backend "s3" {
  #   bucket       = "<your bucket for states>"
  #   key          = "kinesis-etl/functions.tfstate"
  #   region       = "<its region>"
  #   use_lockfile = true
  # }
}

provider "aws" {
  region = var.region

  default_tags {
    tags = {
      Project     = var.project
      Environment = var.environment
    }
  }
}
